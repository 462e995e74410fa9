/** What the life zone knows of a visitor: a stage of life and the interests chosen, best first. */
export interface Choice {
  stage: string;
  interests: readonly string[];
}

/** One recommended service; `because` are the chosen interests it follows from, none when it follows from the stage alone. */
export interface Recommendation {
  service: string;
  score: number;
  because: string[];
}

/** Weights of the score; the whole of the rule. */
const SCORE = {
  /** for each chosen interest that the service serves */
  interest: 10,
  /** for a service that was made for this stage of life and no other */
  ownStage: 3,
  /** for a service that leads with the interest: its first topic is a chosen one */
  leads: 2,
  /** taken off while ordering, for each time that its least shown interest was shown already: no interest crowds out another */
  again: 4,
} as const;

/** Scored services in the order to show them: always the best next, where showing the same interest again counts less. */
const inTurn = <T extends { score: number; about: readonly string[] }>(scored: readonly T[], limit: number): T[] => {
  const left = [...scored];
  const shown = new Map<string, number>();
  const times = (topic: string) => shown.get(topic) ?? 0;
  const worth = ({ score, about }: T) => score - SCORE.again * Math.min(...about.map(times));
  const turns: T[] = [];
  while (left.length > 0 && turns.length < limit) {
    const best = left.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    left.splice(left.indexOf(best), 1);
    for (const topic of best.about) shown.set(topic, times(topic) + 1);
    turns.push(best);
  }
  return turns;
};

/**
 * Services for a stage of life, best first: points for each interest served, and what the points come from. Only services of the
 * stage; with interests chosen, only those that serve one. Each chosen interest gets its turn; what is equal keeps the order of the
 * catalogue. Pure: the page and the memory come to the same answer.
 */
export const recommend = (
  catalogue: {
    readonly services: readonly { id: string; stages: readonly string[]; topics: readonly string[] }[];
  },
  { stage, interests }: Choice,
  limit = 6,
): Recommendation[] => {
  const chosen = [...new Set(interests)];
  const scored = catalogue.services
    .filter(service => service.stages.includes(stage))
    .map(service => {
      const because = chosen.filter(id => service.topics.includes(id));
      const own = service.stages.length === 1 ? SCORE.ownStage : 0;
      const leads = because.some(id => id === service.topics[0]) ? SCORE.leads : 0;
      const score = because.length * SCORE.interest + own + leads;
      return { service: service.id, score, because, about: because.length > 0 ? because : service.topics };
    })
    .filter(({ because }) => chosen.length === 0 || because.length > 0);
  return inTurn(scored, limit).map(({ service, score, because }) => ({ service, score, because }));
};

/** The interests worth offering at a stage of life: those that at least one of its services serves, in the catalogue's order. */
export const interestsOf = <T extends { id: string }>(
  catalogue: {
    readonly topics: readonly T[];
    readonly services: readonly { stages: readonly string[]; topics: readonly string[] }[];
  },
  stage: string,
): T[] => {
  const served = new Set(catalogue.services.filter(({ stages }) => stages.includes(stage)).flatMap(s => s.topics));
  return catalogue.topics.filter(({ id }) => served.has(id));
};
