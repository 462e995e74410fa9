import { catalogue } from '../catalogue/catalogue.ts';
import { letterOf } from '../memories/letter.ts';
import { eachRecord, jsonBody, type SQSEvent } from '../platform/batch.ts';
import { bucketStore } from '../platform/bucket.store.ts';
import { env } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { lineLog } from '../platform/log.ts';
import { FUNCTIONS } from '../platform/names.ts';
import { queueStore } from '../platform/queue.store.ts';
import { tableStore } from '../platform/table.store.ts';
import { deliver } from './deliver.ts';
import { sesSender } from './sender.store.ts';
import { writer } from './write.ts';

const log = lineLog(FUNCTIONS.mail);
const { table, photos, mailQueue, mailFrom, replyTo, configurationSet, origin, settings } = env();
const clock = Date.now;
const stores = { table: tableStore(table), clock, log };
const deps = {
  ...stores,
  queue: queueStore(mailQueue),
  ids: randomIds,
  sender: sesSender(clock),
  write: writer({
    ...stores,
    photos: bucketStore(photos),
    catalogue,
    letter: memory => letterOf(memory, { settings }),
    origin,
    from: mailFrom,
    replyTo,
  }),
  sleep: (ms: number) => new Promise<void>(done => setTimeout(done, ms)),
  from: mailFrom,
  configurationSet,
};

/** The mail queue: one delivery, or every one of a visit that waits. */
export const handler = (event: SQSEvent, context: { getRemainingTimeInMillis(): number }) => {
  const deadline = clock() + context.getRemainingTimeInMillis();
  return eachRecord(log, async record => {
    const { visitId, deliveryId } = jsonBody(record) ?? {};
    if (typeof visitId !== 'string') return log.warn('not-a-mail-nudge', { messageId: record.messageId });
    await deliver({ ...deps, deadline }, typeof deliveryId === 'string' ? { visitId, deliveryId } : { visitId });
  })(event);
};
