import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../functions/texts/languages.ts';
import type { CardView, OpenVisitAnswer } from '../../functions/visits/visit.schema.ts';
import { ApiError } from '../shared/api.ts';
import { IdleWatch } from '../shared/idle-dialog.tsx';
import { Button, Notice } from '../shared/parts.tsx';
import { Shell } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import type { ZoneProps } from './app.tsx';
import { useKit } from './kit.ts';
import {
  doorTap,
  failed,
  joined,
  joins,
  lendingBody,
  type Mode,
  meaningOf,
  partOfDay,
  unknownTour,
} from './lending.ts';
import { Attract } from './parts/attract.tsx';
import { CardNumber } from './parts/card-number.tsx';
import { AskLanguage, Greeting, InUse, Joined, Languages, Return, TourCode } from './parts/door.tsx';
import { useTurns } from './turns.ts';
import { useReader } from './use-reader.ts';

const LEND_MS = 5_000;
const LOOK_MS = 2_000;
/** A delegation gathers slowly. */
const JOINING_SECONDS = 10 * 60;

/** The welcome zone: lends cards to one visitor or to a delegation, greets, and takes cards back. */
export const DoorPage = ({ zone, onBusy }: ZoneProps) => {
  const kit = useKit();
  const { say, language, speak } = useVoice();
  const [mode, show] = useState<Mode>({ is: 'attract' });
  const current = useRef<Mode>(mode);
  const [visits, setVisits] = useState(0);
  const set = useCallback((next: Mode | ((mode: Mode) => Mode)) => {
    current.current = typeof next === 'function' ? next(current.current) : next;
    show(current.current);
  }, []);
  const end = useCallback(() => {
    set({ is: 'attract' });
    setVisits(count => count + 1);
  }, [set]);
  const { chosen, choose } = useTurns(mode.is === 'attract');
  useEffect(() => onBusy(mode.is !== 'attract'), [mode.is, onBusy]);

  /** Lends a card. Answers undefined when nobody could be asked: then the lending is kept and sent later. Throws ApiError. */
  const lend = async (
    cardId: string,
    at: string,
    tongue: Language,
    code?: string,
  ): Promise<OpenVisitAnswer | undefined> => {
    const id = kit.act().newId();
    const body = lendingBody({ id, cardId, at, language: tongue, ...(code === undefined ? {} : { code }) });
    const tap = doorTap(kit.act().newId(), kit.zone, cardId, at);
    try {
      const answer = await kit.api.call('POST /api/visits', { body, timeout: LEND_MS });
      await kit.log([tap]);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError) || error.lasting) throw error;
      await kit.queue.keep([
        { id, route: 'POST /api/visits', body },
        { id: tap.id, route: 'POST /api/interactions', body: { interactions: [tap] } },
      ]);
      return undefined;
    }
  };

  const lendAlone = async (cardId: string, at: string, tongue: Language) => {
    set({ is: 'working' });
    try {
      const answer = await lend(cardId, at, tongue);
      const greeting =
        answer?.greeting ?? say('welcome.greeting', { part: partOfDay(kit.now.ms()), tour: '', with: 'alone' });
      set({ is: 'hello', greeting, language: tongue, offline: answer === undefined });
    } catch (error) {
      console.warn('lend', String(error));
      end();
      tell({ key: 'zone.failed', kind: 'warn' });
    }
  };
  /** The visit a card is on; undefined: none, or nobody could be asked. */
  const look = async (cardId: string): Promise<CardView | undefined> => {
    try {
      return await kit.api.call('GET /api/cards/{cardId}', { params: { cardId }, timeout: LOOK_MS });
    } catch {
      return undefined;
    }
  };
  const begin = async (cardId: string, at: string) => {
    set({ is: 'working' });
    const view = await look(cardId);
    if (view) return set({ is: 'in-use', cardId, at, view });
    if (!chosen) return set({ is: 'language', cardId, at });
    await lendAlone(cardId, at, language);
  };
  const join = async (cardId: string, at: string, code: string) => {
    set(now => joins(now, cardId));
    try {
      const answer = await lend(cardId, at, language, code);
      set(now => joined(now, answer));
    } catch (error) {
      set(now => failed(now, cardId));
      if (error instanceof ApiError && error.code === 'unknown-tour') return set(unknownTour);
      tell({ key: 'zone.failed', kind: 'warn' });
    }
  };
  const takeBack = async (cardId: string, at: string) => {
    try {
      const answer = await kit.api.call('POST /api/cards/{cardId}/return', { params: { cardId }, body: { at } });
      set({ is: 'return', last: answer.returned ? 'returned' : 'none' });
    } catch (error) {
      if (error instanceof ApiError && error.lasting) return set({ is: 'return', last: 'none' });
      await kit.queue.keep([{ id: kit.act().newId(), route: `POST /api/cards/${cardId}/return`, body: { at } }]);
      set({ is: 'return', last: 'returned' });
    }
  };
  const onCard = (cardId: string) => {
    const now = current.current;
    const at = kit.now.moment();
    tell(undefined);
    const meaning = meaningOf(now, cardId);
    if (meaning === 'again') tell({ key: 'zone.door.joined.again', kind: 'calm' });
    if (meaning === 'first') tell({ key: 'zone.door.code.first', kind: 'calm' });
    if (meaning === 'lend') void begin(cardId, at);
    if (meaning === 'return') void takeBack(cardId, at);
    if (meaning === 'join' && now.is === 'joining') void join(cardId, at, now.code);
  };
  const { word, tell, use } = useReader(onCard);

  return (
    <Shell step={mode.is} resetKey={String(visits)} busy={mode.is === 'working'}>
      {word && <Notice kind={word.kind}>{say(word.key)}</Notice>}
      {(mode.is === 'attract' || mode.is === 'working') && (
        <Attract zone={zone} reading={mode.is === 'working'} note={say('zone.door.start')}>
          <Languages chosen={chosen} choose={choose} />
          <Button onPress={() => set({ is: 'code' })}>{say('zone.door.tour')}</Button>
          <Button onPress={() => set({ is: 'return' })}>{say('zone.door.return')}</Button>
          <Button onPress={() => set({ is: 'number' })}>{say('zone.type')}</Button>
        </Attract>
      )}
      {mode.is === 'number' && <CardNumber use={use} onBack={end} />}
      {mode.is === 'language' && (
        <AskLanguage
          choose={tongue => {
            choose(tongue);
            void lendAlone(mode.cardId, mode.at, tongue);
          }}
        />
      )}
      {mode.is === 'in-use' && (
        <InUse
          view={mode.view}
          onMine={() => {
            speak(mode.view.language);
            set({ is: 'hello', greeting: say('zone.door.back'), language: mode.view.language, offline: false });
          }}
          onNew={() => set({ is: 'language', cardId: mode.cardId, at: mode.at })}
        />
      )}
      {mode.is === 'hello' && <Greeting greeting={mode.greeting} offline={mode.offline} onDone={end} />}
      {mode.is === 'code' && (
        <TourCode wrong={mode.wrong} use={code => set({ is: 'joining', code, cards: [], waiting: 0 })} onBack={end} />
      )}
      {mode.is === 'joining' && <Joined joining={mode} onDone={end} />}
      {mode.is === 'return' && <Return last={mode.last} onDone={end} />}
      {mode.is !== 'attract' && mode.is !== 'working' && (
        <IdleWatch seconds={mode.is === 'joining' ? JOINING_SECONDS : kit.kiosk.settings.idleSeconds} onGone={end} />
      )}
    </Shell>
  );
};
