import { createHash } from 'node:crypto';
import { cssVariables, RADIUS, SPACE, TYPE } from '../texts/design-tokens.ts';
import { Html } from './html.ts';

/** The only style of the pages that functions render; its hash is in the policy, so nothing else can style them. */
export const PAGE_STYLE = new Html(
  [
    cssVariables(),
    '*{box-sizing:border-box}',
    `body{margin:0;background:var(--ground);color:var(--ink);font:${TYPE.body}px/${TYPE.line} ${TYPE.family};overflow-wrap:anywhere}`,
    ':lang(ko){word-break:keep-all}',
    `main{max-width:680px;margin:0 auto;padding:${SPACE.m}px ${SPACE.m}px ${SPACE.xxl}px}`,
    // the taegeuk's flow: red into blue, one calm line
    'body::before{content:"";display:block;height:6px;background:linear-gradient(100deg,var(--red) 0 34%,var(--blue) 46%)}',
    `header{padding:${SPACE.xl}px 0 ${SPACE.m}px}`,
    `header p{margin:0;color:var(--blue);font-weight:700;font-size:${TYPE.small}px}`,
    `h1{margin:${SPACE.xs}px 0;font-size:clamp(${TYPE.title}px,7vw,${TYPE.display}px);line-height:${TYPE.tight}}`,
    `h2{margin:0 0 ${SPACE.m}px;font-size:${TYPE.lead}px;line-height:${TYPE.tight}}`,
    `h3{margin:${SPACE.xs}px 0;font-size:17px;line-height:1.4}`,
    `p{margin:0 0 ${SPACE.m}px}`,
    `section,.card{background:var(--surface);border:1px solid var(--line);border-radius:${RADIUS.m}px;padding:${SPACE.l}px;margin:0 0 ${SPACE.m}px}`,
    'ul,ol{list-style:none;margin:0;padding:0}',
    `li{padding:0 0 ${SPACE.s}px}`,
    `.s{color:var(--soft);font-size:${TYPE.small}px;display:block}`,
    `.zone{display:grid;grid-template-columns:44px 1fr;padding:0 0 ${SPACE.m}px}`,
    `.n{width:32px;height:32px;border-radius:${RADIUS.round}px;background:var(--blue);color:var(--on-blue);font-weight:700;display:grid;place-items:center;font-size:15px}`,
    '.zone:nth-child(even) .n{background:var(--red);color:var(--on-red)}',
    'h3 .s{display:inline;font-weight:400}',
    'a{color:var(--blue)}',
    `figure{margin:0 0 ${SPACE.m}px}`,
    `img{display:block;width:100%;height:auto;border-radius:${RADIUS.m}px;background:var(--sunken)}`,
    `figcaption{padding:${SPACE.s}px 0 0}`,
    `blockquote{margin:0;padding:${SPACE.m}px ${SPACE.l}px;background:var(--sunken);border-inline-start:4px solid var(--red);border-radius:${RADIUS.s}px;font-size:${TYPE.lead}px;white-space:pre-line}`,
    `.go{display:inline-block;min-height:48px;padding:12px 22px;border:2px solid var(--blue);border-radius:${RADIUS.s}px;background:var(--blue);color:var(--on-blue);font:inherit;font-weight:700;text-decoration:none;cursor:pointer}`,
    '.quiet{background:transparent;color:var(--blue)}',
    '.grave{background:var(--red);border-color:var(--red);color:var(--on-red)}',
    ':focus-visible{outline:3px solid var(--focus);outline-offset:3px}',
    `dl{margin:0}dt{font-weight:700;padding-top:${SPACE.s}px}dd{margin:0}`,
    `.row{display:flex;flex-wrap:wrap;gap:${SPACE.m}px;align-items:center}`,
    `footer{color:var(--soft);font-size:${TYPE.small}px;padding:${SPACE.m}px 0}`,
    '@media print{section,.card{border:0;padding:0}form,.go{display:none}}',
  ].join(''),
);

const HASH = createHash('sha256').update(PAGE_STYLE.markup).digest('base64');

/** Headers of every page a function renders: nothing is loaded from elsewhere, kept, indexed, framed, or told to the next site. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${HASH}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
