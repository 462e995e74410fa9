import { type Call, Refused, type WireRequest, type World } from './calls.ts';

/** `Name <a@b>` or `a@b` -> `a@b`. */
const bare = (address: string): string => /<([^>]+)>\s*$/.exec(address)?.[1] ?? address.trim();

const fromHeader = (raw: Buffer): string => {
  const head = raw.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';
  return bare(/^From:((?:.|\r?\n[ \t])*)/im.exec(head)?.[1]?.replace(/\r?\n[ \t]+/g, ' ') ?? '');
};

const KNOWN =
  /^(Action|Version|RawMessage\.Data|Source|Destinations\.member\.\d+|ConfigurationSetName|Tags\.member\.\d+\.(Name|Value))$/;

/** An SES request (v1, query protocol), with what it would send. */
export const sesCall = (request: WireRequest, world: World): Call & { form: URLSearchParams; from: string } => {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const operation = form.get('Action') ?? '';
  if (operation === 'GetSendQuota')
    return { service: 'ses', operation, questions: [{ action: 'ses:GetSendQuota', resource: '*' }], form, from: '' };
  if (operation !== 'SendRawEmail') throw new Refused(`ses:${operation}`);
  for (const name of form.keys()) if (!KNOWN.test(name)) throw new Refused(`ses:SendRawEmail with ${name}`);
  const source = form.get('Source');
  const from = source ? bare(source) : fromHeader(Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'));
  const base = `arn:aws:ses:${world.region}:${world.account}`;
  const set = form.get('ConfigurationSetName');
  const context = { 'ses:FromAddress': from };
  const action = 'ses:SendRawEmail';
  return {
    service: 'ses',
    operation,
    // SES asks for the identity and, when one is named, for the configuration set as well.
    questions: [
      { action, resource: `${base}:identity/${world.identityOf(from) ?? from}`, context },
      ...(set ? [{ action, resource: `${base}:configuration-set/${set}`, context }] : []),
    ],
    form,
    from,
  };
};
