import { allowing, like, type Question, type Statement } from './policies.ts';

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
  /** what of the statements was never needed: actions, and resources where it names some */
  unused(): { function: string; index: number; actions: string[]; resources?: string[] }[];
  /** takes a statement out of a function's role, as if it were not in the template */
  takeOut(who: string, index: number): void;
  putBack(): void;
  readonly denied: Denial[];
}

/** Permissions from the statements of each function's role, by the function's short name. */
export const permissions = (roles: ReadonlyMap<string, readonly Statement[]>): Permissions => {
  const used = new Map<string, Set<string>>();
  const touched = new Map<string, Set<string>>();
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
          const key = place(who, index);
          used.set(key, (used.get(key) ?? new Set()).add(question.action));
          for (const pattern of policy[index]?.resources ?? [])
            if (like(pattern, question.resource)) touched.set(key, (touched.get(key) ?? new Set()).add(pattern));
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
        const missing = (all: readonly string[], seen: ReadonlyMap<string, ReadonlySet<string>>) =>
          all.filter(one => !seen.get(place(name, index))?.has(one));
        const actions = missing(statement.actions, used);
        const resources = missing(statement.resources, touched);
        const found = { function: name, index, actions, ...(resources.length > 0 && { resources }) };
        return actions.length + resources.length > 0 ? [found] : [];
      }),
    takeOut: (who, index) => void out.set(who, (out.get(who) ?? new Set()).add(index)),
    putBack: () => out.clear(),
  };
};

/** The sentence of an AccessDenied, as AWS words it. */
export const sentence = (denial: Denial): string =>
  `${denial.function} is not authorized to perform: ${denial.action} on resource: ${denial.resource}`;
