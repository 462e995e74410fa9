import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { ApiError } from '../shared/api.ts';
import { WARNING_SECONDS } from '../shared/idle.ts';
import { IdleWatch } from '../shared/idle-dialog.tsx';
import { Button, Notice } from '../shared/parts.tsx';
import { Shell } from '../shared/shell.tsx';
import { spoken, useVoice } from '../shared/speak.tsx';
import type { ZoneProps } from './app.tsx';
import { VIEWS } from './content.ts';
import { type Kit, useKit } from './kit.ts';
import { Attract } from './parts/attract.tsx';
import { Browse } from './parts/browse.tsx';
import { CardNumber } from './parts/card-number.tsx';
import { ExhibitPanel } from './parts/exhibit.tsx';
import { Life } from './parts/life.tsx';
import { Lounge } from './parts/lounge.tsx';
import { Shelf } from './parts/shelf.tsx';
import { Way } from './parts/way.tsx';
import { type Act, begin, finish, flush, idleSecondsOf, type Session } from './session.ts';
import { useTurns } from './turns.ts';
import { useReader } from './use-reader.ts';

/** What a part of a visit gets: the session, and how to act on it. */
export interface VisitProps extends ZoneProps {
  session: Session;
  act(change: (session: Session, act: Act) => Session): void;
}

/** What was done settles for this long before it goes into the queue, so that a slip can be taken back. */
const SETTLE_MS = 5_000;
const LOOK_MS = 3_000;

/** The open visit of a card; undefined: nobody answers. Throws ApiError when the hall knows that the card is not in use. */
const look = async ({ api }: Kit, cardId: string): Promise<CardView | undefined> => {
  try {
    return await api.call('GET /api/cards/{cardId}', { params: { cardId }, timeout: LOOK_MS });
  } catch (error) {
    if (error instanceof ApiError && error.lasting) throw error;
    return undefined;
  }
};

/** A zone that a visitor walks into with a card: one session after another, each from a tap until `done`, the next card, or nobody is there. */
export const VisitPage = (props: ZoneProps) => {
  const kit = useKit();
  const { say, language, offered, speak } = useVoice();
  const [session, show] = useState<Session>();
  const current = useRef<Session | undefined>(undefined);
  const [step, setStep] = useState<'attract' | 'number' | 'reading'>('attract');
  const [visits, setVisits] = useState(0);
  const taps = useRef(0);
  const reading = useRef('');
  const onBusy = props.onBusy;

  const set = useCallback((next: Session | undefined) => {
    current.current = next;
    show(next);
  }, []);
  /** Puts what was done into the queue; resolves when it is on the disk. */
  const end = useCallback(
    async (quietMs = 0) => {
      const now = current.current;
      const kept = now && kit.log(finish(now, kit.act(), quietMs).fresh);
      set(undefined);
      setStep('attract');
      setVisits(count => count + 1);
      getSelection()?.removeAllRanges();
      await kept;
    },
    [kit, set],
  );

  const onCard = async (cardId: string) => {
    // Left on the reader, also while the hall is still being asked about it: one tap.
    if ([current.current?.card.cardId, reading.current].includes(cardId))
      return tell({ key: 'kiosk.again', kind: 'calm' });
    void end();
    tell(undefined);
    setStep('reading');
    reading.current = cardId;
    taps.current += 1;
    const tap = taps.current;
    const card = { cardId, at: kit.now.moment() };
    try {
      const view = await look(kit, cardId);
      const tongue = view?.language ?? language;
      const begun = begin({ zone: kit.zone, card, language: tongue, view }, () => kit.act().newId());
      // Somebody else tapped meanwhile: this tap counts all the same.
      if (tap !== taps.current) return void kit.log(begun.fresh);
      speak(spoken(tongue, offered));
      set(begun);
    } catch (error) {
      if (tap === taps.current) setStep('attract');
      tell({ key: error instanceof ApiError ? 'kiosk.unknown-card' : 'zone.failed', kind: 'warn' });
    } finally {
      if (tap === taps.current) reading.current = '';
    }
  };
  const { word, tell, use } = useReader(cardId => void onCard(cardId));
  useTurns(session === undefined && step === 'attract');
  useEffect(() => onBusy(session !== undefined || step !== 'attract'), [session, step, onBusy]);

  const waits = session?.fresh.length ?? 0;
  useEffect(() => {
    if (waits === 0) return;
    const timer = setTimeout(() => {
      if (!current.current) return;
      const { session: rest, interactions } = flush(current.current);
      set(rest);
      void kit.log(interactions);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [waits, session, kit, set]);
  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && void end();
    addEventListener('visibilitychange', onHide);
    return () => removeEventListener('visibilitychange', onHide);
  }, [end]);

  const act: VisitProps['act'] = change => {
    const now = current.current;
    if (now) set(change(now, kit.act()));
  };
  const view = VIEWS[props.zone.kind];
  const part = session && { ...props, session, act };
  const idle = session ? idleSecondsOf(session, kit.kiosk.settings.idleSeconds) : kit.kiosk.settings.idleSeconds;
  const onGone = useCallback(() => void end((idle + WARNING_SECONDS) * 1000), [end, idle]);
  const name = session ? (session.open ? 'open' : view.page) : step;

  const done = (
    <div class="ways finish">
      <Button onPress={() => void end().then(() => tell({ key: 'zone.bye', kind: 'good' }))}>
        {say('zone.finish')}
      </Button>
    </div>
  );

  return (
    <Shell step={name} resetKey={String(visits)} busy={step === 'reading' && !session} ways={session && done}>
      {word && <Notice kind={word.kind}>{say(word.key)}</Notice>}
      {!part && step !== 'number' && (
        <Attract zone={props.zone} reading={step === 'reading'}>
          <Button onPress={() => setStep('number')}>{say('zone.type')}</Button>
        </Attract>
      )}
      {!part && step === 'number' && <CardNumber use={use} onBack={() => setStep('attract')} />}
      {part && view.page === 'browse' && !part.session.open && <Browse {...part} view={view} />}
      {part?.session.open && <ExhibitPanel {...part} open={part.session.open} />}
      {part && view.page === 'life' && <Life {...part} />}
      {part && view.page === 'shelf' && <Shelf {...part} />}
      {part && view.page === 'lounge' && <Lounge {...part} />}
      {part && view.page === 'way' && <Way {...part} />}
      {(session || step === 'number') && <IdleWatch seconds={idle} onGone={onGone} />}
    </Shell>
  );
};
