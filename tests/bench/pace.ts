import { takeSlot } from '../../functions/deliveries/pace.ts';
import { memoryTable } from '../../functions/platform/table.memory.ts';
import { limit, type Row, row } from './rows.ts';

const RATE = 14;
const SECONDS = 120;
const WORKERS = 20;
/** A call to SES, in virtual milliseconds */
const CALL_MS = 120;

/** A backlog at 14 mails a second in virtual time: how much of the rate is used, and the worst second. */
export const benchPace = async (): Promise<Row[]> => {
  const table = memoryTable();
  const free = Array.from({ length: WORKERS }, (_, worker) => worker);
  const slots: number[] = [];
  for (;;) {
    const now = Math.min(...free);
    if (now > SECONDS * 1000) break;
    const worker = free.indexOf(now);
    const slot = await takeSlot(table, () => now, RATE);
    if ('at' in slot) slots.push(slot.at);
    free[worker] = 'at' in slot ? Math.max(now, slot.at) + CALL_MS : now + slot.later;
  }
  slots.sort((a, b) => a - b);
  const inside = slots.filter(at => at < (slots[0] as number) + SECONDS * 1000).length;
  const worst = Math.max(...slots.map((from, index) => slots.slice(index).filter(at => at < from + 1000).length));
  return [
    row({
      name: 'pace: use of the rate under a backlog',
      ours: inside / SECONDS,
      reference: RATE,
      referenceName: 'rate of the account',
      target: 0.97,
      atLeast: true,
      unit: 'mails/s',
    }),
    limit('pace: worst second', worst, RATE + 1, 'mails'),
  ];
};
