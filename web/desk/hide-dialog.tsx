import { useEffect, useState } from 'preact/hooks';
import { Button, Dialog } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { REASONS, reasonWords } from './words.ts';

/** Asks why an entry is hidden: one of the reasons (keys 1 to 6), or in own words. */
export const HideDialog = ({ onReason, onCancel }: { onReason(reason: string): void; onCancel(): void }) => {
  const { say } = useVoice();
  const [own, setOwn] = useState('');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.repeat) return;
      const reason = REASONS[Number(event.key) - 1];
      if (reason === undefined) return;
      event.preventDefault();
      onReason(reason);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <Dialog title={say('desk.hide.title')} onCancel={onCancel}>
      <ol class="reasons">
        {REASONS.map((reason, index) => (
          <li key={reason}>
            <button type="button" class="button plain" data-reason={reason} onClick={() => onReason(reason)}>
              <span class="key" data-key={index + 1} /> {reasonWords(say, reason)}
            </button>
          </li>
        ))}
      </ol>
      <form
        class="own"
        onSubmit={event => {
          event.preventDefault();
          if (own.trim() !== '') onReason(own.trim());
        }}
      >
        <label for="own-reason">{say('desk.hide.own')}</label>
        <input
          id="own-reason"
          class="field"
          maxLength={200}
          value={own}
          onInput={event => setOwn(event.currentTarget.value)}
        />
        <div class="actions">
          <button type="submit" class="button main" disabled={own.trim() === ''}>
            {say('desk.hide.send')}
          </button>
          <Button onPress={onCancel}>{say('desk.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
};
