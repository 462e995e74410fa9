/** Colours of one palette. Every text colour has at least 4.5:1 on every ground it may stand on (`tests/texts/design-tokens.test.ts`). */
export interface Palette {
  /** the page behind everything */
  ground: string;
  /** cards, sheets */
  surface: string;
  /** a quiet block inside a card */
  sunken: string;
  /** main text */
  ink: string;
  /** second text: captions, notes */
  soft: string;
  /** hairlines; decoration only */
  line: string;
  /** edges of fields and controls: at least 3:1 */
  edge: string;
  /** the taegeuk's blue: links, main buttons */
  blue: string;
  /** text on blue */
  onBlue: string;
  /** a breath of blue, for grounds */
  blueWash: string;
  /** the taegeuk's red: accents, what is recorded */
  red: string;
  onRed: string;
  redWash: string;
  /** done, saved */
  green: string;
  greenWash: string;
  /** warnings */
  amber: string;
  amberWash: string;
  /** ring of the focused element */
  focus: string;
}

/** By day: paper and ink, the hall's blue and red. No pure black or white where a mail client might invert. */
export const LIGHT: Palette = {
  ground: '#f3f5f9',
  surface: '#fdfdfe',
  sunken: '#eef2f8',
  ink: '#151b2c',
  soft: '#4a556e',
  line: '#d9e0ec',
  edge: '#78849c',
  blue: '#0b4ba8',
  onBlue: '#fdfdfe',
  blueWash: '#e6eefb',
  red: '#b8232f',
  onRed: '#fdfdfe',
  redWash: '#fcebec',
  green: '#17633d',
  greenWash: '#e4f4ea',
  amber: '#7a4a00',
  amberWash: '#fdf1dc',
  focus: '#0b4ba8',
};

/** By night. */
export const DARK: Palette = {
  ground: '#10141f',
  surface: '#181e2d',
  sunken: '#20283a',
  ink: '#eef1f8',
  soft: '#b3bdd1',
  line: '#303a50',
  edge: '#7f8ba5',
  blue: '#8db8ff',
  onBlue: '#0c1526',
  blueWash: '#1b2c4d',
  red: '#ff9a9e',
  onRed: '#2a0b0e',
  redWash: '#42202a',
  green: '#86d9a8',
  greenWash: '#17372a',
  amber: '#f3c377',
  amberWash: '#3b2c12',
  focus: '#8db8ff',
};

/** High contrast: at least 7:1 everywhere. */
export const CONTRAST: Palette = {
  ground: '#000000',
  surface: '#000000',
  sunken: '#0d0d0d',
  ink: '#ffffff',
  soft: '#f0f0f0',
  line: '#ffffff',
  edge: '#ffffff',
  blue: '#ffe34d',
  onBlue: '#000000',
  blueWash: '#14140a',
  red: '#ffb3b6',
  onRed: '#000000',
  redWash: '#1f0a0c',
  green: '#8cf0b4',
  greenWash: '#06190e',
  amber: '#ffd37a',
  amberWash: '#1a1204',
  focus: '#5ce1ff',
};

/** Type. Sizes in px for a page at arm's length; kiosks scale them by their panel. */
export const TYPE = {
  family:
    "'Noto Sans KR', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans SC', 'Noto Sans JP', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  small: 14,
  body: 16,
  lead: 19,
  title: 24,
  display: 34,
  line: 1.6,
  tight: 1.25,
} as const;

/** Space in px: one scale of four. */
export const SPACE = { xs: 4, s: 8, m: 16, l: 24, xl: 40, xxl: 64 } as const;

/** Corners in px. */
export const RADIUS = { s: 8, m: 14, l: 22, round: 999 } as const;

/** Motion in ms; pages drop it under prefers-reduced-motion. */
export const MOTION = { quick: 140, calm: 320, flow: 900, ease: 'cubic-bezier(.2,.7,.2,1)' } as const;

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(';');

/**
 * The palettes as CSS custom properties (`--blue-wash`): light on :root, dark by the system's wish or `data-theme="dark"`, high contrast by
 * `data-theme="contrast"` or the system's.
 */
export const cssVariables = (): string =>
  [
    `:root{color-scheme:light dark;${variables(LIGHT)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme]){${variables(DARK)}}}`,
    `@media (prefers-contrast:more){:root:not([data-theme]){${variables(CONTRAST)}}}`,
    `:root[data-theme=light]{color-scheme:light}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(DARK)}}`,
    `:root[data-theme=contrast]{color-scheme:dark;${variables(CONTRAST)}}`,
  ].join('');

/** WCAG contrast ratio of two `#rrggbb` colours, 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};
