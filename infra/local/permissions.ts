import { allowing, type Question, type Statement } from './policies.ts';

/** One call that a role did not allow. */
export interface Denial {
  function: string;
  action: string;
  resource: string;
}

/** What the roles of the hall's functions allow, what of it was used, and what was denied. */
export interface Permissions {
  /** true: every question is allowed. The first that is not is written into `denied` */
  allow(who: string, questions: readonly Question[]): Denial | undefined;
  statements(): { function: string; index: number; statement: Statement }[];
  used(): { function: string; index: number; actions: string[] }[];
  /** statements never needed, and single actions of statements never needed */
  unused(): { function: string; index: number; actions: string[] }[];
  /** takes a statement out of a function's role, as if it were not in the template */
  takeOut(who: string, index: number): void;
  putBack(): void;
  readonly denied: Denial[];
}

/** Permissions from the statements of each function's role, by the function's short name. */
export const permissions = (roles: ReadonlyMap<string, readonly Statement[]>): Permissions => {
  const used = new Map<string, Set<string>>();
  const out = new Map<string, Set<number>>();
  const denied: Denial[] = [];
  const place = (who: string, index: number) => `${who}\n${index}`;
  const all = () =>
    [...roles].flatMap(([name, policy]) => policy.map((statement, index) => ({ function: name, index, statement })));
  return {
    denied,
    allow: (who, questions) => {
      const policy = roles.get(who) ?? [];
      for (const question of questions) {
        const found = allowing(policy, question, out.get(who));
        if (found.length === 0) {
          const denial = { function: who, action: question.action, resource: question.resource };
          denied.push(denial);
          return denial;
        }
        for (const index of found) {
          const actions = used.get(place(who, index)) ?? new Set();
          used.set(place(who, index), actions.add(question.action));
        }
      }
      return undefined;
    },
    statements: all,
    used: () =>
      [...used].map(([key, actions]) => {
        const [name = '', index = ''] = key.split('\n');
        return { function: name, index: Number(index), actions: [...actions].sort() };
      }),
    unused: () =>
      all().flatMap(({ function: name, index, statement }) => {
        const seen = used.get(place(name, index)) ?? new Set();
        const actions = statement.actions.filter(action => !seen.has(action));
        return actions.length > 0 ? [{ function: name, index, actions }] : [];
      }),
    takeOut: (who, index) => void out.set(who, (out.get(who) ?? new Set()).add(index)),
    putBack: () => out.clear(),
  };
};

/** The sentence of an AccessDenied, as AWS words it. */
export const sentence = (denial: Denial): string =>
  `${denial.function} is not authorized to perform: ${denial.action} on resource: ${denial.resource}`;
