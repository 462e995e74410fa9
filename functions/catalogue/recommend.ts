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
export const SCORE = {
  /** for each chosen interest that the service serves */
  interest: 10,
  /** for a service that was made for this stage of life and no other */
  ownStage: 3,
  /** for a service that leads with the interest: its first topic is a chosen one */
  leads: 2,
} as const;

/**
 * Services for a stage of life, best first: points for each interest served, and what the points come from. Only services of the
 * stage; with interests chosen, only those that serve one. Equal scores keep the order of the catalogue. Pure: the page and the
 * memory come to the same answer.
 */
export const recommend = (
  catalogue: {
    readonly services: readonly { id: string; stages: readonly string[]; topics: readonly string[] }[];
  },
  { stage, interests }: Choice,
  limit = 6,
): Recommendation[] =>
  catalogue.services
    .filter(service => service.stages.includes(stage))
    .map(service => {
      const because = [...new Set(interests)].filter(id => service.topics.includes(id));
      const own = service.stages.length === 1 ? SCORE.ownStage : 0;
      const first = service.topics[0];
      const leads = first !== undefined && because.includes(first) ? SCORE.leads : 0;
      return { service: service.id, score: because.length * SCORE.interest + own + leads, because };
    })
    .filter(({ because }) => interests.length === 0 || because.length > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);

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
