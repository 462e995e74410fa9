import { useEffect, useState } from 'preact/hooks';
import { type Watch, watchIdle } from './idle.ts';
import { Button, Dialog } from './parts.tsx';
import { useVoice } from './speak.tsx';

/** While somebody uses the page: asks after `seconds` without a touch, waits 20 more, then calls `onGone`. Any touch is an answer. */
export const IdleWatch = ({ seconds, onGone }: { seconds: number; onGone(): void }) => {
  const { say } = useVoice();
  const [watch, setWatch] = useState<Watch>({ is: 'present' });
  useEffect(() => {
    const { stop } = watchIdle(
      () => seconds,
      now => (now.is === 'gone' ? onGone() : setWatch(now)),
    );
    return stop;
  }, [seconds, onGone]);
  if (watch.is !== 'asking') return null;
  return (
    <Dialog title={say('kiosk.idle.title')} onCancel={() => setWatch({ is: 'present' })}>
      <p class="lead">{say('kiosk.idle.text')}</p>
      <p class="countdown-number" aria-hidden="true">
        {watch.left}
      </p>
      <p class="unseen" role="status">
        {watch.left === 20 || watch.left === 10 || watch.left === 5
          ? say('kiosk.idle.left', { seconds: watch.left })
          : ''}
      </p>
      <Button kind="main" onPress={() => setWatch({ is: 'present' })}>
        {say('kiosk.idle.stay')}
      </Button>
    </Dialog>
  );
};
