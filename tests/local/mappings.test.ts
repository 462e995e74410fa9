import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunningFunction } from '../../infra/local/functions.ts';
import { anyReady, done, type Mapping, mapping } from '../../infra/local/mappings.ts';
import { permissions } from '../../infra/local/permissions.ts';
import { statements } from '../../infra/local/policies.ts';

const ARN = 'arn:aws:sqs:r:0:mail';
const none = { ready: [], delayed: [], inflight: [] };
const message = (id: string): Message => ({ MessageId: id, ReceiptHandle: `handle-${id}`, Body: id });

/** A queue that holds messages until they are taken. */
const stage = (messages: string[], answer: (event: unknown) => unknown, actions = ['sqs:*']) => {
  const waiting = messages.map(message);
  const deleted: string[] = [];
  const events: unknown[] = [];
  const trouble: unknown[] = [];
  const send = async (command: unknown) => {
    if (command instanceof ReceiveMessageCommand)
      return { Messages: waiting.splice(0, command.input.MaxNumberOfMessages ?? 1) };
    if (command instanceof DeleteMessageBatchCommand)
      deleted.push(...(command.input.Entries ?? []).map(one => one.ReceiptHandle ?? ''));
    return {};
  };
  const may = permissions(
    new Map([
      ['deliver-mail', statements({ Statement: [{ Effect: 'Allow', Action: actions, Resource: ARN }] }, 'role')],
    ]),
  );
  const target = {
    plan: { name: 'deliver-mail' },
    invoke: async (event: unknown) => {
      events.push(event);
      return answer(event);
    },
  } as unknown as RunningFunction;
  const running = mapping(
    { queue: { name: 'mail', url: 'u', arn: ARN }, batch: 2, atOnce: 1, partial: true, keyUse: [] },
    {
      sqs: { send } as unknown as SQSClient,
      region: 'r',
      permissions: may,
      target,
      look: () => ({ messages: { ...none, ready: waiting } }),
      trouble: error => trouble.push(error),
      now: Date.now,
    },
  );
  return { running, waiting, deleted, events, trouble, may };
};

let open: Mapping | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await open?.stop();
});

describe('an event source mapping', () => {
  it('gives batches of its size and deletes what was done', async () => {
    const { running, deleted, events } = stage(['a', 'b', 'c'], () => ({ batchItemFailures: [] }));
    open = running;
    await expect.poll(() => deleted).toEqual(['handle-a', 'handle-b', 'handle-c']);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      Records: [{ messageId: 'a', body: 'a', eventSourceARN: ARN }, { messageId: 'b' }],
    });
  });

  it('takes a message when it is told of it, without waiting for its next look', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const { running, waiting, deleted } = stage([], () => ({ batchItemFailures: [] }));
    open = running;
    waiting.push(message('a'));
    running.wake();
    await expect.poll(() => deleted).toEqual(['handle-a']);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('takes nothing any more when it is stopped', async () => {
    const { running, waiting } = stage([], () => ({ batchItemFailures: [] }));
    await running.stop();
    waiting.push(message('a'));
    running.wake();
    await new Promise(setImmediate);
    expect(waiting).toHaveLength(1);
  });

  it('keeps the messages that the function names as failed', async () => {
    const { running, deleted } = stage(['a', 'b'], () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }));
    open = running;
    await expect.poll(() => deleted).toEqual(['handle-b']);
  });

  it('keeps every message of a batch whose function failed', async () => {
    const { running, deleted, trouble } = stage(['a'], () => {
      throw new Error('no');
    });
    open = running;
    await expect.poll(() => trouble).toHaveLength(1);
    expect(deleted).toEqual([]);
  });

  it('takes nothing when the role may not receive', async () => {
    const { running, may, waiting } = stage(['a'], () => undefined, ['sqs:DeleteMessage']);
    open = running;
    await expect.poll(() => may.denied.length).toBeGreaterThan(0);
    expect(may.denied[0]).toEqual({ function: 'deliver-mail', action: 'sqs:ReceiveMessage', resource: ARN });
    expect(waiting).toHaveLength(1);
  });
});

describe('what is done and what is there', () => {
  it('counts the whole batch as failed when the answer names an unknown message', () => {
    expect(done([message('a')], { batchItemFailures: [{ itemIdentifier: 'x' }] }, true)).toEqual([]);
    expect(done([message('a')], undefined, true)).toHaveLength(1);
    expect(done([message('a')], { batchItemFailures: [{ itemIdentifier: 'a' }] }, false)).toHaveLength(1);
  });

  it('sees a delayed or failed message when its time has come', () => {
    const flying = { receiptHandle: 'h', visibilityDeadline: 5 };
    expect(anyReady({ messages: none }, 9)).toBe(false);
    expect(
      anyReady(
        { messages: { ...none, delayed: [{ delayUntil: 10 }], inflight: [{ ...flying, visibilityDeadline: 10 }] } },
        9,
      ),
    ).toBe(false);
    expect(anyReady({ messages: { ...none, delayed: [{ delayUntil: 9 }] } }, 9)).toBe(true);
    expect(anyReady({ messages: { ...none, inflight: [flying] } }, 9)).toBe(true);
  });
});
