import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { seoulDay } from '../../functions/platform/clock.ts';
import { time } from '../../functions/texts/dates.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { useKit, useReading, useTrouble } from './kit.ts';
import { LanguageName } from './language-name.tsx';
import { RosterView } from './roster.tsx';

/** Reserves a tour. */
const Reserve = ({ day, onDone }: { day: string; onDone(code: string | undefined): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const trouble = useTrouble();
  const [id] = useState(() => crypto.randomUUID());
  const [failed, setFailed] = useState<string>();
  const [tour, set] = useState({
    name: '',
    date: day,
    at: '10:00',
    language: 'en' as Language,
    country: '',
    leader: '',
    expected: '10',
  });
  const field = (
    name: Exclude<keyof typeof tour, 'language'>,
    input: (id: string, on: (value: string) => void) => ComponentChildren,
  ) => (
    <div class="pair">
      <label for={`tour-${name}`}>{say(`desk.tour.${name}`)}</label>
      {input(`tour-${name}`, value => set({ ...tour, [name]: value }))}
    </div>
  );
  const words = (name: 'name' | 'country' | 'leader', maxLength: number, required = false) =>
    field(name, (id, on) => (
      <input
        id={id}
        class="field"
        autocomplete="off"
        maxLength={maxLength}
        required={required}
        value={tour[name]}
        onInput={event => on(event.currentTarget.value)}
      />
    ));
  const send = async () => {
    const { name, language, country, leader } = tour;
    try {
      const made = await api.call('POST /api/desk/tours', {
        body: {
          id,
          name: name.trim(),
          startsAt: new Date(`${tour.date}T${tour.at}:00+09:00`).toISOString(),
          language,
          expected: Number(tour.expected),
          ...(country.trim() === '' ? {} : { country: country.trim() }),
          ...(leader.trim() === '' ? {} : { leader: leader.trim() }),
        },
      });
      onDone(made.code);
    } catch (error) {
      setFailed(trouble(error));
    }
  };
  return (
    <form
      class="card reserve"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{say('desk.tour.reserve')}</h2>
      {words('name', 80, true)}
      {field('date', (id, on) => (
        <input
          id={id}
          class="field"
          type="date"
          required
          value={tour.date}
          onInput={event => on(event.currentTarget.value)}
        />
      ))}
      {field('at', (id, on) => (
        <input
          id={id}
          class="field"
          type="time"
          required
          value={tour.at}
          onInput={event => on(event.currentTarget.value)}
        />
      ))}
      <div class="pair">
        <label for="tour-language">{say('desk.lend.language')}</label>
        <select
          id="tour-language"
          class="field"
          value={tour.language}
          onChange={event => set({ ...tour, language: event.currentTarget.value as Language })}
        >
          {LANGUAGES.map(each => (
            <option key={each} value={each}>
              {LANGUAGE_NAMES[each]}
            </option>
          ))}
        </select>
      </div>
      {words('country', 60)}
      {words('leader', 80)}
      {field('expected', (id, on) => (
        <input
          id={id}
          class="field"
          type="number"
          min={1}
          max={200}
          required
          value={tour.expected}
          onInput={event => on(event.currentTarget.value)}
        />
      ))}
      {failed === undefined ? null : <Notice kind="warn">{failed}</Notice>}
      <div class="actions">
        <button type="submit" class="button main">
          {say('desk.tour.send')}
        </button>
        <Button onPress={() => onDone(undefined)}>{say('desk.cancel')}</Button>
      </div>
    </form>
  );
};

/** The tours of a day, a reservation, or the roster of one. */
export const Tours = ({ onCard }: { onCard(cardId: string): void }) => {
  const { say, language } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const [day, setDay] = useState(() => seoulDay(now.ms()));
  const [reserving, setReserving] = useState(false);
  const [code, setCode] = useState<string>();
  const read = useReading(() => api.call('GET /api/desk/tours', { query: { day } }), day, 10_000);
  if (code !== undefined) return <RosterView code={code} onBack={() => setCode(undefined)} onCard={onCard} />;
  return (
    <section aria-labelledby="tours-title" data-view="tours">
      <div class="view-head">
        <h1 id="tours-title">{say('desk.tours')}</h1>
        <label for="tours-day">{say('desk.tours.day')}</label>
        <input
          id="tours-day"
          class="field"
          type="date"
          value={day}
          onInput={event => event.currentTarget.value !== '' && setDay(event.currentTarget.value)}
        />
        <Button kind="main" onPress={() => setReserving(true)}>
          {say('desk.tour.reserve')}
        </Button>
      </div>
      {reserving ? (
        <Reserve
          day={day}
          onDone={made => {
            setReserving(false);
            if (made !== undefined) setCode(made);
          }}
        />
      ) : null}
      {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
      {read.value === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : read.value.tours.length === 0 ? (
        <p class="nothing">{say('desk.tours.none')}</p>
      ) : (
        <ul class="tours">
          {read.value.tours.map(tour => (
            <li key={tour.code}>
              <button type="button" class="card tour" data-tour={tour.code} onClick={() => setCode(tour.code)}>
                <time dateTime={tour.startsAt}>{time(language, tour.startsAt)}</time>
                <strong>
                  <bdi>{tour.name}</bdi>
                </strong>
                <span class="soft">
                  <bdi>{tour.country ?? ''}</bdi> <LanguageName language={tour.language} />
                </span>
                <span>{say('desk.tour.joined', { joined: tour.joined, expected: tour.expected })}</span>
                <span class="code">{tour.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
