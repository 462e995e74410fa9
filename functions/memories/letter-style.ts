import { DARK, LIGHT, type Palette } from '../texts/design-tokens.ts';
import { Html } from './html.ts';

/** The letter is complete with inline styles alone; this block only adds the night for clients that keep it. */

const night = (dark: Palette, before = ''): string =>
  [
    ['.g', `background-color:${dark.ground}`],
    ['.c', `background-color:${dark.surface}`],
    ['.w', `background-color:${dark.sunken}`],
    ['.h', `background-color:${dark.blueWash}`],
    ['.i', `color:${dark.ink}`],
    ['.s', `color:${dark.soft}`],
    ['.b', `color:${dark.blue}`],
    ['.r', `color:${dark.red}`],
    ['.bb', `background-color:${dark.blue};color:${dark.onBlue}`],
    ['.rb', `background-color:${dark.red};color:${dark.onRed}`],
    ['.l', `border-color:${dark.line}`],
    ['.q', `border-color:${dark.red}`],
  ]
    .map(([name, rules]) => `${before}${name}{${rules?.replaceAll(';', '!important;')}!important}`)
    .join('');

/** Content of the letter's only `<style>`. */
export const LETTER_STYLE = new Html(
  `:root{color-scheme:light dark;supported-color-schemes:light dark}` +
    `@media (prefers-color-scheme:dark){${night(DARK)}}${night(DARK, '[data-ogsc] ')}`,
);

const FONT =
  "-apple-system,'Segoe UI','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',Roboto,Helvetica,Arial,sans-serif";

/** Inline styles, by what they are for. Six-digit colours and no shorthand that old clients drop. */
const STYLES = {
  body: `margin:0;padding:0;background-color:${LIGHT.ground}`,
  ground: `background-color:${LIGHT.ground}`,
  // Long names break instead of widening the card; two spellings, since each client knows another. Inherited by everything inside.
  breaks: 'overflow-wrap:anywhere;word-break:break-word',
  card: `background-color:${LIGHT.surface}`,
  cell: `font-family:${FONT};font-size:16px;line-height:1.6;color:${LIGHT.ink}`,
  h1: `margin:0;padding:0;font-size:28px;line-height:1.3;font-weight:700;color:${LIGHT.ink}`,
  h2: `margin:0;padding:0 0 12px 0;font-size:19px;line-height:1.35;font-weight:700;color:${LIGHT.ink}`,
  h3: `margin:0;padding:3px 0 6px 0;font-size:17px;line-height:1.4;font-weight:700;color:${LIGHT.ink}`,
  p: 'margin:0;padding:0 0 12px 0',
  list: 'margin:0;padding:0;list-style:none',
  item: 'margin:0;padding:0 0 10px 0',
  soft: `font-size:14px;line-height:1.5;color:${LIGHT.soft}`,
  small: `font-size:13px;line-height:1.6;color:${LIGHT.soft}`,
  link: `color:${LIGHT.blue};text-decoration:underline`,
  strongLink: `color:${LIGHT.blue};font-weight:700;text-decoration:underline`,
  button: `display:inline-block;padding:14px 28px;font-family:${FONT};font-size:16px;line-height:1.3;font-weight:700;color:${LIGHT.onBlue};background-color:${LIGHT.blue};text-decoration:none;border-radius:10px`,
  blueBadge: `display:inline-block;width:32px;height:32px;line-height:32px;border-radius:16px;text-align:center;font-size:15px;font-weight:700;color:${LIGHT.onBlue};background-color:${LIGHT.blue}`,
  redBadge: `display:inline-block;width:32px;height:32px;line-height:32px;border-radius:16px;text-align:center;font-size:15px;font-weight:700;color:${LIGHT.onRed};background-color:${LIGHT.red}`,
  quote: `border-color:${LIGHT.red}`,
  sunken: `background-color:${LIGHT.sunken}`,
  wash: `background-color:${LIGHT.blueWash};border-radius:12px`,
  rule: `border-top:1px solid ${LIGHT.line}`,
  blue: `background-color:${LIGHT.blue};font-size:0;line-height:6px`,
  red: `background-color:${LIGHT.red};font-size:0;line-height:6px`,
  picture: 'display:block;width:100%;max-width:592px;height:auto;border:0;border-radius:12px',
} as const;

/** The inline styles as markup, so that no letter escapes them anew. */
export const S = Object.fromEntries(Object.entries(STYLES).map(([name, css]) => [name, new Html(css)])) as {
  readonly [name in keyof typeof STYLES]: Html;
};

/** Colours for attributes that the oldest clients read. */
export const COLOURS = LIGHT;
