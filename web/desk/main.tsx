import texts from 'virtual:hall-texts/desk';
import './desk.css';
import type { Language } from '../../functions/texts/languages.ts';
import { hallApi } from '../shared/api.ts';
import { startBeat } from '../shared/beat.ts';
import { loadFonts } from '../shared/fonts.ts';
import { showAtDesk } from '../shared/look.ts';
import { hallNow } from '../shared/now.ts';
import { Notice, Title } from '../shared/parts.tsx';
import { kiosk } from '../shared/settings.ts';
import { startPage } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import { App } from './app.tsx';

const NotEnrolled = () => {
  const { say } = useVoice();
  return (
    <main class="sign-in" data-step="not-enrolled">
      <div class="card">
        <Title>{say('desk.title')}</Title>
        <Notice kind="warn">{say('desk.not-enrolled')}</Notice>
      </div>
    </main>
  );
};

const known = kiosk();
/** `/desk?language=en` begins in English. */
const language = (new URLSearchParams(location.search).get('language') ?? 'ko') as Language;
if (known?.kind !== 'desk') startPage(texts, language, <NotEnrolled />);
else {
  const now = hallNow(localStorage);
  const api = hallApi(now);
  startBeat({ api, now });
  startPage(texts, language, <App api={api} now={now} kiosk={known} />);
}
showAtDesk();
// Visitors write in every script; each file of letters is fetched when an entry needs it.
for (const script of ['ja', 'zh', 'ar'] as const) loadFonts(script);
