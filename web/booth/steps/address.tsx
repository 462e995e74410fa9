import { useRef, useState } from 'preact/hooks';
import { type AddressFault, checkAddress, suggestion } from '../../../functions/texts/addresses.ts';
import { Button, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { change, turn } from '../session.ts';
import { useKeys, useStrokes } from '../use-typing.tsx';

const MOST = 5;
const LONGEST = 254;

/** One address: typed, perhaps a suggestion that is never applied by itself, read back large, confirmed. */
export const AddressField = ({ first, onRight }: { first: string; onRight(address: string): void }) => {
  const { say } = useVoice();
  const field = useRef<HTMLInputElement>(null);
  const keys = useKeys();
  const [text, setText] = useState(first);
  const [phase, setPhase] = useState<'type' | 'mean' | 'check'>('type');
  const [why, setWhy] = useState<AddressFault>();
  const put = (next: string) => {
    setWhy(undefined);
    setText(next.replaceAll(/\s/g, ''));
  };
  const onStroke = useStrokes(field, keys?.press, put, LONGEST);
  const meant = suggestion(text);
  const look = () => {
    const checked = checkAddress(text);
    if (!checked.ok) return setWhy(checked.why);
    setPhase(meant === undefined ? 'check' : 'mean');
  };
  if (phase === 'mean' && meant !== undefined)
    return (
      <section class="card read-back" aria-live="polite">
        <p class="lead">{say('booth.address.mean', { address: meant })}</p>
        <div class="actions">
          <Button
            onPress={() => {
              setText(meant);
              setPhase('check');
            }}
          >
            {say('booth.address.use')}
          </Button>
          <Button onPress={() => setPhase('check')}>{say('booth.address.keep')}</Button>
        </div>
      </section>
    );
  if (phase === 'check')
    return (
      <section class="card read-back" aria-live="polite">
        <p class="lead">{say('booth.address.check')}</p>
        <p class="address-large" dir="ltr">
          {text.slice(0, text.lastIndexOf('@'))}
          <wbr />
          <span>{text.slice(text.lastIndexOf('@'))}</span>
        </p>
        <div class="actions">
          <Button kind="main" onPress={() => onRight(text)}>
            {say('booth.address.right')}
          </Button>
          <Button onPress={() => setPhase('type')}>{say('booth.address.fix')}</Button>
        </div>
      </section>
    );
  return (
    <form
      class="address-form"
      autocomplete="off"
      onSubmit={event => {
        event.preventDefault();
        look();
      }}
    >
      <label for="address" class="unseen">
        {say('booth.address.field')}
      </label>
      <input
        id="address"
        ref={field}
        class="field"
        type="text"
        dir="ltr"
        inputMode="none"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder="name@example.org"
        value={text}
        aria-invalid={why !== undefined}
        aria-describedby={why === undefined ? undefined : 'address-why'}
        onInput={event => put(event.currentTarget.value)}
      />
      {why && (
        <p id="address-why" class="notice warn" role="alert">
          {say(`address.why.${why}`)}
        </p>
      )}
      {keys && <keys.Keys first="address" onStroke={onStroke} />}
      <div class="actions">
        <Button kind="main" disabled={text === ''} onPress={look}>
          {say('kiosk.next')}
        </Button>
      </div>
    </form>
  );
};

/** Where the mail goes: one address, several, or none after all. */
export const AddressStep = ({ session, go }: StepProps) => {
  const { say } = useVoice();
  const [addresses, setAddresses] = useState(turn(session).addresses);
  const [adding, setAdding] = useState(addresses.length === 0);
  const leave = (kept: string[]) => go(undefined, now => change(now, { addresses: kept }));
  return (
    <div class="address">
      <Title>{say('booth.address.title')}</Title>
      {addresses.length > 0 && (
        <ul class="addresses">
          {addresses.map(each => (
            <li key={each} class="card">
              <span dir="ltr">{each}</span>
              <button
                type="button"
                class="chip"
                aria-label={say('booth.address.remove', { address: each })}
                onClick={() => {
                  const rest = addresses.filter(other => other !== each);
                  setAddresses(rest);
                  setAdding(rest.length === 0);
                }}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <AddressField
          first=""
          onRight={address => {
            setAddresses(now => [...new Set([...now, address])]);
            setAdding(false);
          }}
        />
      ) : (
        <div class="actions">
          <Button kind="main" onPress={() => leave(addresses)}>
            {say('booth.address.done')}
          </Button>
          {addresses.length < MOST && <Button onPress={() => setAdding(true)}>{say('booth.address.add')}</Button>}
        </div>
      )}
      {addresses.length === 0 && (
        <div class="actions">
          <Button
            kind="link"
            onPress={() =>
              go(undefined, now => {
                const { answers } = turn(now);
                const mail = { given: false, language: answers.mail?.language ?? turn(now).language };
                return change(now, { addresses: [], answers: { ...answers, mail } });
              })
            }
          >
            {say('booth.address.none')}
          </Button>
        </div>
      )}
    </div>
  );
};
