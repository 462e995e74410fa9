import { useState } from 'preact/hooks';
import { interestsOf, recommend } from '../../../functions/catalogue/recommend.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { choose, type LifeChoice, prefer } from '../session.ts';
import type { VisitProps } from '../visit-page.tsx';
import { Bookmark } from './bookmark.tsx';

const toggled = (list: readonly string[], id: string): string[] =>
  list.includes(id) ? list.filter(each => each !== id) : [...list, id];

/** Stage of life and interests; the services that follow from them, each with its reason, change with every touch. */
export const Life = ({ catalogue, session, act }: VisitProps) => {
  const { say, language } = useVoice();
  const [done, setDone] = useState(false);
  const { choice } = session;
  const change = (next: Pick<LifeChoice, 'stage' | 'interests' | 'saved'>) => {
    setDone(false);
    act(now => prefer(now, { ...next, recommended: recommend(catalogue, next) }));
  };
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find(each => each.id === id)?.name ?? id;
  const list = (ids: readonly string[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(ids.map(id => nameOf(catalogue.topics, id)));
  const pick = (stage: string) => {
    const offered = interestsOf(catalogue, stage).map(each => each.id);
    const interests = (choice?.interests ?? []).filter(id => offered.includes(id));
    change({ stage, interests, saved: choice?.saved ?? [] });
  };
  return (
    <div class="life">
      <Title>{say('zone.life.stage')}</Title>
      <fieldset class="stages" aria-label={say('zone.life.stage')}>
        {catalogue.stages.map(({ id, name }) => (
          <button type="button" key={id} class="amount" aria-pressed={choice?.stage === id} onClick={() => pick(id)}>
            {name}
          </button>
        ))}
      </fieldset>
      {choice && (
        <>
          <section>
            <h2 id="interests">{say('zone.life.interests')}</h2>
            <p class="soft">{say('zone.life.interests.note')}</p>
            <fieldset class="facets" aria-labelledby="interests">
              {interestsOf(catalogue, choice.stage).map(({ id, name }) => (
                <button
                  type="button"
                  key={id}
                  class="chip"
                  aria-pressed={choice.interests.includes(id)}
                  onClick={() => change({ ...choice, interests: toggled(choice.interests, id) })}
                >
                  {name}
                </button>
              ))}
            </fieldset>
          </section>
          <section>
            <h2>{say('zone.life.services')}</h2>
            <ul class="services">
              {choice.recommended.map(({ service: id, because }) => {
                const service = catalogue.services.find(each => each.id === id);
                if (!service) return null;
                return (
                  <li key={id} class="card service">
                    <div>
                      <h3>{service.name}</h3>
                      <p>{service.about}</p>
                      <p class="because">
                        {because.length > 0
                          ? say('zone.life.because', { interests: list(because) })
                          : say('zone.life.because-stage', { stage: nameOf(catalogue.stages, choice.stage) })}
                      </p>
                      <p class="soft">{say('zone.run-by', { name: service.runBy })}</p>
                    </div>
                    <button
                      type="button"
                      class="button keep"
                      aria-label={`${service.name}: ${say(choice.saved.includes(id) ? 'zone.life.saved' : 'zone.life.save')}`}
                      aria-pressed={choice.saved.includes(id)}
                      onClick={() => change({ ...choice, saved: toggled(choice.saved, id) })}
                    >
                      <Bookmark />
                      {say(choice.saved.includes(id) ? 'zone.life.saved' : 'zone.life.save')}
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
          {done && <Notice kind="good">{say('zone.life.done')}</Notice>}
          <div class="actions">
            <Button
              kind="main"
              onPress={() => {
                act(choose);
                setDone(true);
              }}
            >
              {say('zone.life.put')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};
