import type { Disturbance } from '../../infra/local/hall-shape.ts';

/** The stages from the shutter until the booth shows what the hall made, in order: the name, and the moment at which each ends. */
export const PHOTO_STAGES = {
  slot: 'slot answered',
  upload: 'object there',
  event: 'job begun',
  fetch: 'original read',
  'decode and resize': 'first picture made',
  store: 'ready',
  preview: 'shown',
} as const;

/** The stages from the check-out until SES has the mail. */
export const MAIL_STAGES = {
  'check-out write': 'nudged',
  queue: 'job begun',
  claim: 'claimed',
  compose: 'SES called',
  'SES call': 'accepted',
} as const;

type Moment = (typeof PHOTO_STAGES)[keyof typeof PHOTO_STAGES] | (typeof MAIL_STAGES)[keyof typeof MAIL_STAGES];

/** Milliseconds by stage. */
export type Stages = Record<string, number>;

/** Somebody's way through the hall: moments in milliseconds, each the first of its kind. */
class Way {
  readonly begun = performance.now();
  readonly #moments = new Map<Moment, number>();
  readonly #waiting = new Map<Moment, () => void>();

  note(moment: Moment, at = performance.now()): void {
    if (this.#moments.has(moment)) return;
    this.#moments.set(moment, at);
    this.#waiting.get(moment)?.();
  }

  has(moment: Moment): boolean {
    return this.#moments.has(moment);
  }

  /** Resolves when it came to this moment; throws when it does not within two minutes. */
  reached(moment: Moment): Promise<void> {
    return new Promise((done, failed) => {
      if (this.has(moment)) return done();
      const timer = setTimeout(() => failed(new Error(`nobody came to "${moment}"`)), 120_000);
      this.#waiting.set(moment, () => {
        clearTimeout(timer);
        done();
      });
    });
  }

  /** Milliseconds of each stage whose moment was seen. One that came before the one it follows took no time. */
  stages(stages: Record<string, Moment>): Stages {
    let from = this.begun;
    const found: Stages = {};
    for (const [stage, moment] of Object.entries(stages)) {
      const at = this.#moments.get(moment);
      if (at === undefined) continue;
      found[stage] = Math.max(0, at - from);
      from = Math.max(from, at);
    }
    return found;
  }
}

/** Milliseconds of a stage in the visits where it was seen. Throws when most lack it: then a name changed that the trace goes by. */
export const timesOf = (stage: string, visits: readonly Stages[]): number[] => {
  const times = visits.flatMap(stages => stages[stage] ?? []);
  if (times.length * 2 <= visits.length)
    throw new Error(`the stage "${stage}" was seen in ${times.length} of ${visits.length} visits`);
  return times;
};

/** Follows visits and photos through a hall at work, by the calls its functions make: nothing is added to the functions. */
export const tracing = () => {
  const ways = new Map<string, Way>();
  const watch: Disturbance = {
    event: async (event, put) => {
      const { object } = event.detail as { object?: { key?: string } };
      ways.get(object?.key?.slice('original/'.length) ?? '')?.note('object there');
      await put(event);
    },
    call: async ({ service, operation }, request, perform) => {
      const who = /Credential=([^/]+)/.exec(request.headers['authorization'] ?? '')?.[1];
      const began = performance.now();
      const answer = await perform();
      if (answer.status >= 300) return answer;
      const text = service === 's3' ? request.path : request.body.toString('latin1');
      const idIn = (pattern: RegExp) => ways.get(pattern.exec(text)?.[1] ?? '');
      const photo = () => idIn(/(?:PHOTO#|original\/|rendition\/)([0-9a-f-]{36})/);
      const visit = () => idIn(/(?:VISIT#|visitId\W+)([0-9a-z]{26})/);
      if (who === 'kiosk-door' && operation === 'SendMessage') visit()?.note('nudged');
      if (who === 'deliver-mail' && operation === 'SendRawEmail')
        for (const [, value] of [...new URLSearchParams(text)].filter(([name]) => name.startsWith('Tags.'))) {
          ways.get(value)?.note('SES called', began);
          ways.get(value)?.note('accepted');
        }
      // The photo's own nudge may have had the job look at the visit before, when there was no mail.
      else if (who === 'deliver-mail' && visit()?.has('nudged')) {
        visit()?.note('job begun', began);
        if (operation === 'PutItem') visit()?.note('claimed');
      }
      if (who === 'process-photo') {
        photo()?.note('job begun', began);
        if (operation === 'GetObject') photo()?.note('original read');
        if (operation === 'PutObject') photo()?.note('first picture made', began);
        if (operation === 'UpdateItem') photo()?.note('ready');
      }
      return answer;
    },
  };
  return {
    watch,
    /** follows a visit or a photo from now on */
    follow: (id: string): Way => {
      const way = new Way();
      ways.set(id, way);
      return way;
    },
  };
};
