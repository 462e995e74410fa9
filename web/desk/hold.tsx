import { useState } from 'preact/hooks';
import type { DeskVisits } from '../../functions/deliveries/desk.schema.ts';
import { seoulDay } from '../../functions/platform/clock.ts';
import { moment } from '../../functions/texts/dates.ts';
import { Button } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Ask } from './ask.tsx';
import { useKit } from './kit.ts';
import { whyWords } from './words.ts';

/** Asks for the reason, and holds all mail. */
export const HoldMails = ({ onDone }: { onDone(): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState('');
  if (!asking) return <Button onPress={() => setAsking(true)}>{say('desk.hold.open')}</Button>;
  return (
    <Ask
      title={say('desk.hold.title')}
      what={say('desk.hold.what')}
      yes={say('desk.hold.send')}
      onYes={async () => {
        await api.call('POST /api/desk/holds', { body: { why: why.trim() } });
        setAsking(false);
        onDone();
      }}
      onNo={() => setAsking(false)}
    >
      <label for="hold-why">{say('desk.hold.why')}</label>
      <input
        id="hold-why"
        class="field"
        required
        pattern=".*\S.*"
        maxLength={120}
        value={why}
        onInput={event => setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
};

/** Why all mail waits and since when, and the way out. What somebody of the staff wrote stands as it is. */
export const Held = ({ held, onDone }: { held: NonNullable<DeskVisits['held']>; onDone(): void }) => {
  const { say, language } = useVoice();
  const { api, now } = useKit();
  const [asking, setAsking] = useState(false);
  const { why, by } = held;
  const at = moment(language, held.at, seoulDay(now.ms()));
  return (
    <div class="notice warn held" data-held>
      <p role="status">
        <strong>{say('desk.hold.held')}</strong>{' '}
        {by === undefined
          ? say('desk.hold.by-service', { time: at, why: whyWords(say, why) })
          : say('desk.hold.by', { time: at, name: by, why })}
      </p>
      <Button onPress={() => setAsking(true)}>{say('desk.hold.release')}</Button>
      {asking ? (
        <Ask
          title={say('desk.hold.release.title')}
          what={say('desk.hold.release.what')}
          yes={say('desk.hold.release')}
          onYes={async () => {
            await api.call('POST /api/desk/releases', { body: {} });
            setAsking(false);
            onDone();
          }}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
};

/** The hold that is over, for those who ask why mails came late. */
export const LastHold = ({ last }: { last: NonNullable<DeskVisits['lastHold']> }) => {
  const { say, language } = useVoice();
  const today = seoulDay(useKit().now.ms());
  const nobody = say('desk.hold.nobody');
  return (
    <p class="soft small" data-last-hold>
      {say('desk.hold.last', {
        from: moment(language, last.at, today),
        to: moment(language, last.releasedAt, today),
        why: last.by === undefined ? whyWords(say, last.why) : last.why,
        name: last.releasedBy ?? nobody,
      })}
    </p>
  );
};
