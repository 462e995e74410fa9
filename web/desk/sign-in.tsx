import { useState } from 'preact/hooks';
import { type Api, ApiError } from '../shared/api.ts';
import { LanguageSwitch } from '../shared/language-switch.tsx';
import { Button, Notice } from '../shared/parts.tsx';
import { Taegeuk } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** Name and PIN; the PIN by keyboard or by the pad. */
export const SignIn = ({
  api,
  before,
  onSigned,
  note,
}: {
  api: Api;
  /** what must have ended before somebody signs in */
  before(): Promise<unknown>;
  onSigned(name: string): void;
  note: 'left' | undefined;
}) => {
  const { say } = useVoice();
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await before();
      onSigned((await api.call('POST /api/desk/sign-in', { body: { name: name.trim(), pin } })).name);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : 'internal';
      setTrouble(
        say(
          code === 'locked'
            ? 'desk.error.locked'
            : code === 'offline'
              ? 'desk.error.offline'
              : code === 'not-signed-in'
                ? 'desk.sign-in.wrong'
                : 'desk.error.internal',
          { code },
        ),
      );
      setPin('');
    }
    setBusy(false);
  };
  return (
    <main class="sign-in" data-step="sign-in">
      <form
        class="card"
        onSubmit={event => {
          event.preventDefault();
          void send();
        }}
      >
        <Taegeuk />
        <h1>{say('desk.title')}</h1>
        <p class="soft">{say('hall.name')}</p>
        {note === 'left' && trouble === undefined ? <Notice>{say('desk.sign-in.left')}</Notice> : null}
        {trouble === undefined ? null : <Notice kind="warn">{trouble}</Notice>}
        <label for="name">{say('desk.sign-in.name')}</label>
        <input
          id="name"
          class="field"
          name="staff"
          autocomplete="off"
          maxLength={60}
          value={name}
          onInput={event => setName(event.currentTarget.value)}
          required
        />
        <label for="pin">{say('desk.sign-in.pin')}</label>
        <input
          id="pin"
          class="field"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          pattern="[0-9]{6,20}"
          maxLength={20}
          value={pin}
          onInput={event => setPin(event.currentTarget.value)}
          required
        />
        <div class="pad" role="group" aria-label={say('desk.sign-in.pad')}>
          {DIGITS.map(digit => (
            <button
              key={digit}
              type="button"
              class="button plain"
              onClick={() => setPin(`${pin}${digit}`.slice(0, 20))}
            >
              {digit}
            </button>
          ))}
          <button
            type="button"
            class="button plain"
            onClick={() => setPin(pin.slice(0, -1))}
            aria-label={say('desk.sign-in.delete')}
          >
            ⌫
          </button>
        </div>
        <button type="submit" class="button main" disabled={busy}>
          {say('desk.sign-in.send')}
        </button>
        <LanguageSwitch />
      </form>
    </main>
  );
};

/** What ends a session, in the head of the page. */
export const SignOut = ({ name, onPress }: { name: string; onPress(): void }) => {
  const { say } = useVoice();
  return (
    <div class="who">
      <span>
        {say('desk.signed-in')} <bdi>{name}</bdi>
      </span>
      <Button onPress={onPress}>{say('desk.sign-out')}</Button>
    </div>
  );
};
