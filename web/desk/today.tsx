import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CONCERNS } from '../../functions/deliveries/delivery.ts';
import type { DeskVisit, DeskVisits, Shown } from '../../functions/deliveries/desk.schema.ts';
import { seoulDay } from '../../functions/platform/clock.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { lookEvery } from '../shared/settings.ts';
import { useVoice } from '../shared/speak.tsx';
import { cardOf } from '../shared/wedge.ts';
import { Held, HoldMails, LastHold } from './hold.tsx';
import { useKit, useReading, useTrouble } from './kit.ts';
import { Late } from './late.tsx';
import { Opened } from './opened.tsx';
import { VisitRow } from './visit-row.tsx';

const WAYS = ['all', 'waiting', 'needs-staff', 'sent'] as const;

/** How many mails are where, in one sentence: "12 sent · 1 waits · 1 unclear". */
const Sums = ({ mails }: { mails: DeskVisits['mails'] }) => {
  const { say } = useVoice();
  const of = (concern: string) =>
    mails.reduce((sum, { state, count }) => sum + (CONCERNS[state] === concern ? count : 0), 0);
  const parts = [
    { name: 'sent', count: of('sent'), needed: false },
    { name: 'waiting', count: of('waiting'), needed: false },
    ...mails
      .map(({ state, count }) => ({ name: state, count, needed: true }))
      .filter(({ name }) => CONCERNS[name] === 'needs-staff'),
  ].filter(({ count }) => count > 0);
  return (
    <p class="sums" role="status">
      <span class="soft">{say(parts.length === 0 ? 'desk.today.sum.none' : 'desk.today.sums')}</span>
      {parts.map(({ name, count, needed }) => (
        <span key={name} data-sum={name} data-count={count} class={needed ? 'bad' : undefined}>
          {say(`desk.today.sum.${name}` as 'desk.today.sum.sent', { count })}
        </span>
      ))}
    </p>
  );
};

/** What the staff look for. `day` undefined: today, whichever day that is; `pages`: the places where each page after the first begins. */
interface Sought {
  day: string | undefined;
  way: (typeof WAYS)[number];
  card?: string;
  pages: readonly string[];
}

const queryOf = ({ way, card, pages }: Sought, day: string): Record<string, string> => {
  const after = pages.at(-1);
  return {
    day,
    ...(way === 'all' ? {} : { show: way satisfies Shown }),
    ...(card === undefined ? {} : { card }),
    ...(after === undefined ? {} : { after }),
  };
};

/** Finds the last visits of a card by its number. */
const Search = ({ onCard }: { onCard(cardId: string): void }) => {
  const { say } = useVoice();
  const { kiosk } = useKit();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const search = () => {
    const cardId = cardOf(kiosk.settings.card, typed);
    setWrong(cardId === undefined);
    if (cardId === undefined) return;
    setTyped('');
    onCard(cardId);
  };
  return (
    <form
      class="search"
      onSubmit={event => {
        event.preventDefault();
        search();
      }}
    >
      <label for="today-card">{say('desk.today.card')}</label>
      <input
        id="today-card"
        class="field"
        autocomplete="off"
        value={typed}
        aria-invalid={wrong}
        onInput={event => setTyped(event.currentTarget.value)}
      />
      <button type="submit" class="button plain">
        {say('desk.today.find')}
      </button>
      {wrong ? <Notice kind="warn">{say('desk.error.not-a-hall-card')}</Notice> : null}
    </form>
  );
};

/** A day's visits and mails, or those of a card: states, why something waits, and what the staff can do about it. */
export const Today = ({ card: begin }: { card: string | undefined }) => {
  const { say } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const today = seoulDay(now.ms());
  const [sought, seek] = useState<Sought>({
    day: undefined,
    way: 'all',
    pages: [],
    ...(begin === undefined ? {} : { card: begin }),
  });
  const [open, setOpen] = useState<DeskVisit>();
  const opener = useRef<HTMLElement>(undefined);
  const day = sought.day ?? today;
  const query = queryOf(sought, day);
  // A day that is over changes little. While one visit is open nobody looks at the list; it is read again at once when they come back.
  const every = open === undefined && day === today ? lookEvery() : 60_000;
  const read = useReading(() => api.call('GET /api/desk/visits', { query }), JSON.stringify(query), every);
  useLayoutEffect(() => {
    if (open === undefined) opener.current?.focus();
  }, [open]);
  // Until the next list is there the one before stays, so that nothing jumps away from under the focus.
  const last = useRef<DeskVisits>(undefined);
  if (read.value) last.current = read.value;
  const value = read.value ?? (read.trouble === undefined ? last.current : undefined);
  const { card, pages } = sought;
  const lastHold = value?.held ? undefined : value?.lastHold;
  return (
    <>
      {open === undefined ? null : <Opened visit={open} onBack={() => setOpen(undefined)} />}
      <section aria-labelledby="today-title" data-view="today" hidden={open !== undefined}>
        <div class="view-head">
          <h1 id="today-title">{say('desk.today')}</h1>
          <label for="today-day">{say('desk.today.day')}</label>
          <input
            id="today-day"
            class="field"
            type="date"
            value={day}
            onInput={({ currentTarget: { value: chosen } }) =>
              chosen !== '' && seek({ day: chosen === today ? undefined : chosen, way: sought.way, pages: [] })
            }
          />
          <Search onCard={found => seek({ day: sought.day, way: 'all', card: found, pages: [] })} />
        </div>
        {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
        {value?.held ? <Held held={value.held} onDone={read.again} /> : null}
        {value ? <Late late={value.late} onDone={read.again} /> : null}
        {card === undefined ? null : (
          <p>
            {say('desk.today.found', { card })}{' '}
            <Button kind="link" onPress={() => seek({ day: sought.day, way: 'all', pages: [] })}>
              {say('desk.today.whole')}
            </Button>
          </p>
        )}
        <div class="view-head">
          <div class="chips" role="group" aria-label={say('desk.entries.which')}>
            {WAYS.map(way => (
              <button
                key={way}
                type="button"
                class="chip"
                aria-pressed={way === sought.way}
                data-way={way}
                onClick={() => seek({ ...sought, way, pages: [] })}
              >
                {say(`desk.today.${way}`)} {value?.counts[way] ?? ''}
              </button>
            ))}
          </div>
          {value ? <Sums mails={value.mails} /> : null}
          {value && !value.held ? <HoldMails onDone={read.again} /> : null}
        </div>
        {lastHold && seoulDay(Date.parse(lastHold.releasedAt)) === day ? <LastHold last={lastHold} /> : null}
        {value === undefined ? (
          <p class="soft">{say('desk.loading')}</p>
        ) : value.visits.length === 0 ? (
          <p class="nothing">{say('desk.today.none')}</p>
        ) : (
          <div class="sheet-table visits">
            <table>
              <thead>
                <tr>
                  {(['time', 'card', 'visitor', 'mails'] as const).map(column => (
                    <th key={column} scope="col">
                      {say(`desk.today.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {value.visits.map(visit => (
                  <VisitRow
                    key={visit.visitId}
                    visit={visit}
                    dated={card !== undefined}
                    onOpen={(which, from) => {
                      opener.current = from;
                      setOpen(which);
                    }}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {pages.length === 0 && value?.next === undefined ? null : (
          <div class="actions">
            <Button disabled={pages.length === 0} onPress={() => seek({ ...sought, pages: pages.slice(0, -1) })}>
              {say('desk.today.newer')}
            </Button>
            <Button
              disabled={value?.next === undefined}
              onPress={() => value?.next !== undefined && seek({ ...sought, pages: [...pages, value.next] })}
            >
              {say('desk.today.older')}
            </Button>
          </div>
        )}
      </section>
    </>
  );
};
