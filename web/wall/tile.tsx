import type { WallEntry } from '../../functions/guestbook/entry.schema.ts';
import { LANGUAGE_TAGS } from '../../functions/texts/languages.ts';
import { useVoice } from '../shared/speak.tsx';
import type { Kept } from './kept.ts';
import { Picture } from './picture.tsx';

/** How large the words may be: the longer the message, the smaller; all can be read from four metres. */
const sizeOf = (message: string): 'short' | 'middle' | 'long' | 'longest' => {
  // A syllable of Hangul or an ideograph is as wide as two letters.
  const width = [...message].reduce((sum, char) => sum + (/[\u1100-\uffdc]/.test(char) ? 2 : 1), 0);
  return width <= 50 ? 'short' : width <= 130 ? 'middle' : width <= 270 ? 'long' : 'longest';
};

/** One entry: its picture, the words in their own script and direction, and who signed. `large`: the one whose turn it is. */
export const Tile = ({ entry, large, kept }: { entry: WallEntry & { fresh: boolean }; large: boolean; kept: Kept }) => {
  const { say } = useVoice();
  const { entryId, message, name, language, photoId, drawingId, thumbhash, fresh } = entry;
  const picture = photoId ?? drawingId;
  const words = { lang: LANGUAGE_TAGS[language], dir: 'auto' } as const;
  return (
    <li
      class={`entry ${large ? 'large' : 'small'}`}
      data-entry={entryId}
      data-with={`${picture === undefined ? '' : 'picture'} ${message === undefined ? '' : 'words'}`.trim()}
      style={{ viewTransitionName: `entry-${entryId}` }}
    >
      {picture === undefined ? null : (
        <Picture
          key={picture}
          photoId={picture}
          thumbhash={thumbhash}
          kept={kept}
          label={say(photoId === undefined ? 'wall.drawing' : 'wall.photo')}
        />
      )}
      {large && photoId !== undefined && drawingId !== undefined ? (
        <div class="inset">
          <Picture key={drawingId} photoId={drawingId} kept={kept} label={say('wall.drawing')} />
        </div>
      ) : null}
      {message === undefined && name === undefined ? null : (
        <div class="said">
          {message === undefined ? null : (
            <p class={`words ${sizeOf(message)}`} {...words}>
              {message}
            </p>
          )}
          {name === undefined ? null : (
            <p class="name" {...words}>
              {name}
            </p>
          )}
        </div>
      )}
      {fresh ? <p class="fresh">{say('wall.fresh')}</p> : null}
    </li>
  );
};
