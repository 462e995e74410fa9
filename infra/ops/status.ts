import { heldSince } from '../../functions/deliveries/holding.ts';
import { mailsOfDay } from '../../functions/deliveries/mails.ts';
import { listDevices } from '../../functions/devices/devices.ts';
import { seoulDay } from '../../functions/platform/clock.ts';
import { type Command, table } from './command.ts';
import { queueLines, queueStates } from './queues.ts';

const counted = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** Where to begin, whatever happened. */
export const STATUS: Record<string, Command> = {
  status: {
    about: "today's visits and mails, what waits, and which kiosks are silent",
    run: async ({ hall }) => {
      const target = await hall();
      const { table: rows, url } = target;
      const day = seoulDay(Date.now());
      const [{ items }, held, queues, devices] = await Promise.all([
        rows.query({ index: 'day', pk: day }),
        heldSince(rows),
        queueStates(target),
        listDevices({ table: rows }),
      ]);
      const visits = counted(items.map(item => String(item['state'])));
      const mails = counted((await mailsOfDay(rows, day)).map(one => one.state));
      const keeping = devices.filter(one => !one.revoked && one.waiting > 0);
      const row = (name: string, counts: Record<string, number>) =>
        `${name}: ${
          Object.entries(counts)
            .map(([state, count]) => `${count} ${state}`)
            .join(', ') || 'none'
        }`;
      return {
        result: { url, day, visits, mails, held: held ?? false, queues, devices: devices.length, keeping },
        lines: [
          `${url}, ${day}`,
          row('visits', visits),
          row('mails', mails),
          held ? `ALL MAIL IS HELD since ${held.at}: ${held.why}. Runbook: MailsHeld` : 'mail goes',
          ...queueLines(queues),
          ...(keeping.length === 0
            ? ['no kiosk keeps anything back']
            : table(
                ['kiosk', 'keeps', 'since'],
                keeping.map(one => [one.deviceId, one.waiting, one.waitingSince]),
              )),
        ],
      };
    },
  },
};
