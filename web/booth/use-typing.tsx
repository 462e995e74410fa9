import type { ComponentType, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LayoutName } from './layouts.ts';
import type { Stroke, Typed } from './typing.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
type Keys = ComponentType<{ first: LayoutName; onStroke(stroke: Stroke): void }>;
type Press = (state: Typed, stroke: Stroke, max?: number) => Typed;

/** The keys of the screen and what they type, loaded with the first step that needs them; undefined until then. */
export const useKeys = (): { Keys: Keys; press: Press } | undefined => {
  const [loaded, setLoaded] = useState<{ Keys: Keys; press: Press }>();
  useEffect(() => {
    let current = true;
    Promise.all([import('./keyboard.tsx'), import('./typing.ts')]).then(
      ([{ ScreenKeys }, { press }]) => current && setLoaded({ Keys: ScreenKeys, press }),
      // Without them a real keyboard still types.
      (error: unknown) => console.warn('no keys', String(error)),
    );
    return () => {
      current = false;
    };
  }, []);
  return loaded;
};

/**
 * A field that fingers on the screen and real keyboards both fill: strokes go where the cursor is. Answers the stroke handler.
 * `composing` is forgotten as soon as the cursor moves or somebody types otherwise.
 */
export const useStrokes = (
  field: RefObject<Field | null>,
  press: Press | undefined,
  set: (text: string) => void,
  max: number,
): ((stroke: Stroke) => void) => {
  const open = useRef<string | undefined>(undefined);
  return stroke => {
    const element = field.current;
    if (!element || !press) return;
    const from = element.selectionStart ?? element.value.length;
    const to = element.selectionEnd ?? from;
    const before = element.value.slice(0, from);
    const state: Typed = {
      before,
      after: element.value.slice(to),
      composing: from === to && open.current === before && before !== '',
    };
    const next = from !== to && stroke === 'back' ? { ...state, composing: false } : press(state, stroke, max);
    open.current = next.composing ? next.before : undefined;
    element.value = next.before + next.after;
    element.setSelectionRange(next.before.length, next.before.length);
    element.focus({ preventScroll: true });
    set(element.value);
  };
};
