import { useState } from 'preact/hooks';
import { type ConsentWording, consentWording, needsEnglish } from '../../../functions/texts/consents.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useEnglish, useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { useKit } from '../kit.ts';
import { type Answers, askedOf, change, turn } from '../session.ts';

const Wording = ({ what, why, howLong, refuse }: ConsentWording) => (
  <>
    <p>{what}</p>
    <p>{why}</p>
    <p class="how-long">{howLong}</p>
    <p>{refuse}</p>
  </>
);

/** Each consent on its own, unticked, with what, why, how long, and the right to refuse. */
export const ConsentStep = ({ session, go }: StepProps) => {
  const { say, language } = useVoice();
  const { settings } = useKit().kiosk;
  const asked = askedOf(session);
  // A wording that nobody who knows the law has read in this language stands beside the one that was.
  const besides = needsEnglish(language, settings);
  const english = useEnglish(besides);
  const [answers, setAnswers] = useState<Answers>(() => turn(session).answers);
  const none = asked.every(each => !answers[each]?.given);
  const leave = () =>
    go(undefined, now =>
      change(now, {
        language,
        answers: Object.fromEntries(asked.map(each => [each, answers[each] ?? { given: false, language }])),
      }),
    );
  return (
    <>
      <Title note={say(session.current > 0 ? 'booth.consent.member' : 'booth.consent.text')}>
        {say('booth.consent.title')}
      </Title>
      <ul class="consents">
        {asked.map(each => {
          const wording = consentWording(language, say, each, settings);
          const englishWording = english && consentWording('en', english, each, settings);
          return (
            <li key={each} class="card consent">
              <label class="consent-ask">
                <input
                  type="checkbox"
                  name={each}
                  autocomplete="off"
                  checked={answers[each]?.given ?? false}
                  aria-describedby={`notice-${each}`}
                  onChange={event =>
                    setAnswers({ ...answers, [each]: { given: event.currentTarget.checked, language } })
                  }
                />
                <span>{wording.ask}</span>
              </label>
              <div class="consent-notice" id={`notice-${each}`}>
                <Wording {...wording} />
                {each === 'wall' && session.group && <p class="how-long">{say('booth.consent.everybody')}</p>}
              </div>
              {englishWording && (
                <div class="consent-notice in-english" lang="en" dir="ltr">
                  <p class="how-long">{englishWording.ask}</p>
                  <Wording {...englishWording} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {none && <Notice>{say('booth.consent.none')}</Notice>}
      <div class="actions">
        <Button kind="main" disabled={besides && !english} onPress={leave}>
          {say('kiosk.next')}
        </Button>
      </div>
    </>
  );
};
