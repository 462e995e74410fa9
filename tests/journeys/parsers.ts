import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';

/** A mail as somebody else's software reads it. */
export interface ReadMail {
  subject: string;
  from: { name: string; address: string };
  to: string[];
  /** of Content-Language */
  language: string;
  text: string;
  html: string;
  /** pictures that the html shows: id without brackets, name of the file, SHA-256 of the bytes */
  inline: { cid: string; name: string; type: string; sha256: string }[];
}

const bare = (cid: string | undefined): string => (cid ?? '').replace(/^<|>$/g, '');

const readWithPostalMime = async (eml: string): Promise<ReadMail> => {
  const mail = await PostalMime.parse(readFileSync(eml));
  return {
    subject: mail.subject ?? '',
    from: { name: mail.from?.name ?? '', address: mail.from?.address ?? '' },
    to: (mail.to ?? []).map(one => one.address ?? ''),
    language: mail.headers.find(({ key }) => key === 'content-language')?.value ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    inline: mail.attachments.map(({ contentId, filename, mimeType, content }) => ({
      cid: bare(contentId),
      name: filename ?? '',
      type: mimeType,
      sha256: createHash('sha256')
        .update(typeof content === 'string' ? content : new Uint8Array(content))
        .digest('hex'),
    })),
  };
};

/** All mails in one process, a line each: to start it costs more than to read them. */
const PYTHON = `
import email, email.policy, hashlib, json, sys
for eml in sys.stdin.read().split('\\n'):
  mail = email.message_from_binary_file(open(eml, 'rb'), policy=email.policy.default)
  sender = mail['from'].addresses[0]
  parts = [part for part in mail.walk() if part.get_content_maintype() == 'image']
  print(json.dumps({
    'subject': str(mail['subject']),
    'from': {'name': sender.display_name, 'address': sender.addr_spec},
    'to': [one.addr_spec for one in mail['to'].addresses],
    'language': mail['content-language'],
    'text': mail.get_body(('plain',)).get_content(),
    'html': mail.get_body(('html',)).get_content(),
    'inline': [{'cid': (part['content-id'] or '').strip('<>'), 'name': part.get_filename(), 'type': part.get_content_type(),
                'sha256': hashlib.sha256(part.get_content()).hexdigest()} for part in parts],
  }))
`;

const readWithPython = async (emls: readonly string[]): Promise<ReadMail[]> => {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON], {
    input: emls.join('\n'),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as ReadMail);
};

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.info('There is no python3 on this machine: mails are read by postal-mime alone.');

interface Parser {
  parser: string;
  /** from a file */
  read: (eml: string) => Promise<ReadMail>;
  readAll: (emls: readonly string[]) => Promise<ReadMail[]>;
}

const parser = (name: string, readAll: Parser['readAll']): Parser => ({
  parser: name,
  read: async eml => (await readAll([eml]))[0] as ReadMail,
  readAll,
});

/** Parsers that share no code with us or with each other; python's only where the machine has it. */
export const PARSERS: readonly Parser[] = [
  parser('postal-mime', emls => Promise.all(emls.map(readWithPostalMime))),
  ...(hasPython ? [parser("python's email", readWithPython)] : []),
];

/** Zones that the text of a mail names as walked. */
export const zonesClaimed = ({ text }: Pick<ReadMail, 'text'>): number[] =>
  [...text.matchAll(/^(\d{1,2})\. /gm)].map(([, zone]) => Number(zone));
