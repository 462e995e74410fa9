import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { checkAddress, suggestion } from '../../functions/texts/addresses.ts';
import { time } from '../../functions/texts/dates.ts';
import { LANGUAGE_NAMES } from '../../functions/texts/languages.ts';
import type { Key } from '../../functions/texts/texts.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { useKit, useTrouble } from './kit.ts';
import { reasonWords, stateWords, whyWords } from './words.ts';

type Delivery = Ledger['deliveries'][number];

/** Corrects the address of a mail and sends it once more. The id is made once, so that a second press is no second mail. */
const Correct = ({
  visitId,
  delivery,
  onDone,
}: {
  visitId: string;
  delivery: Delivery;
  onDone(address: string | undefined): void;
}) => {
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

/** One mail: where it is, why, everything that became of it, and a way to send it elsewhere. */
const DeliveryView = ({ visitId, delivery, onChanged }: { visitId: string; delivery: Delivery; onChanged(): void }) => {
  const { say, language } = useVoice();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<string>();
  const { deliveryId, maskedAddress, state, why, history } = delivery;
  return (
    <li class="card" data-delivery={deliveryId} data-state={state}>
      <p>
        <bdi dir="ltr" class="address">
          {maskedAddress}
        </bdi>{' '}
        <strong>{stateWords(say, 'delivery', state)}</strong>
        {why === undefined || state === 'replaced' ? null : <span class="soft"> · {whyWords(say, why)}</span>}
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
      {open ? (
        <Correct
          visitId={visitId}
          delivery={delivery}
          onDone={address => {
            setOpen(false);
            setSent(address);
            if (address !== undefined) onChanged();
          }}
        />
      ) : CORRECTABLE.has(state) && sent === undefined ? (
        <Button onPress={() => setOpen(true)}>{say('desk.correct.open')}</Button>
      ) : null}
    </li>
  );
};

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="part">
    <h3>{title}</h3>
    {children}
  </div>
);

/** The ledger of a visit, each state in words. */
export const LedgerView = ({ ledger, onChanged }: { ledger: Ledger; onChanged(): void }) => {
  const { say, language } = useVoice();
  const none = <p class="soft">{say('desk.ledger.none')}</p>;
  const state = (words: string, why?: string) => (
    <>
      <strong>{words}</strong>
      {why === undefined ? null : <span class="soft"> · {why}</span>}
    </>
  );
  return (
    <div class="ledger" data-visit={ledger.visitId}>
      <p>
        {state(stateWords(say, 'visit', ledger.state))} · {LANGUAGE_NAMES[ledger.language]} ·{' '}
        {say('desk.ledger.since', { time: time(language, ledger.openedAt) })}
        {ledger.tour === undefined ? null : (
          <>
            {' · '}
            {say('desk.ledger.tour')} <bdi>{ledger.tour}</bdi>
          </>
        )}
      </p>
      <p class="soft">
        {ledger.zones.length === 0
          ? say('desk.ledger.no-zones')
          : say('desk.ledger.zones', { zones: ledger.zones.join(', '), count: ledger.interactions })}
      </p>
      <Part title={say('desk.ledger.mails')}>
        {ledger.deliveries.length === 0 ? (
          none
        ) : (
          <ul class="deliveries">
            {ledger.deliveries.map(delivery => (
              <DeliveryView
                key={delivery.deliveryId}
                visitId={ledger.visitId}
                delivery={delivery}
                onChanged={onChanged}
              />
            ))}
          </ul>
        )}
      </Part>
      <Part title={say('desk.ledger.photos')}>
        {ledger.photos.length === 0
          ? none
          : ledger.photos.map(photo => (
              <p key={photo.photoId}>
                {say(photo.kind === 'drawing' ? 'desk.entry.drawing' : 'desk.entry.photo')}:{' '}
                {state(
                  stateWords(say, 'photo', photo.state),
                  photo.why === undefined ? undefined : stateWords(say, 'refusal', photo.why),
                )}
              </p>
            ))}
      </Part>
      <Part title={say('desk.ledger.entries')}>
        {ledger.entries.length === 0
          ? none
          : ledger.entries.map(entry => (
              <p key={entry.entryId}>
                {state(
                  stateWords(say, 'entry', entry.state),
                  entry.why === undefined ? undefined : reasonWords(say, entry.why),
                )}
              </p>
            ))}
      </Part>
    </div>
  );
};
