import { Button, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';

/** Alone or together; together, every card in the picture is tapped. */
export const PeopleStep = ({ session, go, update }: StepProps) => {
  const { say } = useVoice();
  const count = session.members.length;
  if (!session.group)
    return (
      <>
        <Title>{say('booth.people.title')}</Title>
        <div class="choices">
          <button type="button" class="choice" onClick={() => go()}>
            <span class="faces" aria-hidden="true">
              <i />
            </span>
            <strong>{say('booth.people.alone')}</strong>
            <span>{say('booth.people.alone-note')}</span>
          </button>
          <button type="button" class="choice" onClick={() => update({ group: true })}>
            <span class="faces" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <strong>{say('booth.people.group')}</strong>
            <span>{say('booth.people.group-note')}</span>
          </button>
        </div>
      </>
    );
  return (
    <>
      <Title note={say('booth.people.own')}>{say('booth.people.tap')}</Title>
      <p class="tap">
        <span class="tap-wave" aria-hidden="true" />
        <span role="status">{say('booth.people.count', { count })}</span>
      </p>
      <ol class="members">
        {session.members.map((each, at) => (
          <li key={each.card.cardId}>{say('booth.people.member', { number: at + 1 })}</li>
        ))}
      </ol>
      <div class="actions">
        <Button kind="main" disabled={count < 2} onPress={() => go()}>
          {say('booth.people.ready')}
        </Button>
        {count < 2 && (
          <Button onPress={() => go(undefined, now => ({ ...now, group: false }))}>{say('booth.people.alone')}</Button>
        )}
      </div>
    </>
  );
};
