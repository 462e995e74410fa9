import { queueStates, redrive } from '../../infra/ops/queues.ts';
import { localTarget } from '../../infra/ops/target.ts';
import { readSettings } from '../../infra/settings.ts';

/** What engineers do about dead letters: once more. Answers how many. */
export const redriveAll = async (dir: string): Promise<number> => {
  const target = localTarget(dir, readSettings());
  let moved = 0;
  for (const { queue, dead } of await queueStates(target)) if (dead > 0) moved += await redrive(target, queue);
  target.close();
  return moved;
};
