import { time } from '../../functions/texts/dates.ts';
import { LANGUAGE_TAGS } from '../../functions/texts/languages.ts';
import { useVoice } from '../shared/speak.tsx';
import { LanguageName } from './language-name.tsx';
import type { DeskEntry, ListState } from './queue-model.ts';
import { reasonWords } from './words.ts';

/** One entry of the list, as its writer meant it, with what may be done to it. */
export const EntryCard = (props: {
  entry: DeskEntry;
  state: ListState;
  selected: boolean;
  gone: boolean;
  onSelect(): void;
  onAct(to: 'approved' | 'hidden'): void;
}) => {
  const { say, language: ours } = useVoice();
  const { entryId, message, name, language, photoId, drawingId, at, by, reason } = props.entry;
  const words = { lang: LANGUAGE_TAGS[language], dir: 'auto' } as const;
  return (
    <li class="desk-entry" data-entry={entryId} data-selected={props.selected} data-gone={props.gone}>
      <article
        tabIndex={props.selected ? 0 : -1}
        aria-current={props.selected}
        aria-label={say('desk.entry.by', { name: name ?? say('desk.entry.nobody') })}
        onFocusIn={props.onSelect}
        onPointerDown={props.onSelect}
      >
        <div class="pictures">
          {[photoId, drawingId].map(id =>
            id === undefined ? null : (
              <img
                key={id}
                src={`/api/tiles/${id}`}
                alt={say(id === photoId ? 'desk.entry.photo' : 'desk.entry.drawing')}
                loading="lazy"
              />
            ),
          )}
        </div>
        <div class="text">
          {message === undefined ? (
            <p class="soft">{say('desk.entry.no-words')}</p>
          ) : (
            <p class="words" {...words}>
              {message}
            </p>
          )}
          <p class="soft small">
            <bdi {...words}>{name ?? say('desk.entry.nobody')}</bdi> · <LanguageName language={language} /> ·{' '}
            {time(ours, at)}
            {by === undefined ? null : (
              <>
                {' · '}
                {say('desk.entry.judged')} <bdi>{by}</bdi>
              </>
            )}
            {reason === undefined ? null : (
              <>
                {' · '}
                <bdi>{reasonWords(say, reason)}</bdi>
              </>
            )}
          </p>
          {props.gone ? (
            <p class="notice warn">{say('desk.entry.gone')}</p>
          ) : (
            <div class="actions">
              {props.state === 'approved' ? null : (
                <button type="button" class="button main" onClick={() => props.onAct('approved')} aria-keyshortcuts="a">
                  {say('desk.entry.approve')} <span class="key" data-key="A" />
                </button>
              )}
              {props.state === 'hidden' ? null : (
                <button type="button" class="button plain" onClick={() => props.onAct('hidden')} aria-keyshortcuts="h">
                  {say('desk.entry.hide')} <span class="key" data-key="H" />
                </button>
              )}
            </div>
          )}
        </div>
      </article>
    </li>
  );
};
