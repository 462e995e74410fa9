import type { HallSettings } from './hall-settings.ts';
import { ENV } from './names.ts';

const read = (source: NodeJS.ProcessEnv, name: string): string => {
  const value = source[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
  return value;
};

/** The function's environment: the one place that reads it. Each getter throws by name when its variable is missing. */
export const env = (source: NodeJS.ProcessEnv = process.env) => ({
  get table() {
    return read(source, ENV.table);
  },
  get erasures() {
    return read(source, ENV.erasures);
  },
  get incoming() {
    return read(source, ENV.incoming);
  },
  get photos() {
    return read(source, ENV.photos);
  },
  get photoQueue() {
    return read(source, ENV.photoQueue);
  },
  get mailQueue() {
    return read(source, ENV.mailQueue);
  },
  get eraseQueue() {
    return read(source, ENV.eraseQueue);
  },
  get origin() {
    return read(source, ENV.origin);
  },
  get edgeSecret() {
    return read(source, ENV.edgeSecret);
  },
  get addressKey() {
    return read(source, ENV.addressKey);
  },
  get mailFrom() {
    return read(source, ENV.mailFrom);
  },
  get replyTo() {
    return read(source, ENV.replyTo);
  },
  get configurationSet() {
    return read(source, ENV.configurationSet);
  },
  get settings() {
    return JSON.parse(read(source, ENV.settings)) as HallSettings;
  },
  /** the function's own name, which begins with the hall's; empty outside of Lambda */
  get functionName() {
    return source['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  },
  /** S3 is somebody else's host, which knows no bucket in its name */
  get s3PathStyle() {
    return source['AWS_ENDPOINT_URL_S3'] !== undefined;
  },
});
