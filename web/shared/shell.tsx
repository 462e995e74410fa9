import { type ComponentChildren, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import './tokens.css';
import './shell.css';
import type { Language } from '../../functions/texts/languages.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { type Look, show, staffLook, THEMES, ZOOMS } from './look.ts';
import { type Loaders, Speaking, useVoice } from './speak.tsx';

/** The hall's sign: two drops that flow around each other. */
export const Taegeuk = ({ label }: { label?: string }) => (
  <svg
    class="taegeuk"
    viewBox="0 0 64 64"
    role={label ? 'img' : 'presentation'}
    aria-label={label}
    aria-hidden={!label}
  >
    <path class="yang" d="M4 32a28 28 0 0 1 56 0 14 14 0 0 1-28 0 14 14 0 0 0-28 0Z" />
    <path class="yin" d="M60 32a28 28 0 0 1-56 0 14 14 0 0 1 28 0 14 14 0 0 0 28 0Z" />
  </svg>
);

/** The flow behind every page; stands still for those who want less motion. */
const Flow = () => (
  <svg class="flow" viewBox="0 0 1200 800" preserveAspectRatio="none" aria-hidden="true">
    <path class="flow-blue" d="M-100 560C160 420 300 700 600 560S1060 420 1300 540V900H-100Z" />
    <path class="flow-red" d="M-100 660C200 560 380 780 640 660S1080 560 1300 650V900H-100Z" />
    <path class="flow-deep" d="M-100 740C240 680 420 820 700 740S1120 680 1300 730V900H-100Z" />
  </svg>
);

const next = <T,>(list: readonly T[], now: T): T => list[(list.indexOf(now) + 1) % list.length] ?? now;

/** Language, letter size, contrast and reach: in the same place on every step. `resetKey`: when it changes, the staff's look returns. */
const Tools = ({ resetKey = '' }: { resetKey?: string }) => {
  const { say } = useVoice();
  const [look, setLook] = useState<Look>(staffLook);
  useEffect(() => show(look), [look]);
  useEffect(() => setLook(staffLook()), [resetKey]);
  return (
    <nav class="tools" aria-label={say('kiosk.tools')}>
      <LanguageSwitch />
      <div class="tools-look">
        <button
          type="button"
          class="chip"
          aria-pressed={look.zoom !== 100}
          onClick={() => setLook(now => ({ ...now, zoom: next(ZOOMS, now.zoom) }))}
        >
          {say('kiosk.zoom', { percent: look.zoom })}
        </button>
        <button
          type="button"
          class="chip"
          aria-pressed={look.theme !== 'auto'}
          onClick={() => setLook(now => ({ ...now, theme: next(THEMES, now.theme) }))}
        >
          {say('kiosk.contrast')}
        </button>
        <button
          type="button"
          class="chip"
          aria-pressed={look.low}
          onClick={() => setLook(now => ({ ...now, low: !now.low }))}
        >
          {say('kiosk.low')}
        </button>
      </div>
    </nav>
  );
};

/** Frame of a kiosk page: the sign, what is on now, the tools. `step` names where the page is, for tests and styles; `ways`: ways out, always in sight. */
export const Shell = (props: {
  step: string;
  resetKey?: string;
  busy?: boolean;
  ways?: ComponentChildren;
  children: ComponentChildren;
}) => {
  const { say } = useVoice();
  return (
    <div class="shell" data-step={props.step}>
      <Flow />
      <header class="head">
        <Taegeuk />
        <p class="hall">{say('hall.name')}</p>
      </header>
      <main class="main" aria-busy={props.busy ?? false}>
        {props.children}
      </main>
      {props.ways}
      <Tools {...(props.resetKey === undefined ? {} : { resetKey: props.resetKey })} />
    </div>
  );
};

/** Puts a page into `#page`: look, texts, fonts. */
export const startPage = (texts: Loaders, first: Language, page: ComponentChildren): void => {
  show(staffLook());
  const root = document.getElementById('page');
  if (!root) throw new Error('the page has no #page');
  render(
    <Speaking texts={texts} first={first}>
      {page}
    </Speaking>,
    root,
  );
};
