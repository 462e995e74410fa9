import texts from 'virtual:hall-texts/wall';
import './wall.css';
import type { Language } from '../../functions/texts/languages.ts';
import { hallApi } from '../shared/api.ts';
import { startBeat } from '../shared/beat.ts';
import { loadFonts } from '../shared/fonts.ts';
import { hallNow } from '../shared/now.ts';
import { kiosk } from '../shared/settings.ts';
import { startPage } from '../shared/shell.tsx';
import { keepShell } from '../shared/worker.ts';
import { App } from './app.tsx';
import { type Showing, startFeed } from './feed.ts';
import { openKept } from './kept.ts';

/** Entries on the screen: the large one and six beside it. */
const SIZE = 7;

/** Lets the browser move the tiles to their new places, where it can and nobody asked for less motion. */
const moving = (change: () => void): void => {
  const still = document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || !document.startViewTransition) change();
  else
    document.startViewTransition(async () => {
      change();
      // Preact draws in a microtask; no frame comes while the browser holds the old picture.
      await new Promise(done => setTimeout(done));
    });
};

/** `/wall?seconds=12&language=en`: how long a large one stays (2 to 120), and the wall's language when it shall not change. */
const asked = new URLSearchParams(location.search);
const seconds = Math.min(Math.max(Number(asked.get('seconds') ?? 9) || 9, 2), 120);
const fixed = asked.get('language');

const begin = async () => {
  const now = hallNow(localStorage);
  const api = hallApi(now, 'wall');
  const kept = await openKept();
  // Visitors write in every script; each file of letters is fetched when a message needs it.
  for (const script of ['ja', 'zh', 'ar'] as const) loadFonts(script);
  const barred = kiosk()?.kind !== 'wall';
  const listen = (show: (showing: Showing) => void) => {
    if (barred) {
      show({ is: 'barred', entries: [] });
      return () => undefined;
    }
    return startFeed({ api, kept, size: SIZE, seconds, tell: showing => moving(() => show(showing)) });
  };
  startPage(texts, (fixed ?? 'ko') as Language, <App kept={kept} listen={listen} fixed={fixed !== null} />);
  if (barred) return;
  startBeat({ api, now });
  keepShell('/wall', () => true);
};

void begin();
