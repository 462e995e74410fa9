import { useState } from 'preact/hooks';
import type { CardAt, CardView } from '../../functions/visits/visit.schema.ts';
import { ApiError } from '../shared/api.ts';
import { Button, Dialog, Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { useKit } from './kit.ts';
import type { Session } from './session.ts';
import { AddressField } from './steps/address.tsx';

/** Where each mail of a card is, in honest words; while the card may, its address can be corrected and the mail sent once more. */
export const MailList = (props: {
  view: CardView;
  card: CardAt;
  session: Session;
  onSession(changes: Partial<Session>): void;
}) => {
  const { say } = useVoice();
  const { api, now } = useKit();
  const [fixing, setFixing] = useState<string>();
  const [result, setResult] = useState<{ masked?: string }>();
  const { view, card } = props;
  const may = view.correctUntil !== undefined && Date.parse(view.correctUntil) > now.ms();
  const correct = async (deliveryId: string, address: string) => {
    setFixing(undefined);
    try {
      const answer = await api.call('POST /api/corrections', {
        body: { id: crypto.randomUUID(), card: { ...card, at: now.moment() }, deliveryId, address },
      });
      setResult({ masked: answer.maskedAddress });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setResult({});
    }
  };
  return (
    <section class="card mails">
      <h2>{say('booth.hello.mails')}</h2>
      <ul>
        {view.mails
          .filter(mail => mail.state !== 'replaced')
          .map(mail => (
            <li key={mail.deliveryId} data-state={mail.state}>
              <span dir="ltr">{mail.maskedAddress}</span>
              <strong>{say(`booth.mail.${mail.state}`)}</strong>
              {may && (
                <button type="button" class="chip" onClick={() => setFixing(mail.deliveryId)}>
                  {say('booth.mail.correct')}
                </button>
              )}
            </li>
          ))}
      </ul>
      {!may && <p class="soft">{say('booth.mail.desk')}</p>}
      {result && (
        <Notice kind={result.masked === undefined ? 'warn' : 'good'}>
          {result.masked === undefined
            ? say('booth.mail.failed')
            : say('booth.mail.corrected', { address: result.masked })}
        </Notice>
      )}
      {fixing !== undefined && (
        <Dialog title={say('booth.mail.correct')} onCancel={() => setFixing(undefined)}>
          <AddressField first="" onRight={address => void correct(fixing, address)} />
          <Button kind="link" onPress={() => setFixing(undefined)}>
            {say('kiosk.back')}
          </Button>
        </Dialog>
      )}
    </section>
  );
};
