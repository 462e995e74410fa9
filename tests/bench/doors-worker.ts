import { parentPort, workerData } from 'node:worker_threads';
import { busyDoors } from './doors-rig.ts';

/** One process of a door: answers wall, memory page and one small batch in turn, until its time is over, and says how many requests that were. */
const { seconds } = workerData as { seconds: number };
const hall = await busyDoors();
const batch = await hall.batch(10);
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  while (performance.now() < end) {
    await hall.wall();
    await hall.page();
    await hall.log(batch);
    answered += 3;
  }
  parentPort?.postMessage(answered);
});
