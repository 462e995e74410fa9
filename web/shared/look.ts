import { kiosk, remembered } from './settings.ts';

/** Smallest letters in millimetres: the height of a Hangul syllable is 0.92 of its font size, and 12 mm are asked for. */
const LETTER_MM = 13.1;

/** Colours of the page; `auto` follows the system. */
export const THEMES = ['auto', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** Enlargements that are offered, in percent. */
export const ZOOMS = [100, 150, 200] as const;
export type Zoom = (typeof ZOOMS)[number];

/** How this kiosk looks now. Kept for a visit only: the next visitor finds the kiosk as the staff set it. */
export interface Look {
  theme: Theme;
  zoom: Zoom;
  /** all controls in the lower part of the panel, for visitors who sit */
  low: boolean;
}

const oneOf = <T>(list: readonly T[], value: unknown, otherwise: T): T =>
  list.find(each => String(each) === value) ?? otherwise;

/** The look the staff chose: `/booth?theme=dark&zoom=150&low=1`, remembered. */
export const staffLook = (): Look => {
  const asked = new URLSearchParams(location.search);
  for (const name of ['theme', 'zoom', 'low'] as const) {
    const value = asked.get(name);
    if (value !== null) remembered.set(name, value);
  }
  return {
    theme: oneOf(THEMES, remembered.get('theme'), 'auto'),
    zoom: oneOf(ZOOMS, remembered.get('zoom'), 100),
    low: remembered.get('low') === '1',
  };
};

/** Puts the look on the page. One `rem` is the smallest letter that this panel may show; everything else is in `rem`. */
export const show = ({ theme, zoom, low }: Look): void => {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  root.dataset['low'] = String(low);
  root.dataset['zoom'] = String(zoom);
  const panel = kiosk()?.settings.panel;
  const letter = panel ? (LETTER_MM * panel.pixels) / panel.millimetres : 18;
  root.style.setProperty('--letter', `${letter}px`);
  root.style.setProperty('--zoom', String(zoom / 100));
};

/** The look of a screen at arm's length (the desk): letters as on any page, whatever the panel. */
export const showAtDesk = (): void => {
  document.documentElement.style.setProperty('--letter', '16px');
};
