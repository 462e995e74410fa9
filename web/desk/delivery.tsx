import { useState } from 'preact/hooks';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { checkAddress, suggestion } from '../../functions/texts/addresses.ts';
import { time } from '../../functions/texts/dates.ts';
import type { Key } from '../../functions/texts/texts.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Ask } from './ask.tsx';
import { useKit, useTrouble } from './kit.ts';
import { stateWords, whyWords } from './words.ts';

type Delivery = Ledger['deliveries'][number];

/** Why a mail is in its state, where there is something to say. A mail that waits for nothing else waits for its turn. */
export const Why = ({ state, why }: { state: string; why: string | undefined }) => {
  const { say } = useVoice();
  const known = why ?? (state === 'waiting' ? 'turn' : undefined);
  return known === undefined || state === 'replaced' ? null : <span class="soft"> · {whyWords(say, known)}</span>;
};

/** What is done about one mail. `onDone`: the address it goes to, masked; undefined: nothing was done. */
interface Acting {
  visitId: string;
  delivery: Delivery;
  onDone(address: string | undefined): void;
}

/** Corrects the address of a mail and sends it once more. The id is made once, so that a second press is no second mail. */
const Correct = ({ visitId, delivery, onDone }: Acting) => {
  const { say } = useVoice();
  const { api } = useKit();
  const trouble = useTrouble();
  const [id] = useState(() => crypto.randomUUID());
  const [address, setAddress] = useState('');
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const offered = suggestion(address);
  const send = async () => {
    const checked = checkAddress(address);
    if (!checked.ok) return setFailed(say(`address.why.${checked.why}` as Key));
    setBusy(true);
    try {
      const answer = await api.call('POST /api/desk/corrections', {
        body: { id, visitId, deliveryId: delivery.deliveryId, address: checked.address },
      });
      onDone(answer.maskedAddress);
    } catch (error) {
      setFailed(trouble(error));
      setBusy(false);
    }
  };
  const field = `address-${delivery.deliveryId}`;
  return (
    <form
      class="correct"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <label for={field}>{say('desk.correct.address')}</label>
      <input
        id={field}
        class="field"
        type="text"
        inputMode="email"
        dir="ltr"
        autocomplete="off"
        maxLength={320}
        value={address}
        onInput={event => setAddress(event.currentTarget.value)}
      />
      {offered === undefined ? null : (
        <Button kind="link" onPress={() => setAddress(offered)}>
          {say('desk.correct.suggestion', { address: offered })}
        </Button>
      )}
      {failed === undefined ? null : <Notice kind="warn">{failed}</Notice>}
      <div class="actions">
        <button type="submit" class="button main" disabled={busy}>
          {say('desk.correct.send')}
        </button>
        <Button onPress={() => onDone(undefined)}>{say('desk.cancel')}</Button>
      </div>
    </form>
  );
};

const CORRECTABLE = new Set([
  'waiting',
  'claimed',
  'accepted',
  'delayed',
  'delivered',
  'bounced',
  'rejected',
  'suppressed',
  'unknown',
]);

type Seen = 'unknown' | 'rejected' | 'bounced';

/** The state from which a mail may go to the same address once more: it ended without reaching anybody, or nobody can say. */
const resendableFrom = ({ state, why = '' }: Delivery): Seen | undefined => {
  if (state === 'bounced') return why.startsWith('Permanent') ? undefined : state;
  return state === 'unknown' || state === 'rejected' ? state : undefined;
};

/**
 * Asks, and sends the mail once more. The id is made once, so that a second press is no second mail. `seen` is what was asked about: should SES
 * settle the mail while the question is open, the answer was to another one.
 */
const Resend = ({ visitId, delivery, seen, onDone }: Acting & { seen: Seen }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const [id] = useState(() => crypto.randomUUID());
  const { deliveryId, maskedAddress: address } = delivery;
  return (
    <Ask
      title={say('desk.resend.title', { address })}
      what={say(seen === 'unknown' ? 'desk.resend.unknown' : 'desk.resend.ended')}
      yes={say('desk.resend.send')}
      onYes={async () => {
        await api.call('POST /api/desk/resends', { body: { id, visitId, deliveryId, seen } });
        onDone(address);
      }}
      onNo={() => onDone(undefined)}
    />
  );
};

/** One mail: where it is, why, everything that became of it, and the ways to send it once more. */
export const DeliveryView = ({
  visitId,
  delivery,
  onChanged,
}: {
  visitId: string;
  delivery: Delivery;
  onChanged(): void;
}) => {
  const { say, language } = useVoice();
  const [open, setOpen] = useState<'correct' | Seen>();
  const [sent, setSent] = useState<string>();
  const done = (address: string | undefined) => {
    setOpen(undefined);
    setSent(address);
    if (address !== undefined) onChanged();
  };
  const { deliveryId, maskedAddress, state, why, history } = delivery;
  const resendable = resendableFrom(delivery);
  return (
    <li class="card" data-delivery={deliveryId} data-state={state}>
      <p>
        <bdi dir="ltr" class="address">
          {maskedAddress}
        </bdi>{' '}
        <strong>{stateWords(say, 'delivery', state)}</strong>
        <Why state={state} why={why} />
      </p>
      <details>
        <summary>{say('desk.ledger.history')}</summary>
        <ol class="history">
          {history.map((line, index) => (
            <li key={index}>
              <time dateTime={line.at}>{time(language, line.at)}</time> {stateWords(say, 'delivery', line.state)}
              {line.why === undefined ? null : <span class="soft"> · {whyWords(say, line.why)}</span>}
              {line.by === undefined ? null : (
                <span class="soft">
                  {' · '}
                  {line.by === 'visitor' ? say('desk.ledger.visitor') : <bdi>{line.by}</bdi>}
                </span>
              )}
            </li>
          ))}
        </ol>
      </details>
      {sent === undefined ? null : <Notice kind="good">{say('desk.correct.done', { address: sent })}</Notice>}
      {open === 'correct' ? <Correct visitId={visitId} delivery={delivery} onDone={done} /> : null}
      {open !== undefined && open !== 'correct' ? (
        <Resend visitId={visitId} delivery={delivery} seen={open} onDone={done} />
      ) : null}
      {open !== 'correct' && sent === undefined ? (
        <div class="actions">
          {CORRECTABLE.has(state) ? (
            <Button onPress={() => setOpen('correct')}>{say('desk.correct.open')}</Button>
          ) : null}
          {resendable === undefined ? null : (
            <Button onPress={() => setOpen(resendable)}>{say('desk.resend.open')}</Button>
          )}
        </div>
      ) : null}
    </li>
  );
};
