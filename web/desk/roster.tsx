import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import { day, time } from '../../functions/texts/dates.ts';
import type { Roster } from '../../functions/visits/visit.schema.ts';
import { Button, Notice } from '../shared/parts.tsx';
import { lookEvery } from '../shared/settings.ts';
import { useVoice } from '../shared/speak.tsx';
import { useKit, useReading, useTrouble } from './kit.ts';
import { LanguageName } from './language-name.tsx';
import { stateWords, whyWords } from './words.ts';

const Qr = lazy(() => import('../shared/qr.tsx').then(({ Qr: found }) => found));

type Member = Roster['members'][number];

/** One person of the tour: photo, mails, and the way into the picture of the others for somebody who came late. */
const MemberRow = ({
  member,
  canJoin,
  onJoin,
  onCard,
}: {
  member: Member;
  canJoin: boolean;
  onJoin(): void;
  onCard(cardId: string): void;
}) => {
  const { say, language } = useVoice();
  return (
    <tr data-member={member.cardId}>
      <th scope="row">
        <button type="button" class="button link" onClick={() => onCard(member.cardId)}>
          <bdi>{member.cardId}</bdi>
        </button>
      </th>
      <td>{time(language, member.joinedAt)}</td>
      <td>
        <LanguageName language={member.language} />
      </td>
      <td>{say('desk.roster.zone-count', { count: member.zones })}</td>
      <td data-photo={member.hasPhoto}>
        {say(member.hasPhoto ? 'desk.roster.photo' : 'desk.roster.no-photo')}
        {!member.hasPhoto && canJoin ? <Button onPress={onJoin}>{say('desk.roster.join')}</Button> : null}
      </td>
      <td>
        {member.mails.length === 0
          ? say('desk.roster.no-mail')
          : member.mails.map((mail, index) => (
              <p key={index} data-mail={mail.state}>
                <bdi dir="ltr">{mail.maskedAddress}</bdi> <strong>{stateWords(say, 'delivery', mail.state)}</strong>
                {mail.why === undefined || mail.state === 'replaced' ? null : (
                  <span class="soft"> · {whyWords(say, mail.why)}</span>
                )}
              </p>
            ))}
      </td>
    </tr>
  );
};

/** A tour: its code to be handed out, and who came, who has a photo, whose mail waits and why. */
export const RosterView = ({
  code,
  onBack,
  onCard,
}: {
  code: string;
  onBack(): void;
  onCard(cardId: string): void;
}) => {
  const { say, language } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const read = useReading(() => api.call('GET /api/desk/tours/{code}', { params: { code } }), code, lookEvery());
  const [note, setNote] = useState<{ kind: 'good' | 'warn'; text: string }>();
  const members = read.value?.members ?? [];
  const tour = read.value?.tour;

  /** The newest photo that the others are in. */
  const groupPhoto = async (): Promise<string | undefined> => {
    const seen = new Map<string, number>();
    for (const { visitId } of members.filter(({ hasPhoto }) => hasPhoto).slice(0, 5)) {
      const { photos } = await api.call('GET /api/visits/{visitId}', { params: { visitId } });
      for (const photo of photos)
        if (photo.kind === 'photo' && photo.state === 'ready')
          seen.set(photo.photoId, (seen.get(photo.photoId) ?? 0) + 1);
    }
    return [...seen].sort((a, b) => b[1] - a[1])[0]?.[0];
  };
  const join = async (member: Member) => {
    try {
      const photoId = await groupPhoto();
      if (photoId === undefined) return setNote({ kind: 'warn', text: say('desk.roster.no-group-photo') });
      await api.call('POST /api/photos/{photoId}/people', {
        params: { photoId },
        body: { people: [{ cardId: member.cardId, at: now.moment() }] },
      });
      setNote({ kind: 'good', text: say('desk.roster.joined', { card: member.cardId }) });
      read.again();
    } catch (error) {
      setNote({ kind: 'warn', text: trouble(error) });
    }
  };

  return (
    <section aria-labelledby="roster-title" data-view="roster" data-tour={code}>
      <Button kind="link" onPress={onBack}>
        {say('desk.roster.back')}
      </Button>
      {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
      {note === undefined ? null : <Notice kind={note.kind}>{note.text}</Notice>}
      {tour === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : (
        <>
          <div class="card tour-sheet">
            <div>
              <h1 id="roster-title">
                <bdi>{tour.name}</bdi>
              </h1>
              <p>
                {day(language, tour.startsAt)} {time(language, tour.startsAt)}
              </p>
              <p class="soft">
                <LanguageName language={tour.language} /> <bdi>{tour.country ?? ''}</bdi> <bdi>{tour.leader ?? ''}</bdi>
              </p>
              <p>{say('desk.tour.joined', { joined: tour.joined, expected: tour.expected })}</p>
              <p class="tour-code" data-code={tour.code}>
                <span class="soft">{say('desk.tour.code')}</span> <strong>{tour.code}</strong>
              </p>
              <Button onPress={() => print()}>{say('desk.tour.print')}</Button>
            </div>
            <Suspense fallback={null}>
              <Qr text={tour.code} label={say('desk.tour.qr', { code: tour.code })} />
            </Suspense>
          </div>
          {members.length === 0 ? (
            <p class="nothing">{say('desk.roster.nobody')}</p>
          ) : (
            <div class="sheet-table">
              <table>
                <thead>
                  <tr>
                    {(['card', 'since', 'language', 'zones', 'photos', 'mails'] as const).map(column => (
                      <th key={column} scope="col">
                        {say(`desk.roster.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {members.map(member => (
                    <MemberRow
                      key={member.visitId}
                      member={member}
                      canJoin={members.some(({ hasPhoto }) => hasPhoto)}
                      onJoin={() => void join(member)}
                      onCard={onCard}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  );
};
