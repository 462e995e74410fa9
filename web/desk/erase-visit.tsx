import { useState } from 'preact/hooks';
import { Button } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Ask } from './ask.tsx';
import { useKit } from './kit.ts';

/** Erases a visit because its visitor asks for it, after a question. `onErased`: the number of the receipt. */
export const EraseVisit = ({ visitId, onErased }: { visitId: string; onErased(receipt: string): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button onPress={() => setAsking(true)}>{say('desk.erase.open')}</Button>
      {asking ? (
        <Ask
          title={say('desk.erase.title')}
          what={say('desk.erase.what')}
          yes={say('desk.erase.send')}
          onYes={async () => onErased((await api.call('POST /api/desk/erasures', { body: { visitId } })).receipt)}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
};
