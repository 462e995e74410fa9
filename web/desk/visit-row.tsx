import { CONCERNS } from '../../functions/deliveries/delivery.ts';
import type { DeskVisit } from '../../functions/deliveries/desk.schema.ts';
import { shortDay, time } from '../../functions/texts/dates.ts';
import { useVoice } from '../shared/speak.tsx';
import { Why } from './delivery.tsx';
import { LanguageName } from './language-name.tsx';
import { stateWords } from './words.ts';

type Mail = DeskVisit['mails'][number];

/** One mail in the list: state, reason, and what the staff can do where only they can. */
const MailLine = ({ mail }: { mail: Mail }) => {
  const { say } = useVoice();
  const { maskedAddress, state, why } = mail;
  const needed = CONCERNS[state] === 'needs-staff';
  return (
    <p data-mail={state}>
      <bdi dir="ltr">{maskedAddress}</bdi>{' '}
      <strong class={needed ? 'bad' : undefined}>{stateWords(say, 'delivery', state)}</strong>
      <Why state={state} why={why} />
      {needed ? <span class="next">{say(`desk.next.${state}` as 'desk.next.unknown')}</span> : null}
    </p>
  );
};

/** A visit of the list: when something was asked for last, its card, and where its mails and photos are. */
export const VisitRow = ({
  visit,
  dated,
  onOpen,
}: {
  visit: DeskVisit;
  /** the list is of many days */
  dated: boolean;
  onOpen(visit: DeskVisit, opener: HTMLElement): void;
}) => {
  const { say, language } = useVoice();
  const { visitId, cardId, state, mails, photos, tour } = visit;
  return (
    <tr data-row={cardId}>
      <td>
        <time dateTime={visit.at}>
          {dated ? `${shortDay(language, visit.at)} ` : ''}
          {time(language, visit.at)}
        </time>
      </td>
      <th scope="row">
        <button
          type="button"
          class="button link"
          data-open={visitId}
          onClick={event => onOpen(visit, event.currentTarget)}
        >
          <bdi>{cardId}</bdi>
        </button>
      </th>
      <td>
        {stateWords(say, 'visit', state)} · <LanguageName language={visit.language} />
        {tour === undefined ? null : (
          <>
            {' · '}
            {say('desk.ledger.tour')} <bdi>{tour}</bdi>
          </>
        )}
      </td>
      <td class="mails">
        {mails.map(mail => (
          <MailLine key={mail.deliveryId} mail={mail} />
        ))}
        {photos.map(({ photoId, kind, requestedAt }) => (
          <p key={photoId} data-photo="waiting">
            {say('desk.today.photo', {
              kind,
              state: stateWords(say, 'photo', 'waiting'),
              time: time(language, requestedAt),
            })}
          </p>
        ))}
        {mails.length + photos.length === 0 ? <p class="soft">{say('desk.today.no-mail')}</p> : null}
      </td>
    </tr>
  );
};
