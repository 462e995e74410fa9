import { useEffect, useState } from 'preact/hooks';
import { Taegeuk } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import type { Showing } from './feed.ts';
import type { Kept } from './kept.ts';
import { Tile } from './tile.tsx';

/** Seconds after which the wall's own few words change their language. */
const LANGUAGE_SECONDS = 24;

/** Two slow waves of the taegeuk's colours. Each is a layer of its own that only moves, so that nothing is drawn anew and no script runs. */
const Waves = () => (
  <div class="waves" aria-hidden="true">
    <div class="wave blue" />
    <div class="wave red" />
  </div>
);

/** The wall: the entry whose turn it is, large; the next ones beside it. `listen` tells what to show. */
export const App = ({
  kept,
  listen,
  fixed,
}: {
  kept: Kept;
  listen(show: (showing: Showing) => void): () => void;
  fixed: boolean;
}) => {
  const { say, language, offered, speak } = useVoice();
  const [{ is, entries }, show] = useState<Showing>({ is: 'loading', entries: [] });
  useEffect(() => listen(show), [listen]);
  useEffect(() => {
    if (fixed) return;
    const timer = setTimeout(() => {
      speak(offered[(offered.indexOf(language) + 1) % offered.length] ?? language);
    }, LANGUAGE_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [language, fixed]);
  const step = is === 'showing' && entries.length === 0 ? 'empty' : is;
  return (
    <div class="wall" data-step={step} data-count={entries.length}>
      <Waves />
      <header class="wall-head">
        <Taegeuk />
        <h1>{say('wall.title')}</h1>
        <p>{say('hall.name')}</p>
      </header>
      <main class="wall-main">
        {step === 'showing' ? (
          <ol class="entries">
            {entries.map((entry, index) => (
              <Tile key={entry.entryId} entry={entry} large={index === 0} kept={kept} />
            ))}
          </ol>
        ) : (
          <div class="still">
            <Taegeuk />
            <p>{say(step === 'barred' ? 'kiosk.not-enrolled' : step === 'empty' ? 'wall.empty' : 'wall.loading')}</p>
          </div>
        )}
      </main>
    </div>
  );
};
