import { useEffect, useState } from 'preact/hooks';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { ApiError } from '../shared/api.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { lookEvery } from '../shared/settings.ts';
import { useVoice } from '../shared/speak.tsx';
import { cardOf } from '../shared/wedge.ts';
import { useKit, useTrouble } from './kit.ts';
import { LedgerView } from './ledger.tsx';

/** Lends the card that lies on the desk: in a language, alone or with a tour. */
const Lend = ({ cardId, onLent }: { cardId: string; onLent(greeting: string): void }) => {
  const { say } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const [language, setLanguage] = useState<Language>('ko');
  const [tour, setTour] = useState('');
  const [failed, setFailed] = useState<string>();
  const lend = async () => {
    try {
      const code = tour.trim().toUpperCase();
      const { greeting } = await api.call('POST /api/desk/visits', {
        body: { id: crypto.randomUUID(), cardId, at: now.moment(), language, ...(code === '' ? {} : { tour: code }) },
      });
      onLent(greeting);
    } catch (error) {
      setFailed(trouble(error));
    }
  };
  return (
    <form
      class="card lend"
      onSubmit={event => {
        event.preventDefault();
        void lend();
      }}
    >
      <h2>{say('desk.lend.title')}</h2>
      <label for="lend-language">{say('desk.lend.language')}</label>
      <select
        id="lend-language"
        class="field"
        value={language}
        onChange={event => setLanguage(event.currentTarget.value as Language)}
      >
        {LANGUAGES.map(each => (
          <option key={each} value={each}>
            {LANGUAGE_NAMES[each]}
          </option>
        ))}
      </select>
      <label for="lend-tour">{say('desk.lend.tour')}</label>
      <input
        id="lend-tour"
        class="field code"
        maxLength={6}
        value={tour}
        onInput={event => setTour(event.currentTarget.value)}
      />
      {failed === undefined ? null : <Notice kind="warn">{failed}</Notice>}
      <button type="submit" class="button main">
        {say('desk.lend.send')}
      </button>
    </form>
  );
};

type Found = { is: 'visit'; ledger: Ledger } | { is: 'free'; why: string; lent: boolean };

/** A card: what became of its visit, lending it, taking it back. */
export const Cards = ({
  card,
  onCard,
  onVisits,
}: {
  card: string | undefined;
  onCard(cardId: string | undefined): void;
  /** to what the card was lent for before */
  onVisits(cardId: string): void;
}) => {
  const { say } = useVoice();
  const { api, now, kiosk } = useKit();
  const trouble = useTrouble();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<Found>();
  const [note, setNote] = useState<{ kind: 'good' | 'warn'; text: string }>();
  const [round, again] = useState(0);

  useEffect(() => {
    setFound(undefined);
    setNote(undefined);
  }, [card]);
  useEffect(() => {
    if (card === undefined) return;
    let current = true;
    const read = async () => {
      try {
        const { visitId } = await api.call('GET /api/desk/cards/{cardId}', { params: { cardId: card } });
        const ledger = await api.call('GET /api/visits/{visitId}', { params: { visitId } });
        if (current) setFound({ is: 'visit', ledger });
      } catch (error) {
        if (!current) return;
        const free = error instanceof ApiError && (error.code === 'unknown-card' || error.code === 'no-open-visit');
        if (free) setFound({ is: 'free', why: trouble(error), lent: error.code === 'no-open-visit' });
        else setNote({ kind: 'warn', text: trouble(error) });
      }
    };
    void read();
    const timer = setInterval(() => void read(), lookEvery());
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [card, round]);

  const search = () => {
    const cardId = cardOf(kiosk.settings.card, typed);
    setNote(cardId === undefined ? { kind: 'warn', text: say('desk.error.not-a-hall-card') } : undefined);
    if (cardId === undefined) return;
    setTyped('');
    onCard(cardId);
  };
  const takeBack = async () => {
    if (card === undefined) return;
    try {
      await api.call('POST /api/desk/cards/{cardId}/return', { params: { cardId: card }, body: { at: now.moment() } });
      setNote({ kind: 'good', text: say('desk.card.returned') });
      again(round + 1);
    } catch (error) {
      setNote({ kind: 'warn', text: trouble(error) });
    }
  };

  return (
    <section aria-labelledby="cards-title" data-view="cards" data-card={card}>
      <div class="view-head">
        <h1 id="cards-title">{say('desk.cards')}</h1>
        <form
          class="search"
          onSubmit={event => {
            event.preventDefault();
            search();
          }}
        >
          <label for="card-number">{say('desk.card.number')}</label>
          <input
            id="card-number"
            class="field"
            autocomplete="off"
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
          <button type="submit" class="button plain">
            {say('desk.card.show')}
          </button>
        </form>
      </div>
      {note === undefined ? null : <Notice kind={note.kind}>{note.text}</Notice>}
      {card === undefined ? <p class="nothing">{say('desk.card.hint')}</p> : null}
      {card !== undefined && found === undefined && note === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : null}
      {found?.is === 'free' ? (
        <>
          <h2>
            <bdi>{card}</bdi>
          </h2>
          <p class="soft">{found.why}</p>
          {found.lent ? <Button onPress={() => onVisits(card ?? '')}>{say('desk.card.visits')}</Button> : null}
          <Lend
            cardId={card ?? ''}
            onLent={greeting => {
              setNote({ kind: 'good', text: greeting });
              again(round + 1);
            }}
          />
        </>
      ) : null}
      {found?.is === 'visit' ? (
        <>
          <div class="view-head">
            <h2>
              <bdi>{card}</bdi>
            </h2>
            <Button onPress={() => void takeBack()}>{say('desk.card.take-back')}</Button>
          </div>
          <LedgerView
            ledger={found.ledger}
            onChanged={() => again(round + 1)}
            onErased={receipt => {
              setNote({ kind: 'good', text: say('desk.erase.done', { receipt }) });
              setFound(undefined);
              again(round + 1);
            }}
          />
        </>
      ) : null}
    </section>
  );
};
