/** One figure: ours against a reference of the same run. */
export interface Row {
  name: string;
  ours: number;
  reference: number;
  referenceName: string;
  /** ours / reference */
  ratio: number;
  /** the most that `ratio` may be, or the least where `atLeast` */
  target: number;
  atLeast?: true;
  unit: string;
  ok: boolean;
  /** where there were rounds: the first and third quartile of their ratios */
  spread?: [number, number];
  /** where the target is out of reach: why, and the ratio that a release may not miss instead of it */
  beyond?: { because: string; gate: number };
}

/** The value below which a share of all lies. */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] as number;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** What the ratios of rounds come to: their median, and how far apart they lie. */
export const overRounds = (ratios: readonly number[]): { ratio: number; spread: [number, number] } => ({
  ratio: median(ratios),
  spread: [percentile(ratios, 0.25), percentile(ratios, 0.75)],
});

/** Milliseconds that some work takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** A row from two figures of one run; smaller is better unless `atLeast`. */
export const row = (given: Omit<Row, 'ratio' | 'ok'> & { ratio?: number }): Row => {
  const ratio = given.ratio ?? given.ours / given.reference;
  return { ...given, ratio, ok: given.atLeast ? ratio >= given.target : ratio <= given.target };
};

/** A figure against a number that is its limit, such as a size. */
export const limit = (name: string, ours: number, most: number, unit: string, beyond?: Row['beyond']): Row =>
  row({ name, ours, reference: most, referenceName: 'limit', target: 1, unit, ...(beyond && { beyond }) });

/** Medians of interleaved rounds: each round times both, so that a busy neighbour slows both. `ratio` is the median of the rounds' ratios. */
export const versus = async (
  ours: () => unknown,
  reference: () => unknown,
  rounds = 9,
): Promise<{ ours: number; reference: number; ratio: number; spread: [number, number] }> => {
  for (let warm = 0; warm < 2; warm += 1) {
    await ours();
    await reference();
  }
  const times: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) times.push([await timed(ours), await timed(reference)]);
  return {
    ours: median(times.map(([one]) => one)),
    reference: median(times.map(([, other]) => other)),
    ...overRounds(times.map(([one, other]) => one / other)),
  };
};
