import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HallEvent } from './events.ts';
import { wireError } from './gateway.ts';
import { afterwards, simulated } from './simulator.ts';
import type { WireAnswer } from './wire.ts';

/** A mail that was handed to SES. */
export interface Mail {
  /** SES's MessageId */
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  /** path of the whole message */
  eml: string;
  tags: Record<string, string>;
  configurationSet?: string;
  /** every event of it is on the bus */
  told?: boolean;
}

export interface SesDeps {
  directory: string;
  now(): number;
  /** false: no identity of the templates covers the address */
  verified(from: string): boolean;
  /** events that a configuration set sends to the bus; undefined: there is no such set */
  destinations(configurationSet: string): readonly string[] | undefined;
  put(event: HallEvent): Promise<void>;
  trouble(error: unknown): void;
}

/** The SES of this machine: keeps every mail, and says what became of it. */
export interface Ses {
  call(form: URLSearchParams, from: string): Promise<WireAnswer>;
  mails(): Mail[];
  /** ends when every event of the mails so far is on the bus */
  settled(): Promise<void>;
}

/** The account's limits, as a hall out of the sandbox has them. */
const QUOTA = { Max24HourSend: 50_000, MaxSendRate: 14 };
const MAX_BYTES = 10 * 1024 * 1024;

const header = (raw: string, name: string): string => {
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return (
    new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, 'im')
      .exec(head)?.[1]
      ?.replace(/\r?\n[ \t]+/g, ' ')
      .trim() ?? ''
  );
};

/** RFC 2047 words of a header as text. */
const decodedWords = (value: string): string =>
  value
    .replace(/(=\?[^?]+\?[BQbq]\?[^?]*\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?[^?]+\?([BQbq])\?([^?]*)\?=/g, (_all, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(
            text
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/gi, (_hex, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
            'latin1',
          ).toString('utf8'),
    );

const addresses = (value: string): string[] =>
  value.split(',').flatMap(one => (/<([^>]+)>/.exec(one)?.[1] ?? one).trim() || []);

const ok = (operation: string, result: string): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from(
    `<${operation}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${operation}Result>${result}</${operation}Result>` +
      `<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${operation}Response>`,
  ),
});

const rejected = (message: string) => wireError('ses', 400, 'MessageRejected', message);

/** Opens the mail folder of a hall. */
export const localSes = (deps: SesDeps): Ses => {
  mkdirSync(deps.directory, { recursive: true });
  const pending = new Set<Promise<void>>();
  const fileOf = (id: string, kind: 'json' | 'eml') => join(deps.directory, `${id}.${kind}`);
  /** A file is there whole or not at all: this machine may stop at any line. */
  const write = (file: string, data: string | Uint8Array) => {
    writeFileSync(`${file}.part`, data);
    renameSync(`${file}.part`, file);
  };
  const note = (mail: Mail) => write(fileOf(mail.id, 'json'), JSON.stringify(mail));

  const tell = async (mail: Mail, type: string, detail: object) => {
    const set = mail.configurationSet;
    if (set === undefined || !deps.destinations(set)?.includes(type)) return;
    await deps.put(simulated(mail, type, detail));
  };
  const tellAll = (mail: Mail) => {
    // After the answer, as SES does it: whoever sends has stored the MessageId before it hears of the delivery.
    const told = new Promise<void>(done => setImmediate(done))
      .then(async () => {
        for (const [type, detail] of afterwards(mail)) await tell(mail, type, detail);
        note({ ...mail, told: true });
      })
      .catch(deps.trouble)
      .finally(() => pending.delete(told));
    pending.add(told);
  };

  const send = (form: URLSearchParams, from: string): WireAnswer => {
    const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
    const set = form.get('ConfigurationSetName') ?? undefined;
    const text = raw.toString('latin1');
    if (raw.length > MAX_BYTES) return rejected('Message length is more than 10485760 bytes long');
    if (text.split('\n').some(line => line.length > 1000))
      return rejected('A line of the message is longer than 1000 characters');
    if (!deps.verified(from))
      return rejected(`Email address is not verified. The following identities failed the check: ${from}`);
    if (set !== undefined && !deps.destinations(set))
      return wireError('ses', 400, 'ConfigurationSetDoesNotExist', `Configuration set <${set}> does not exist.`);
    const given = [...form].flatMap(([name, value]) => (name.startsWith('Destinations.member.') ? value : []));
    const to = given.length > 0 ? given : ['To', 'Cc', 'Bcc'].flatMap(name => addresses(header(text, name)));
    if (to.length === 0) return rejected('Missing required header: To');
    const bad = to.find(address => !/^[!-?A-~]+@[!-?A-~]+$/.test(address));
    if (bad)
      return wireError('ses', 400, 'InvalidParameterValue', 'Local address contains control or non-ASCII characters');
    const tags: Record<string, string> = {};
    for (let index = 1; form.has(`Tags.member.${index}.Name`); index += 1)
      tags[form.get(`Tags.member.${index}.Name`) ?? ''] = form.get(`Tags.member.${index}.Value`) ?? '';
    const at = deps.now();
    const id = `${at.toString(16).padStart(16, '0')}-${randomBytes(12).toString('hex')}`;
    const eml = fileOf(id, 'eml');
    const mail: Mail = {
      id,
      at: new Date(at).toISOString(),
      from,
      to,
      subject: decodedWords(header(text, 'Subject')),
      eml,
      tags,
      ...(set === undefined ? {} : { configurationSet: set }),
    };
    // The message is taken when its own file is there.
    note(mail);
    write(eml, raw);
    tellAll(mail);
    return ok('SendRawEmail', `<MessageId>${id}</MessageId>`);
  };

  const mails = () =>
    readdirSync(deps.directory)
      .filter(file => file.endsWith('.json'))
      .sort()
      .map(file => JSON.parse(readFileSync(join(deps.directory, file), 'utf8')) as Mail)
      .filter(({ eml }) => existsSync(eml));
  // What an earlier process took and could not tell any more.
  for (const mail of mails()) if (!mail.told) tellAll(mail);

  return {
    call: async (form, from) => {
      if (form.get('Action') === 'SendRawEmail') return send(form, from);
      const { Max24HourSend, MaxSendRate } = QUOTA;
      return ok(
        'GetSendQuota',
        `<SentLast24Hours>0</SentLast24Hours><Max24HourSend>${Max24HourSend}</Max24HourSend><MaxSendRate>${MaxSendRate}</MaxSendRate>`,
      );
    },
    mails,
    settled: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
};
