import type { Template } from '../build.ts';

/** What a stack holds, as the picture says it: types of resources that a reader looks for, in words. */
const WORDS: Record<string, string> = {
  'AWS::CloudFront::Distribution': 'CloudFront',
  'AWS::ApiGatewayV2::Api': 'HTTP API',
  'AWS::S3::Bucket': 'bucket',
  'AWS::DynamoDB::Table': 'table',
  'AWS::KMS::Key': 'key',
  'AWS::SQS::Queue': 'queue',
  'AWS::Lambda::Function': 'function',
  'AWS::SES::ConfigurationSet': 'SES ConfigurationSet',
  'AWS::SES::EmailIdentity': 'SES identity',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::Events::Rule': 'rule',
  'AWS::CloudWatch::Alarm': 'alarms',
  'AWS::CloudWatch::Dashboard': 'dashboard',
  'AWS::SNS::Topic': 'topic',
};
/** Too many to name each. */
const COUNTED = new Set(['AWS::CloudWatch::Alarm']);

/** Who may reach what a stack holds: the trust border around it. */
const BORDERS: Record<string, string> = {
  front: 'open to the internet',
  data: 'only roles of ours; survives every deploy',
  mail: 'Amazon SES',
  functions: 'one role a function; replaced at each deploy',
  watch: 'operators',
  edge: 'us-east-1, no data',
};

interface Box {
  stack: string;
  name: string;
  rows: string[];
  uses: string[];
}

const plain = (id: string): string => id.replace(/[0-9A-F]{8}$/, '').replace(/(Function|Queue|Dead)$/, '');

const boxOf = (stack: string, template: Template): Box => {
  const counts = new Map<string, number>();
  const rows: string[] = [];
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const word = WORDS[Type];
    // dead letters stand beside their queue
    if (word === undefined || (Type === 'AWS::SQS::Queue' && id.includes('Dead'))) continue;
    if (COUNTED.has(Type)) counts.set(word, (counts.get(word) ?? 0) + 1);
    else {
      const named = Properties?.['FunctionName'] ?? Properties?.['QueueName'];
      const name = typeof named === 'string' ? named.split('-').slice(2).join('-') : plain(id);
      const more = word.toLowerCase().endsWith(name.toLowerCase()) ? '' : ` ${name}`;
      rows.push(`${word}${more}${Type === 'AWS::SQS::Queue' ? ' + dead letters' : ''}`);
    }
  }
  for (const [word, count] of counts) rows.push(`${count} ${word}`);
  const imports = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^:"]+):/g)].map(([, from = '']) => from);
  return { stack, name: stack.split('-').at(-1) ?? stack, rows: rows.sort(), uses: [...new Set(imports)].sort() };
};

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x: number, y: number, words: string, style: string): string =>
  `<text x="${x}" y="${y}" ${style}>${escaped(words)}</text>`;

const WIDTH = 270;
const GAP = 40;
const LINE = 17;
const TOP = 70;

/** The stacks of the templates side by side as SVG: what each holds, within which border, and on which others it stands. */
export const diagram = (templates: Record<string, Template>): string => {
  const boxes = Object.entries(templates).map(([stack, template]) => boxOf(stack, template));
  const heightOf = ({ rows }: Box) => 64 + rows.length * LINE;
  const height = TOP + Math.max(...boxes.map(heightOf)) + 60 + boxes.length * 14;
  const width = GAP + boxes.length * (WIDTH + GAP);
  const left = (place: number) => GAP + place * (WIDTH + GAP);
  const drawn = boxes.map((box, place) => {
    const x = left(place);
    return [
      `<rect x="${x}" y="${TOP}" width="${WIDTH}" height="${heightOf(box)}" rx="8" fill="#f6f8fb" stroke="#1f3a5f" stroke-dasharray="6 4"/>`,
      text(x + 14, TOP + 26, box.stack, 'font-weight="700" font-size="15" fill="#1f3a5f"'),
      text(x + 14, TOP + 44, BORDERS[box.name] ?? '', 'font-style="italic" font-size="11" fill="#5a6b80"'),
      ...box.rows.map((row, line) => text(x + 14, TOP + 66 + line * LINE, row, 'font-size="12" fill="#16212e"')),
    ].join('\n');
  });
  const bottom = (place: number) => TOP + heightOf(boxes[place] as Box);
  let lane = Math.max(...boxes.map((_, place) => bottom(place))) + 18;
  const arrows = boxes.flatMap((box, place) =>
    box.uses.flatMap((stack, use) => {
      const target = boxes.findIndex(one => one.stack === stack);
      if (target < 0) return [];
      const [from, to] = [left(place) + 40 + use * 26, left(target) + WIDTH - 40 - place * 18];
      const path = `M${from} ${bottom(place)} V${lane} H${to} V${bottom(target) + 3}`;
      lane += 12;
      return [`<path d="${path}" fill="none" stroke="#7a8aa0" marker-end="url(#head)"/>`];
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
    '<title>Stacks of the hall, what each holds, and on which others it stands</title>',
    '<defs><marker id="head" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#7a8aa0"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(
      GAP,
      30,
      'Visitors and kiosks speak to CloudFront alone. Uploads go to the bucket incoming by a signed form. An arrow leads to what a stack stands on.',
      'font-size="14" fill="#16212e"',
    ),
    text(GAP, 50, 'Drawn from the synthesized templates: npm run ops -- diagram', 'font-size="11" fill="#5a6b80"'),
    ...drawn,
    ...arrows,
    '</svg>',
    '',
  ].join('\n');
};
