import { FUNCTIONS } from '../../functions/platform/names.ts';

/** Keys of FUNCTIONS: how the code of templates names a function. */
export type FunctionId = keyof typeof FUNCTIONS;

export const FUNCTION_IDS = Object.keys(FUNCTIONS) as FunctionId[];

/**
 * Raise it after a new value of the edge secret: CloudFormation reads a secret anew only into what changes, and this changes
 * CloudFront and the doors in one deploy.
 */
export const EDGE_EPOCH = 1;

/** Work queues; each is born with its dead letters. */
export const QUEUES = ['photo', 'mail', 'erase', 'feedback'] as const;
export type QueueId = (typeof QUEUES)[number];

/** `kiosk-door` -> `KioskDoor`: logical ids are made of such. */
export const pascal = (name: string): string =>
  name.replace(/(^|[-/])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
