/**
 * How an exhibit with software of its own logs to the hall: enrol once, then `log` what a visitor did and `send` now and then.
 * Needs nothing but fetch. Everything it sends may be sent again: the ids are made here, and the hall takes each only once.
 */

/** What a visitor did; the kinds and their fields stand in the hall's /api/openapi.json. */
export type Did =
  | { kind: 'tapped' }
  | { kind: 'explored'; exhibit: string; seconds?: number; kept?: boolean }
  | { kind: 'watched'; exhibit: string; seconds: number; ofSeconds: number; kept?: boolean }
  | { kind: 'tried'; exhibit: string; step: number; ofSteps: number; seconds?: number; kept?: boolean };

type Logged = Did & { id: string; cardId: string; at: string; zone: number };
type Result = { id?: string; accepted: boolean; error?: { code: string; message: string; where?: string } };

/** The hall said no to a whole request: the key is wrong (401), the batch too large (413), ... */
export class HallSaysNo extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(`the hall answered ${status}: ${text}`);
    this.status = status;
  }
}

const post = async (url: string, body: object, token?: string): Promise<unknown> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new HallSaysNo(response.status, await response.text());
  return response.json();
};

/** Changes the one-time code that the staff gave for a key. Keep the key: the code is good once. */
export const enrol = async (hall: string, code: string): Promise<string> =>
  ((await post(`${hall}/api/devices/enrol`, { code, as: 'token' })) as { token: string }).token;

/** The log of one exhibit. Keep `waiting` on a disk if the exhibit may lose power, and hand it in again at the start. */
export const exhibitLog = (hall: string, token: string, zone: number, waiting: Logged[] = []) => ({
  waiting,
  /** Notes what a visitor did; at once, with the exhibit's own clock and whether or not the network is there. */
  log: (cardId: string, did: Did): void => {
    waiting.push({ ...did, id: crypto.randomUUID(), cardId, at: new Date().toISOString(), zone });
  },
  /**
   * Sends what waits, 500 at a time. What the hall answered leaves `waiting`; the refused ones are returned, each with its reason,
   * since sending them again would not help. Without network or with a busy hall all of it stays: call again in a minute.
   */
  send: async (): Promise<Result[]> => {
    const refused: Result[] = [];
    while (waiting.length > 0) {
      const interactions = waiting.slice(0, 500);
      try {
        // `sentAt` is read now: from it the hall learns how wrong our clock is and corrects every `at`.
        const body = { sentAt: new Date().toISOString(), interactions };
        const { results } = (await post(`${hall}/api/interactions`, body, token)) as { results: Result[] };
        refused.push(...results.filter(one => !one.accepted));
        waiting.splice(0, interactions.length);
      } catch (error) {
        if (error instanceof HallSaysNo && error.status < 500 && error.status !== 429) throw error;
        return refused;
      }
    }
    return refused;
  },
});
