import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { useTrouble } from './kit.ts';

/** Asks before an act that leaves the house or holds for everybody, and says what may come of it. It stays until the hall has answered. */
export const Ask = (props: {
  title: string;
  what: string;
  yes: string;
  /** what must be said first */
  children?: ComponentChildren;
  /** throws ApiError */
  onYes(): Promise<void>;
  onNo(): void;
}) => {
  const { say } = useVoice();
  const trouble = useTrouble();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const no = useRef<HTMLButtonElement>(null);
  // A second Enter by mistake must not send: the focus begins at the field, or at the way back.
  useEffect(() => {
    if (props.children === undefined) no.current?.focus();
  }, []);
  const act = async () => {
    setBusy(true);
    try {
      await props.onYes();
    } catch (error) {
      setFailed(trouble(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={props.title} onCancel={props.onNo}>
      <form
        class="own"
        onSubmit={event => {
          event.preventDefault();
          void act();
        }}
      >
        <p>{props.what}</p>
        {props.children}
        {failed === undefined ? null : <Notice kind="warn">{failed}</Notice>}
        <div class="actions">
          <button type="submit" class="button main" disabled={busy}>
            {props.yes}
          </button>
          <button ref={no} type="button" class="button plain" onClick={props.onNo}>
            {say('desk.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
