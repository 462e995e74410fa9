import { useCallback, useEffect, useState } from 'preact/hooks';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { useKit } from '../kit.ts';
import { MailView } from '../mail-view.tsx';
import { turn } from '../session.ts';
import { usePictures } from '../use-picture.ts';

type Mail = { subject: string; html: string };

/** The mail before it goes; without a network, or without a mail, what will be kept. Only the button here keeps anything. */
export const PreviewStep = ({ session, go, keep }: StepProps & { keep(): Promise<void> }) => {
  const { say, language } = useVoice();
  const { api } = useKit();
  const person = turn(session);
  const [mail, setMail] = useState<Mail | 'offline' | undefined>();
  const [sending, setSending] = useState(false);
  const pictures = usePictures(session);
  const picture = useCallback((photoId: string) => pictures.get(photoId), [pictures]);
  const wanted = person.addresses.length > 0;
  const { photo, drawing, message, name } = session;
  const { answers } = person;

  useEffect(() => {
    if (!wanted) return;
    let current = true;
    api
      .call('POST /api/check-outs/preview', {
        body: {
          ...person.card,
          language,
          ...(message.trim() === '' ? {} : { message }),
          ...(name.trim() === '' ? {} : { name }),
          ...(photo ? { photoId: photo.id } : {}),
          ...(drawing ? { drawingId: drawing.id } : {}),
          ...(answers.promotion ? { promotion: answers.promotion.given } : {}),
        },
        timeout: 6_000,
      })
      .then(
        answer => current && setMail(answer),
        () => current && setMail('offline'),
      );
    return () => {
      current = false;
    };
  }, [api, wanted, person, answers, language, message, name, photo, drawing]);

  const shown = typeof mail === 'object' ? mail : undefined;
  return (
    <div class="preview">
      <Title>{say(wanted ? 'booth.preview.title' : 'booth.preview.title-plain')}</Title>
      {person.addresses.map(address => (
        <p key={address} class="soft" dir="auto">
          {say('booth.preview.to', { address })}
        </p>
      ))}
      {wanted && mail === undefined && <Notice>{say('booth.preview.loading')}</Notice>}
      {shown && (
        <article class="card mail">
          <h2>{shown.subject}</h2>
          <MailView html={shown.html} label={say('booth.preview.mail')} picture={picture} />
        </article>
      )}
      {(!wanted || mail === 'offline') && (
        <section class="card summary">
          {mail === 'offline' && <Notice>{say('booth.preview.offline')}</Notice>}
          {!wanted && <p>{say('booth.preview.no-mail')}</p>}
          <div class="summary-pictures">
            {photo && <img src={pictures.get(photo.id)} alt={say('booth.preview.photo')} />}
            {drawing && <img src={pictures.get(drawing.id)} alt={say('booth.preview.drawing')} />}
          </div>
          {message.trim() !== '' && (
            <blockquote dir="auto">
              {message}
              {name.trim() !== '' && <footer>{name}</footer>}
            </blockquote>
          )}
          <p class="soft">{say('booth.preview.visit')}</p>
        </section>
      )}
      <div class="actions">
        <Button
          kind="main"
          disabled={sending}
          onPress={() => {
            setSending(true);
            void keep();
          }}
        >
          {say(wanted ? 'booth.preview.send' : 'booth.preview.keep')}
        </Button>
        <Button onPress={() => go(session.fresh ? 'consent' : 'age')}>{say('booth.preview.change')}</Button>
      </div>
    </div>
  );
};
