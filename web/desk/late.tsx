import { useEffect, useState } from 'preact/hooks';
import type { DeskVisits } from '../../functions/deliveries/desk.schema.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Ask } from './ask.tsx';
import { useKit } from './kit.ts';
import { amountWords, retriedWords } from './words.ts';

/** What has waited too long anywhere in the hall, and a second try for all of it. */
export const Late = ({ late, onDone }: { late: DeskVisits['late']; onDone(): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<DeskVisits['late']>();
  useEffect(() => setDone(undefined), [late.mails, late.photos]);
  const what = amountWords(say, late);
  return (
    <>
      {done === undefined ? null : <Notice kind="good">{retriedWords(say, done)}</Notice>}
      {what === '' ? null : (
        <div class="notice warn held" data-late={late.mails + late.photos}>
          <p role="status">{say('desk.retry.late', { what })}</p>
          <Button onPress={() => setAsking(true)}>{say('desk.retry.all')}</Button>
        </div>
      )}
      {asking ? (
        <Ask
          title={say('desk.retry.title')}
          what={say('desk.retry.what', { what })}
          yes={say('desk.retry.open')}
          onYes={async () => {
            setDone(await api.call('POST /api/desk/retries', { body: {} }));
            setAsking(false);
            onDone();
          }}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </>
  );
};
