import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';

/** A mail as somebody else's software reads it. */
export interface ReadMail {
  subject: string;
  to: string[];
  text: string;
  html: string;
  /** pictures that the html shows: id without brackets, SHA-256 of the bytes */
  inline: { cid: string; type: string; sha256: string }[];
}

const bare = (cid: string | undefined): string => (cid ?? '').replace(/^<|>$/g, '');

const readWithPostalMime = async (eml: string): Promise<ReadMail> => {
  const mail = await PostalMime.parse(readFileSync(eml));
  return {
    subject: mail.subject ?? '',
    to: (mail.to ?? []).map(one => one.address ?? ''),
    text: mail.text ?? '',
    html: mail.html ?? '',
    inline: mail.attachments.map(({ contentId, mimeType, content }) => ({
      cid: bare(contentId),
      type: mimeType,
      sha256: createHash('sha256')
        .update(typeof content === 'string' ? content : new Uint8Array(content))
        .digest('hex'),
    })),
  };
};

const PYTHON = `
import email, email.policy, hashlib, json, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
parts = [part for part in mail.walk() if part.get_content_maintype() == 'image']
print(json.dumps({
  'subject': str(mail['subject']),
  'to': [one.addr_spec for one in mail['to'].addresses],
  'text': mail.get_body(('plain',)).get_content(),
  'html': mail.get_body(('html',)).get_content(),
  'inline': [{'cid': (part['content-id'] or '').strip('<>'), 'type': part.get_content_type(),
              'sha256': hashlib.sha256(part.get_content()).hexdigest()} for part in parts],
}))
`;

const readWithPython = async (eml: string): Promise<ReadMail> => {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON, eml], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReadMail;
};

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.info('There is no python3 on this machine: mails are read by postal-mime alone.');

/** Parsers that share no code with us or with each other; python's only where the machine has it. */
export const PARSERS: readonly { parser: string; read: (eml: string) => Promise<ReadMail> }[] = [
  { parser: 'postal-mime', read: readWithPostalMime },
  ...(hasPython ? [{ parser: "python's email", read: readWithPython }] : []),
];

/** Zones that the text of a mail names as walked. */
export const zonesClaimed = ({ text }: Pick<ReadMail, 'text'>): number[] =>
  [...text.matchAll(/^(\d{1,2})\. /gm)].map(([, zone]) => Number(zone));
