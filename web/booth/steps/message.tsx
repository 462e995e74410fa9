import type { ComponentType, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countGraphemes } from '../../../functions/texts/clean.ts';
import { Button, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { sha256Of } from '../camera.ts';
import type { Drawing } from '../drawing.tsx';
import type { Session } from '../session.ts';
import { useKeys, useStrokes } from '../use-typing.tsx';

/** As `MESSAGE_MAX` and `NAME_MAX` of the hall, which counts again. */
const MESSAGE_MAX = 280;
const NAME_MAX = 40;

/** A line for the guestbook: typed, or drawn; or none. */
export const MessageStep = ({ session, go, update }: StepProps) => {
  const { say, language } = useVoice();
  const [way, setWay] = useState<'type' | 'draw'>('type');
  const [target, setTarget] = useState<'message' | 'name'>('message');
  const [Board, setBoard] = useState<ComponentType<{ drawing: RefObject<Drawing | null> }>>();
  const message = useRef<HTMLTextAreaElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const keys = useKeys();
  const onMessage = useStrokes(message, keys?.press, text => update({ message: text }), MESSAGE_MAX);
  const onName = useStrokes(name, keys?.press, text => update({ name: text.replaceAll('\n', '') }), NAME_MAX);
  useEffect(() => {
    if (way === 'draw') void import('../drawing.tsx').then(({ DrawingBoard }) => setBoard(() => DrawingBoard));
  }, [way]);

  const left = MESSAGE_MAX - countGraphemes(session.message);
  /** What is on the board, put into the session; an empty board takes the drawing out. */
  const drawn = async (): Promise<(now: Session) => Session> => {
    if (way !== 'draw') return now => now;
    const bytes = await drawing.current?.take();
    if (!bytes) return ({ drawing: _, ...rest }) => rest;
    const sha256 = await sha256Of(bytes);
    return now => ({ ...now, drawing: { id: crypto.randomUUID(), kind: 'drawing', frame: 'plain', bytes, sha256 } });
  };
  const change = async (to: 'type' | 'draw') => {
    if (to === way) return;
    const put = await drawn();
    go('message', put);
    setWay(to);
  };
  const leave = async () => go(undefined, await drawn());
  return (
    <div class="message">
      <Title>{say('booth.message.title')}</Title>
      <div class="ways-to" role="group" aria-label={say('booth.message.title')}>
        {(['type', 'draw'] as const).map(each => (
          <button key={each} type="button" class="chip" aria-pressed={way === each} onClick={() => void change(each)}>
            {say(`booth.message.${each}`)}
          </button>
        ))}
      </div>
      {way === 'draw' ? (
        Board && <Board drawing={drawing} />
      ) : (
        <>
          <label class="unseen" for="message">
            {say('booth.message.field')}
          </label>
          <textarea
            id="message"
            ref={message}
            class="field"
            rows={3}
            inputMode="none"
            autocomplete="off"
            spellcheck={false}
            placeholder={say('booth.message.field')}
            dir="auto"
            value={session.message}
            aria-describedby="message-left"
            onFocus={() => setTarget('message')}
            onInput={event => {
              if (countGraphemes(event.currentTarget.value) > MESSAGE_MAX) event.currentTarget.value = session.message;
              else update({ message: event.currentTarget.value });
            }}
          />
          <p id="message-left" class="soft left">
            {say('booth.message.left', { left })}
          </p>
          <label for="name">{say('booth.message.name')}</label>
          <input
            id="name"
            ref={name}
            class="field"
            inputMode="none"
            autocomplete="off"
            spellcheck={false}
            dir="auto"
            value={session.name}
            onFocus={() => setTarget('name')}
            onInput={event => {
              if (countGraphemes(event.currentTarget.value) > NAME_MAX) event.currentTarget.value = session.name;
              else update({ name: event.currentTarget.value });
            }}
          />
          {keys && (
            <keys.Keys first={language === 'ko' ? 'ko' : 'en'} onStroke={target === 'name' ? onName : onMessage} />
          )}
        </>
      )}
      <div class="actions">
        <Button kind="main" onPress={() => void leave()}>
          {say(
            way === 'type' && session.message.trim() === '' && !session.drawing ? 'booth.message.skip' : 'kiosk.next',
          )}
        </Button>
      </div>
    </div>
  );
};
