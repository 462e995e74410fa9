import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CardView } from '../../functions/visits/visit.schema.ts';
import { ApiError } from '../shared/api.ts';
import { IdleWatch } from '../shared/idle-dialog.tsx';
import { Button, Notice } from '../shared/parts.tsx';
import { PrivacyLink } from '../shared/privacy.tsx';
import { listenReader } from '../shared/reader.ts';
import { Shell } from '../shared/shell.tsx';
import { spoken, useVoice } from '../shared/speak.tsx';
import { hasRoom } from '../shared/vault.ts';
import { keepShell } from '../shared/worker.ts';
import { useKit } from './kit.ts';
import { after, before, begin, change, checkOutWork, join, type Session, type Step, workOf } from './session.ts';
import { AddressStep } from './steps/address.tsx';
import { AgeStep, ChildStep } from './steps/age.tsx';
import { AttractStep } from './steps/attract.tsx';
import { CameraStep } from './steps/camera.tsx';
import { CardStep } from './steps/card.tsx';
import { ConsentStep } from './steps/consent.tsx';
import { DoneStep } from './steps/done.tsx';
import { HelloStep } from './steps/hello.tsx';
import { MessageStep } from './steps/message.tsx';
import { PeopleStep } from './steps/people.tsx';
import { PreviewStep } from './steps/preview.tsx';
import { useOutcome } from './use-outcome.ts';

type Word = 'again' | 'half' | 'unknown-card' | 'busy' | 'full';

/** What a step gets: the session, how to change it, and where to go. */
export interface StepProps {
  session: Session;
  update(changes: Partial<Session>): void;
  /** changes first, then goes on; without a place to the next step */
  go(to?: Step, changes?: (session: Session) => Session): void;
  /** ends the session; nothing of it stays */
  end(): void;
}

/** The booth: one session after another, each in memory only until it is kept. */
export const App = () => {
  const kit = useKit();
  const { say, language, offered, speak } = useVoice();
  const [step, setStep] = useState<Step>('attract');
  const [session, setSession] = useState<Session>();
  const [word, setWord] = useState<Word>();
  const [visits, setVisits] = useState(0);
  const [checkOutId, setCheckOutId] = useState('');
  const outcome = useOutcome(checkOutId, visits);

  const end = useCallback(() => {
    setSession(undefined);
    setWord(undefined);
    setStep('attract');
    setVisits(count => count + 1);
    setCheckOutId('');
    speak('ko');
    // What a browser may keep of a form or a selection goes as well.
    getSelection()?.removeAllRanges();
    history.replaceState(null, '', location.pathname + location.search);
  }, [speak]);

  /** The open visit of a card; undefined: nobody answers. Throws ApiError when the hall knows the card is not in use. */
  const look = async (cardId: string): Promise<CardView | undefined> => {
    try {
      return await kit.api.call('GET /api/cards/{cardId}', { params: { cardId }, timeout: 4_000 });
    } catch (error) {
      if (error instanceof ApiError && error.lasting) throw error;
      return undefined;
    }
  };

  const onCard = async (cardId: string) => {
    setWord(undefined);
    const known = session?.members.findIndex(each => each.card.cardId === cardId) ?? -1;
    const mayBegin = step === 'attract' || step === 'card' || (step === 'done' && known < 0);
    const mayJoin = step === 'people' && session?.group && known < 0;
    const mayDecide = step === 'done' && known > 0 && !session?.members[known]?.decided;
    if (!mayBegin && !mayJoin && !mayDecide) return setWord(known >= 0 ? 'again' : 'busy');
    if (session && mayDecide) {
      const person = session.members[known];
      if (person) speak(spoken(person.language, offered));
      setSession({ ...session, current: known });
      return setStep('age');
    }
    if (mayBegin && !(await hasRoom())) return setWord('full');
    const card = { cardId, at: kit.now.moment() };
    try {
      const view = await look(cardId);
      const tongue = view?.language ?? language;
      if (mayJoin) return setSession(now => now && join(now, card, tongue, view));
      setSession(begin(card, tongue, view));
      speak(spoken(tongue, offered));
      setStep('hello');
    } catch {
      setWord('unknown-card');
    }
  };
  const heard = useRef(onCard);
  heard.current = onCard;

  const reader = useRef<ReturnType<typeof listenReader>>(undefined);
  useEffect(() => {
    reader.current = listenReader(kit.kiosk.settings.card, {
      card: cardId => void heard.current(cardId),
      again: () => setWord('again'),
      half: () => setWord('half'),
    });
    return () => reader.current?.stop();
  }, [kit]);

  const quiet = useRef(true);
  quiet.current = step === 'attract';
  useEffect(() => keepShell('/booth', async () => quiet.current && (await kit.queue.state()).waiting === 0), [kit]);

  useEffect(() => {
    if (word === undefined) return;
    const timer = setTimeout(() => setWord(undefined), 6_000);
    return () => clearTimeout(timer);
  }, [word]);

  const go: StepProps['go'] = (to, changes = same => same) => {
    if (!session) return;
    const next = changes(session);
    const goal = to ?? after(next, step);
    setWord(undefined);
    // Somebody in the picture has decided: what they chose is kept at once, for they may walk away now.
    if (next.current > 0 && goal === 'done') {
      const decided = change(next, { decided: true });
      const person = decided.members[decided.current];
      if (person) void kit.queue.keep([checkOutWork(person, crypto.randomUUID())]);
      setSession({ ...decided, current: 0 });
    } else setSession(next);
    setStep(goal);
  };

  const keep = async () => {
    if (!session) return;
    const made = workOf(session, () => crypto.randomUUID());
    setCheckOutId(made.checkOutId);
    await kit.queue.keep(made.work);
    setStep('done');
  };

  const back = session ? before(session, step) : step === 'card' ? 'attract' : undefined;
  const props: StepProps | undefined = session && {
    session,
    update: changes => setSession(now => now && { ...now, ...changes }),
    go,
    end,
  };
  const use = (text: string) => reader.current?.seen(text) ?? false;

  const ways = (
    <div class="ways">
      <span>
        {back !== undefined && (
          <Button kind="link" onPress={() => setStep(back)}>
            {say('kiosk.back')}
          </Button>
        )}
      </span>
      <PrivacyLink />
      <span>
        {step !== 'attract' && step !== 'done' && (
          <Button kind="link" onPress={end}>
            {say('kiosk.end')}
          </Button>
        )}
      </span>
    </div>
  );
  return (
    <Shell step={step} resetKey={String(visits)} ways={ways}>
      {step === 'attract' || !props ? (
        step === 'card' ? (
          <CardStep use={use} />
        ) : (
          <AttractStep onType={() => setStep('card')} />
        )
      ) : (
        <>
          {step === 'hello' && <HelloStep {...props} />}
          {step === 'people' && <PeopleStep {...props} />}
          {step === 'age' && <AgeStep {...props} />}
          {step === 'child' && <ChildStep {...props} />}
          {step === 'consent' && <ConsentStep {...props} />}
          {step === 'camera' && <CameraStep {...props} />}
          {step === 'message' && <MessageStep {...props} />}
          {step === 'address' && <AddressStep {...props} />}
          {step === 'preview' && <PreviewStep {...props} keep={keep} />}
          {step === 'done' && <DoneStep {...props} outcome={outcome} />}
        </>
      )}
      {word && (
        <Notice kind={word === 'again' ? 'calm' : 'warn'}>
          {say(word === 'busy' ? 'booth.busy' : word === 'full' ? 'booth.full' : `kiosk.${word}`)}
        </Notice>
      )}
      {step !== 'attract' && <IdleWatch seconds={kit.kiosk.settings.idleSeconds} onGone={end} />}
    </Shell>
  );
};
