import { useEffect, useState } from 'preact/hooks';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { useKit } from '../kit.ts';

/** The one question that must come before any other (PIPA 22-2). */
export const AgeStep = ({ go }: StepProps) => {
  const { say } = useVoice();
  return (
    <>
      <Title note={say('booth.age.text')}>{say('booth.age.title')}</Title>
      <div class="choices">
        <button type="button" class="choice" onClick={() => go()}>
          <strong>{say('booth.age.over')}</strong>
        </button>
        <button type="button" class="choice" onClick={() => go('child')}>
          <strong>{say('booth.age.under')}</strong>
        </button>
      </div>
    </>
  );
};

/** A child: nothing is taken; the staff are called. */
export const ChildStep = ({ end }: StepProps) => {
  const { say } = useVoice();
  const { beat } = useKit();
  const [heard, setHeard] = useState<boolean>();
  useEffect(() => {
    void beat.call('a child is at the booth').then(setHeard);
    return () => beat.calm();
  }, [beat]);
  return (
    <>
      <Title note={say('booth.child.text')}>{say('booth.child.title')}</Title>
      {heard === false && <Notice kind="warn">{say('booth.child.offline')}</Notice>}
      <div class="actions">
        <Button kind="main" onPress={end}>
          {say('kiosk.end')}
        </Button>
      </div>
    </>
  );
};
