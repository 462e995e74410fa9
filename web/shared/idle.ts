/** Seconds a visitor has to say "I am still here" (WCAG 2.2.1: at least 20). */
export const WARNING_SECONDS = 20;

/** What the watch says: somebody is there; a question with the seconds left; nobody is. */
export type Watch = { is: 'present' } | { is: 'asking'; left: number } | { is: 'gone' };

/** Where the watch stands, `quiet` milliseconds after the last touch. It can be extended without end, by any touch. */
export const watchAt = (quietMs: number, idleSeconds: number, warning = WARNING_SECONDS): Watch => {
  const askAt = idleSeconds * 1000;
  if (quietMs < askAt) return { is: 'present' };
  const left = Math.ceil((askAt + warning * 1000 - quietMs) / 1000);
  return left > 0 ? { is: 'asking', left } : { is: 'gone' };
};

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/** Tells `onChange` while nobody touches the page. `touch()` counts as a touch; the answer stops it. */
export const watchIdle = (
  idleSeconds: () => number,
  onChange: (watch: Watch) => void,
  clock = () => performance.now(),
): { touch(): void; stop(): void } => {
  let last = clock();
  let said = '';
  const look = () => {
    const watch = watchAt(clock() - last, idleSeconds());
    const text = JSON.stringify(watch);
    if (text !== said) onChange(watch);
    said = text;
  };
  const touch = () => {
    last = clock();
    look();
  };
  for (const name of TOUCHES) addEventListener(name, touch, { capture: true, passive: true });
  const timer = setInterval(look, 250);
  return {
    touch,
    stop: () => {
      clearInterval(timer);
      for (const name of TOUCHES) removeEventListener(name, touch, { capture: true });
    },
  };
};
