import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Ledger } from '../../functions/deliveries/check-out.schema.ts';
import { time } from '../../functions/texts/dates.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { DeliveryView } from './delivery.tsx';
import { EraseVisit } from './erase-visit.tsx';
import { useKit, useTrouble } from './kit.ts';
import { LanguageName } from './language-name.tsx';
import { reasonWords, retriedWords, stateWords } from './words.ts';

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <div class="part">
    <h3>{title}</h3>
    {children}
  </div>
);

/** Sets going what waits in this visit. Under a hold no mail can. */
const TryAgain = ({ ledger, onChanged }: { ledger: Ledger; onChanged(): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const trouble = useTrouble();
  const [said, setSaid] = useState<{ kind: 'good' | 'warn'; text: string }>();
  const { visitId, deliveries, photos } = ledger;
  const waits =
    deliveries.some(({ state, why }) => state === 'waiting' && why !== 'held') ||
    photos.some(({ state }) => state === 'waiting');
  const retry = async () => {
    try {
      const asked = await api.call('POST /api/desk/retries', { body: { visitId } });
      setSaid({ kind: 'good', text: retriedWords(say, asked) });
      onChanged();
    } catch (error) {
      setSaid({ kind: 'warn', text: trouble(error) });
    }
  };
  return (
    <>
      {said === undefined ? null : <Notice kind={said.kind}>{said.text}</Notice>}
      {waits && said?.kind !== 'good' ? <Button onPress={() => void retry()}>{say('desk.retry.open')}</Button> : null}
    </>
  );
};

/** The ledger of a visit, each state in words. */
export const LedgerView = ({
  ledger,
  onChanged,
  onErased,
}: {
  ledger: Ledger;
  onChanged(): void;
  /** the number of the receipt */
  onErased(receipt: string): void;
}) => {
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
        {state(stateWords(say, 'visit', ledger.state))} · <LanguageName language={ledger.language} /> ·{' '}
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
      <TryAgain ledger={ledger} onChanged={onChanged} />
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
                {photo.asked === undefined ? null : (
                  <span class="soft">
                    {' · '}
                    {say('desk.ledger.asked', { name: photo.asked.by, time: time(language, photo.asked.at) })}
                  </span>
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
      <EraseVisit visitId={ledger.visitId} onErased={onErased} />
    </div>
  );
};
