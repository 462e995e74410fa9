import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A refusal of an upload, as S3 words it. */
export interface PostRefusal {
  status: number;
  code: string;
  message: string;
}

/** What came with the form, apart from the file. */
export interface PostForm {
  bucket: string;
  /** names in lower case */
  fields: Record<string, string>;
}

const refusal = (status: number, code: string, message: string): PostRefusal => ({ status, code, message });
const denied = (message: string) => refusal(403, 'AccessDenied', `Invalid according to Policy: ${message}`);

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature version 4 over the policy document, in lower-case hex. */
export const policySignature = (secret: string, credential: string, policy: string): string => {
  const [, day = '', region = '', service = ''] = credential.split('/');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
  return hmac(key, policy).toString('hex');
};

type Condition = Record<string, string> | [string, string | number, string | number];

/** Fields that need no condition of their own in the policy. */
const FREE = new Set(['policy', 'x-amz-signature', 'file', 'awsaccesskeyid']);

const failing = (condition: Condition, form: PostForm): string | undefined => {
  const value = (name: string) => (name === 'bucket' ? form.bucket : form.fields[name]);
  if (!Array.isArray(condition)) {
    const [[name = '', wanted = ''] = []] = Object.entries(condition);
    return value(name.toLowerCase()) === wanted
      ? undefined
      : `Policy Condition failed: ["eq", "$${name}", "${wanted}"]`;
  }
  const [kind, field, wanted] = condition;
  if (kind === 'content-length-range') return undefined;
  const found = value(String(field).replace(/^\$/, '').toLowerCase()) ?? '';
  const holds = kind === 'eq' ? found === wanted : kind === 'starts-with' ? found.startsWith(String(wanted)) : false;
  return holds ? undefined : `Policy Condition failed: ${JSON.stringify(condition)}`;
};

/** What a policy that was kept allows. */
export interface Granted {
  accessKey: string;
  key: string;
  type: string;
  range: { min: number; max: number };
}

/**
 * Checks the form of a POST upload as S3 does: signature, expiry, every condition, no field beyond them.
 * `secretOf` gives the secret of an access key.
 */
export const checkPost = (
  form: PostForm,
  now: number,
  secretOf: (accessKey: string) => string | undefined,
): Granted | PostRefusal => {
  const { fields } = form;
  const { policy, 'x-amz-credential': credential, 'x-amz-signature': signature } = fields;
  if (!policy || !credential || !signature) return refusal(403, 'AccessDenied', 'Access Denied');
  const accessKey = credential.split('/')[0] ?? '';
  const secret = secretOf(accessKey);
  if (secret === undefined) return refusal(403, 'InvalidAccessKeyId', 'The access key does not exist in our records.');
  const wanted = Buffer.from(policySignature(secret, credential, policy));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given))
    return refusal(403, 'SignatureDoesNotMatch', 'The signature we calculated does not match the one you provided.');
  const document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8')) as {
    expiration: string;
    conditions: Condition[];
  };
  if (Date.parse(document.expiration) <= now) return denied('Policy expired.');
  for (const condition of document.conditions) {
    const wrong = failing(condition, form);
    if (wrong) return denied(wrong);
  }
  const spoken = new Set(
    document.conditions.map(one =>
      (Array.isArray(one) ? String(one[1]).replace(/^\$/, '') : (Object.keys(one)[0] ?? '')).toLowerCase(),
    ),
  );
  const extra = Object.keys(fields).find(name => !FREE.has(name) && !spoken.has(name));
  if (extra) return denied(`Extra input fields: ${extra}`);
  const range = document.conditions.find(one => Array.isArray(one) && one[0] === 'content-length-range');
  return {
    accessKey,
    key: fields.key ?? '',
    type: fields['content-type'] ?? 'binary/octet-stream',
    range: Array.isArray(range)
      ? { min: Number(range[1]), max: Number(range[2]) }
      : { min: 0, max: Number.POSITIVE_INFINITY },
  };
};

/** Is the file what the form promised? `undefined`: yes. */
export const checkFile = (file: Buffer, granted: Granted, fields: Record<string, string>): PostRefusal | undefined => {
  if (file.length > granted.range.max)
    return refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  if (file.length < granted.range.min)
    return refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  const promised = fields['x-amz-checksum-sha256'];
  if (promised !== undefined && promised !== createHash('sha256').update(file).digest('base64'))
    return refusal(400, 'BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
  return undefined;
};
