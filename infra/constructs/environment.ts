import { ENV } from '../../functions/platform/names.ts';
import type { FunctionId } from './names.ts';

type EnvId = keyof typeof ENV;

/** Values of ENV, by its keys. */
export type EnvValues = Record<EnvId, string>;

/** What the code of each function reads, and so what it is given. A test compares it with the sources. */
export const READS: Record<FunctionId, readonly EnvId[]> = {
  kiosk: ['table', 'erasures', 'incoming', 'photos', 'mailQueue', 'origin', 'edgeSecret', 'addressKey', 'settings'],
  desk: ['table', 'erasures', 'mailQueue', 'eraseQueue', 'origin', 'edgeSecret', 'addressKey', 'settings'],
  public: ['table', 'erasures', 'photos', 'eraseQueue', 'origin', 'edgeSecret', 'addressKey', 'settings'],
  photo: ['table', 'incoming', 'photos', 'mailQueue'],
  mail: ['table', 'photos', 'mailQueue', 'mailFrom', 'replyTo', 'configurationSet', 'origin', 'settings'],
  feedback: ['table', 'addressKey'],
  erase: ['table', 'erasures', 'incoming', 'photos', 'eraseQueue', 'addressKey', 'settings'],
  sweep: [
    'table',
    'erasures',
    'photos',
    'incoming',
    'photoQueue',
    'mailQueue',
    'eraseQueue',
    'origin',
    'addressKey',
    'settings',
  ],
  canary: ['table', 'origin', 'settings'],
};

/** The environment of one function: names of variables and their values. */
export const environmentOf = (id: FunctionId, values: EnvValues): Record<string, string> =>
  Object.fromEntries(READS[id].map(name => [ENV[name], values[name]]));
