import { useEffect, useRef } from 'preact/hooks';
import { SimpleKeyboard } from 'simple-keyboard';
import 'simple-keyboard/build/css/index.css';
import { useVoice } from '../shared/speak.tsx';
import { LAYOUTS, type LayoutName } from './layouts.ts';
import type { Stroke } from './typing.ts';

const STROKES: Record<string, Stroke> = {
  '{back}': 'back',
  '{left}': 'left',
  '{right}': 'right',
  '{space}': { type: ' ' },
  '{enter}': { type: '\n' },
};

/** Keys of the screen. `onStroke` hears what a key types; layout keys stay inside. */
export const ScreenKeys = ({ first, onStroke }: { first: LayoutName; onStroke(stroke: Stroke): void }) => {
  const { say } = useVoice();
  const root = useRef<HTMLDivElement>(null);
  const heard = useRef(onStroke);
  heard.current = onStroke;
  useEffect(() => {
    if (!root.current) return;
    let layout = first;
    let letters: 'ko' | 'en' = first === 'ko' ? 'ko' : 'en';
    const show = (name: LayoutName) => {
      layout = name;
      keys.setOptions({ layoutName: name });
      label();
    };
    /** Screen readers hear words instead of signs, and fingers take no focus away from the field. */
    const label = () => {
      const names: Record<string, string> = {
        '{back}': say('booth.keys.back'),
        '{left}': say('booth.keys.left'),
        '{right}': say('booth.keys.right'),
      };
      for (const button of root.current?.querySelectorAll('button') ?? []) {
        // A bare button would submit the form around it.
        button.type = 'button';
        const name = names[button.dataset['skbtn'] ?? ''];
        if (name !== undefined) button.setAttribute('aria-label', name);
      }
    };
    const keys = new SimpleKeyboard(root.current, {
      layout: LAYOUTS,
      layoutName: first,
      display: {
        '{back}': '⌫',
        '{left}': '←',
        '{right}': '→',
        '{space}': say('booth.keys.space'),
        '{enter}': '↵',
        '{shift}': '⇧',
        '{signs}': say('booth.keys.signs'),
        '{language}': say('booth.keys.language'),
      },
      mergeDisplay: true,
      useButtonTag: true,
      physicalKeyboardHighlight: false,
      preventMouseDownDefault: true,
      disableButtonHold: true,
      autoUseTouchEvents: false,
      theme: 'hg-theme-default screen-keys',
      onKeyPress: button => {
        if (button === '{shift}') return show(layout.endsWith('-shift') ? letters : `${letters}-shift`);
        if (button === '{signs}') return show(layout === 'signs' ? letters : 'signs');
        if (button === '{language}') {
          letters = letters === 'ko' ? 'en' : 'ko';
          return show(letters);
        }
        heard.current(STROKES[button] ?? { type: button });
        if (layout.endsWith('-shift')) show(letters);
      },
    });
    label();
    return () => keys.destroy();
  }, [first, say]);
  return <div ref={root} class="simple-keyboard" role="group" aria-label={say('booth.keys.label')} />;
};
