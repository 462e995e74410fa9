import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CardView } from '../../../functions/visits/visit.schema.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { useKit } from '../kit.ts';
import type { Outcome } from '../use-outcome.ts';

const LOOK_EVERY_MS = 4_000;

/** How the mails are, asked again and again while somebody looks. */
const useView = (cardId: string, active: boolean): CardView | undefined => {
  const { api } = useKit();
  const [view, setView] = useState<CardView>();
  useEffect(() => {
    if (!active) return;
    const look = () => void api.call('GET /api/cards/{cardId}', { params: { cardId } }).then(setView, () => undefined);
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [api, cardId, active]);
  return view;
};

/** Three ways home that do not need each other: the mail, a code for the phone, the card later. */
export const DoneStep = ({ session, end, outcome }: StepProps & { outcome: Outcome }) => {
  const { say } = useVoice();
  const { correctMinutes } = useKit().kiosk.settings;
  const [first] = session.members;
  const answer = outcome.state === 'taken' ? outcome.answer : undefined;
  const view = useView(first?.card.cardId ?? '', outcome.state === 'taken');
  const [Qr, setQr] = useState<ComponentType<{ text: string; label: string }>>();
  useEffect(() => {
    void import('../../shared/qr.tsx').then(loaded => setQr(() => loaded.Qr));
  }, []);
  if (!first) return null;
  const mails = view?.mails ?? [];
  const asked = first.addresses.length > 0;
  const decided = session.members.filter(each => each.decided).length + 1;
  const refused = view?.photos.some(photo => photo.photoId === session.photo?.id && photo.state === 'refused') ?? false;
  return (
    <div class="done" data-outcome={outcome.state}>
      <Title>{say('booth.done.title')}</Title>
      {outcome.state === 'waiting' && <Notice>{say('booth.done.waiting')}</Notice>}
      {outcome.state === 'refused' && <Notice kind="warn">{say('booth.done.refused')}</Notice>}
      {refused && <Notice kind="warn">{say('booth.done.photo-refused')}</Notice>}
      <div class="homes">
        {asked && (
          <section class="card home">
            <h2>{say('booth.done.mail')}</h2>
            {answer
              ? answer.deliveries.map(each => {
                  const now = mails.find(mail => mail.deliveryId === each.deliveryId)?.state ?? each.state;
                  return (
                    <p key={each.deliveryId} data-state={now}>
                      {['waiting', 'claimed', 'calling', 'unknown'].includes(now)
                        ? say('booth.done.on-its-way', { address: each.maskedAddress })
                        : `${each.maskedAddress}: ${say(`booth.mail.${now}`)}`}
                    </p>
                  );
                })
              : outcome.state !== 'refused' && (
                  <p>{say(outcome.state === 'sending' ? 'booth.done.sending' : 'booth.done.waiting')}</p>
                )}
          </section>
        )}
        <section class="card home by-phone">
          <h2>{say('booth.done.qr')}</h2>
          {session.group ? (
            <p>{say('booth.done.qr-group')}</p>
          ) : answer && Qr ? (
            <>
              <Qr text={new URL(answer.page, location.href).href} label={say('booth.done.qr-code')} />
              <p>{say('booth.done.qr-text')}</p>
            </>
          ) : (
            <p>{say('booth.done.qr-later')}</p>
          )}
        </section>
        <section class="card home">
          <h2>{say('booth.done.card')}</h2>
          <p>{say('booth.done.card-text', { minutes: correctMinutes })}</p>
        </section>
      </div>
      {session.group && (
        <section class="card others">
          <p class="lead">{say('booth.done.others')}</p>
          <p role="status">{say('booth.done.decided', { done: decided, all: session.members.length })}</p>
        </section>
      )}
      {(first.answers.wall?.given ?? false) && <p class="soft">{say('booth.done.wall')}</p>}
      <div class="actions">
        <Button kind="main" onPress={end}>
          {say('booth.done.end')}
        </Button>
      </div>
    </div>
  );
};
