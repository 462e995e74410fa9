import { Button, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { MailList } from '../mails.tsx';
import { turn } from '../session.ts';

/** What the card holds so far; and for a card that was here before, where its mail is. */
export const HelloStep = ({ session, go, update }: StepProps) => {
  const { say } = useVoice();
  const { view } = turn(session);
  const photos = view?.photos.filter(photo => photo.state !== 'refused').length ?? 0;
  const held =
    view === undefined
      ? say('booth.hello.offline')
      : view.interactions === 0
        ? say('booth.hello.empty')
        : say('booth.hello.held', { zones: view.zones.length, things: view.interactions });
  return (
    <>
      <Title note={held}>{say('booth.hello.title')}</Title>
      {view?.tour && <p class="soft">{say('booth.hello.tour', { tour: view.tour.name })}</p>}
      {view && (
        <ol class="zones" aria-hidden="true">
          {Array.from({ length: 10 }, (_, at) => (
            <li key={at} class={view.zones.includes(at + 1) ? 'seen' : ''} />
          ))}
        </ol>
      )}
      {view && view.mails.length > 0 && (
        <MailList view={view} card={turn(session).card} onSession={update} session={session} />
      )}
      {photos > 0 && <p class="lead">{say('booth.hello.photo', { count: photos })}</p>}
      <div class="actions">
        <Button kind="main" onPress={() => go('people', now => ({ ...now, fresh: true }))}>
          {say(photos > 0 ? 'booth.hello.again' : 'booth.hello.start')}
        </Button>
        {photos > 0 && (
          <Button onPress={() => go('age', now => ({ ...now, fresh: false }))}>{say('booth.hello.send')}</Button>
        )}
      </div>
    </>
  );
};
