import type { Log } from './log.ts';

/** What we read of a message as Lambda hands it over. */
export interface SQSRecord {
  messageId: string;
  body: string;
  attributes?: { ApproximateReceiveCount?: string; SentTimestamp?: string };
}
export interface SQSEvent {
  Records: SQSRecord[];
}
export interface SQSBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Handler of a queue: one record at a time, only the failed ones come back. `handle` throws what may succeed later
 * and nothing else; bad input it records and returns.
 */
export const eachRecord =
  (log: Log, handle: (record: SQSRecord) => Promise<void>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      try {
        await handle(record);
      } catch (error) {
        log.error('record-failed', error, {
          messageId: record.messageId,
          receives: Number(record.attributes?.ApproximateReceiveCount ?? 1),
        });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };

/** The body of a record as an object; undefined when it is no JSON object (bad input: record it, do not throw). */
export const jsonBody = (record: SQSRecord): Record<string, unknown> | undefined => {
  try {
    const body: unknown = JSON.parse(record.body);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
