import { useEffect, useMemo } from 'preact/hooks';
import { Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { facetsOf, type KioskExhibit, shown, type View } from '../content.ts';
import { keep, open, type Session } from '../session.ts';
import type { VisitProps } from '../visit-page.tsx';
import { Bookmark } from './bookmark.tsx';

/** From this many on a list is searched and not only looked through. */
const LONG_LIST = 12;

const metaOf = (exhibit: KioskExhibit, say: ReturnType<typeof useVoice>['say']): string =>
  [
    exhibit.decade === undefined ? '' : say('zone.decade', { year: String(exhibit.decade) }),
    exhibit.runBy ?? '',
    exhibit.seconds === undefined
      ? ''
      : say('zone.minutes', { minutes: Math.max(1, Math.round(exhibit.seconds / 60)) }),
    exhibit.steps === undefined ? '' : say('zone.steps', { steps: exhibit.steps }),
  ]
    .filter(part => part !== '')
    .join(' · ') || exhibit.about;

/** Pick what you watched, opened, or looked at: by facet, by search, or by eye; a bookmark keeps it for later. */
export const Browse = ({
  zone,
  exhibits,
  catalogue,
  session,
  act,
  view,
}: VisitProps & { view: View & { page: 'browse' } }) => {
  const { say } = useVoice();
  const { facet, text, last } = session.list;
  const narrow = (change: Partial<Session['list']>) => act(now => ({ ...now, list: { ...now.list, ...change } }));
  const facets = useMemo(
    () =>
      facetsOf(view, exhibits, catalogue, {
        decade: year => say('zone.decade', { year }),
        rest: say('zone.everywhere'),
      }),
    [view, exhibits, catalogue, say],
  );
  // Back from an exhibit the focus is where it was; runs after the title has taken it.
  useEffect(() => document.getElementById(`open-${last}`)?.focus(), []);
  const list = shown(view, exhibits, { facet, text });
  return (
    <div class="browse">
      <Title note={say('zone.browse.note')}>
        {say(`zone.${zone.kind as 'media' | 'history' | 'map' | 'best' | 'cooperation'}.ask`)}
      </Title>
      {(facets.length > 0 || exhibits.length >= LONG_LIST) && (
        <div class="narrow">
          {exhibits.length >= LONG_LIST && (
            <input
              class="field find"
              type="search"
              aria-label={say('zone.find')}
              placeholder={say('zone.find')}
              autocomplete="off"
              value={text}
              onInput={event => narrow({ text: event.currentTarget.value })}
            />
          )}
          {facets.length > 0 && (
            <fieldset class="facets" aria-label={say('zone.filter')}>
              {[{ id: undefined, name: say('zone.all') }, ...facets].map(each => (
                <button
                  type="button"
                  class="chip"
                  key={each.id ?? 'all'}
                  aria-pressed={facet === each.id}
                  onClick={() => narrow({ facet: each.id })}
                >
                  {each.name}
                </button>
              ))}
            </fieldset>
          )}
          <p class="unseen" role="status">
            {say('zone.count', { count: list.length })}
          </p>
        </div>
      )}
      {list.length === 0 && <p class="lead">{say('zone.none')}</p>}
      <ul class="things">
        {list.map(exhibit => (
          <li key={exhibit.id} class={`thing ${session.did.includes(exhibit.id) ? 'did' : ''}`}>
            <button
              type="button"
              id={`open-${exhibit.id}`}
              class="thing-open"
              onClick={() => act((now, how) => open(now, exhibit, view.doing, how))}
            >
              <strong>{exhibit.name}</strong>
              <span class="soft">
                {metaOf(exhibit, say)}
                {exhibit.promotion && <b class="label">{say('zone.promotion')}</b>}
                {session.did.includes(exhibit.id) && <b class="label good">{say('zone.noted')}</b>}
              </span>
            </button>
            <button
              type="button"
              class="thing-keep"
              aria-label={say('zone.keep.name', { name: exhibit.name })}
              aria-pressed={session.kept.includes(exhibit.id)}
              onClick={() => act((now, how) => keep(now, exhibit.id, how))}
            >
              <Bookmark />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
