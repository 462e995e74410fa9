import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../functions/texts/languages.ts';
import { useVoice } from '../shared/speak.tsx';

/** The hall's two languages. */
const TURNS: readonly Language[] = ['ko', 'en'];
const EACH_MS = 9_000;
/** After a touch the page stays as it is for this long. */
const CALM_MS = 60_000;

/**
 * While `active` (nobody is there) the page speaks the hall's languages in turn; it stops when somebody touches it. `chosen`: somebody has
 * chosen the language since.
 */
export const useTurns = (active: boolean): { chosen: boolean; choose(language: Language): void } => {
  const { speak } = useVoice();
  const [chosen, setChosen] = useState(false);
  const calmUntil = useRef(0);
  useEffect(() => {
    if (!active) return;
    setChosen(false);
    const onTouch = () => {
      calmUntil.current = performance.now() + CALM_MS;
    };
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest('.languages [aria-pressed]')) setChosen(true);
    };
    let turn = 0;
    const timer = setInterval(() => {
      if (performance.now() < calmUntil.current) return;
      turn += 1;
      setChosen(false);
      speak(TURNS[turn % TURNS.length] ?? 'ko');
    }, EACH_MS);
    addEventListener('pointerdown', onTouch, { capture: true });
    addEventListener('keyup', onTouch, { capture: true });
    addEventListener('click', onClick, { capture: true });
    return () => {
      clearInterval(timer);
      removeEventListener('pointerdown', onTouch, { capture: true });
      removeEventListener('keyup', onTouch, { capture: true });
      removeEventListener('click', onClick, { capture: true });
    };
  }, [active, speak]);
  return {
    chosen,
    choose: language => {
      setChosen(true);
      speak(language);
    },
  };
};
