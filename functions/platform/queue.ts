/** A message is only a nudge: ids, never a person's data. */
export type Nudge = Record<string, string | number>;

export interface Queue {
  /** `delaySeconds` up to 900 */
  send(nudge: Nudge, delaySeconds?: number): Promise<void>;
}

/** A queue in memory: what was sent, in order. */
export const memoryQueue = (): Queue & { sent: { nudge: Nudge; delaySeconds: number }[] } => {
  const sent: { nudge: Nudge; delaySeconds: number }[] = [];
  return { sent, send: async (nudge, delaySeconds = 0) => void sent.push({ nudge: { ...nudge }, delaySeconds }) };
};
