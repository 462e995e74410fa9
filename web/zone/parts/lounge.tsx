import { useState } from 'preact/hooks';
import { consentWording } from '../../../functions/texts/consents.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { useKit } from '../kit.ts';
import { consult, type Talk } from '../session.ts';
import type { VisitProps } from '../visit-page.tsx';

type Draft = Partial<Pick<Talk, 'exhibit' | 'topic'>> & Pick<Talk, 'followUp' | 'contact'>;
const EMPTY: Draft = { followUp: false, contact: false };

/** One of a few, by touch or by arrow keys. */
const Choice = (props: {
  name: string;
  legend: string;
  options: readonly { id: string; name: string }[];
  value: string | undefined;
  pick(id: string): void;
}) => (
  <fieldset class="choice-of">
    <legend>{props.legend}</legend>
    {props.options.map(({ id, name }) => (
      <label key={id} class="option">
        <input type="radio" name={props.name} value={id} checked={props.value === id} onChange={() => props.pick(id)} />
        <span>{name}</span>
      </label>
    ))}
  </fieldset>
);

/** A consultation: where, what about, is a follow-up wished; the contact is shared only with consent, which stands unticked with its notices. */
export const Lounge = ({ catalogue, exhibits, act }: VisitProps) => {
  const { say, language } = useVoice();
  const { settings } = useKit().kiosk;
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [word, setWord] = useState<'missing' | 'done'>();
  const change = (next: Partial<Draft>) => {
    setWord(undefined);
    setDraft({ ...draft, ...next });
  };
  const put = () => {
    const { exhibit, topic, ...rest } = draft;
    if (exhibit === undefined || topic === undefined) return setWord('missing');
    act((now, how) => consult(now, { exhibit, topic, ...rest }, how));
    setDraft(EMPTY);
    setWord('done');
  };
  const wording = consentWording(language, say, 'contact', settings);
  return (
    <div class="lounge">
      <Title>{say('zone.lounge.ask')}</Title>
      <Choice
        name="table"
        legend={say('zone.lounge.table')}
        options={exhibits}
        value={draft.exhibit}
        pick={exhibit => change({ exhibit })}
      />
      <Choice
        name="topic"
        legend={say('zone.lounge.topic')}
        options={catalogue.consultations}
        value={draft.topic}
        pick={topic => change({ topic })}
      />
      <label class="tick">
        <input
          type="checkbox"
          name="follow-up"
          autocomplete="off"
          checked={draft.followUp}
          onChange={event => change({ followUp: event.currentTarget.checked, contact: false })}
        />
        <span>{say('zone.lounge.follow-up')}</span>
      </label>
      {draft.followUp && (
        <section class="card consent" aria-label={say('zone.lounge.contact')}>
          <label class="tick">
            <input
              type="checkbox"
              name="contact"
              autocomplete="off"
              checked={draft.contact}
              aria-describedby="notice-contact"
              onChange={event => change({ contact: event.currentTarget.checked })}
            />
            <span>{wording.ask}</span>
          </label>
          <div class="consent-notice" id="notice-contact">
            <p>{wording.what}</p>
            <p>{wording.why}</p>
            <p class="how-long">{wording.howLong}</p>
            <p>{wording.refuse}</p>
            <p>{say('zone.lounge.address')}</p>
          </div>
        </section>
      )}
      {word && <Notice kind={word === 'done' ? 'good' : 'warn'}>{say(`zone.lounge.${word}`)}</Notice>}
      <div class="actions">
        <Button kind="main" onPress={put}>
          {say('zone.lounge.put')}
        </Button>
      </div>
    </div>
  );
};
