import { Button, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { watchedChoices } from '../content.ts';
import { close, keep, type Open, say as tell } from '../session.ts';
import type { VisitProps } from '../visit-page.tsx';
import { Bookmark } from './bookmark.tsx';

const wholeNumbers = (to: number): number[] => Array.from({ length: to }, (_, at) => at + 1);

/** How much of a film, how far in a hands-on: one touch each. */
const Asked = ({ open, act }: { open: Open } & Pick<VisitProps, 'act'>) => {
  const { say } = useVoice();
  const { exhibit, doing, said } = open;
  if (doing === 'explored') return null;
  const watched = doing === 'watched';
  const whole = watched ? (exhibit.seconds ?? 60) : (exhibit.steps ?? 1);
  const choices = watched ? watchedChoices(whole) : wholeNumbers(whole);
  const nameOf = (value: number): string => {
    if (watched) return value === whole ? say('zone.watched.all') : say('zone.watched.part', { minutes: value / 60 });
    return value === whole ? say('zone.tried.all', { steps: whole }) : say('zone.tried.step', { step: value });
  };
  return (
    <section class="asked">
      <h2 id="asked">{say(watched ? 'zone.watched.ask' : 'zone.tried.ask')}</h2>
      <fieldset class={watched ? 'amounts' : 'steps'} aria-labelledby="asked">
        {choices.map(value => (
          <button
            type="button"
            key={value}
            class={`amount ${said !== undefined && value < said ? 'before' : ''}`}
            aria-pressed={said === value}
            onClick={() => act(now => tell(now, value))}
          >
            {nameOf(value)}
          </button>
        ))}
      </fieldset>
      {!watched && <p class="soft">{say('zone.tried.clock')}</p>}
    </section>
  );
};

/** One exhibit, open: what it is, who runs it, what can be read on; what was done with it. Closing it logs it. */
export const ExhibitPanel = ({ catalogue, session, act, open }: VisitProps & { open: Open }) => {
  const { say } = useVoice();
  // The catalogue's words in the language of now, also when it was changed meanwhile.
  const exhibit = catalogue.exhibits.find(each => each.id === open.exhibit.id) ?? open.exhibit;
  const materials = exhibit.materials.flatMap(id => catalogue.materials.find(each => each.id === id)?.name ?? []);
  const field = catalogue.fields.find(each => each.id === exhibit.field)?.name;
  return (
    <article class="exhibit">
      <p class="eyebrow">
        {[exhibit.decade === undefined ? undefined : say('zone.decade', { year: String(exhibit.decade) }), field]
          .filter(part => part !== undefined)
          .join(' · ')}
        {exhibit.promotion && <b class="label">{say('zone.promotion')}</b>}
      </p>
      <Title note={exhibit.about}>{exhibit.name}</Title>
      {exhibit.runBy && <p class="soft">{say('zone.run-by', { name: exhibit.runBy })}</p>}
      <Asked open={open} act={act} />
      {materials.length > 0 && (
        <section class="read-on">
          <h2>{say('zone.materials')}</h2>
          <ul>
            {materials.map(name => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </section>
      )}
      <div class="actions">
        <Button kind="main" onPress={() => act((now, how) => close(now, how))}>
          {say('zone.list')}
        </Button>
        <button
          type="button"
          class="button keep"
          aria-pressed={session.kept.includes(exhibit.id)}
          onClick={() => act((now, how) => keep(now, exhibit.id, how))}
        >
          <Bookmark />
          {say('zone.keep')}
        </button>
      </div>
    </article>
  );
};
