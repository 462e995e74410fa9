import { direction, LANGUAGE_TAGS, type Language } from '../texts/languages.ts';
import { type Hole, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** A whole page around its content; complete without JavaScript, and without any. */
export const shell = (language: Language, title: string, hall: string, content: Hole): string =>
  `<!DOCTYPE html>\n${html`<html lang="${LANGUAGE_TAGS[language]}" dir="${direction(language)}">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex, nofollow">
      <meta name="referrer" content="no-referrer">
      <meta name="color-scheme" content="light dark">
      <title>${title}</title>
      <style>${PAGE_STYLE}</style>
    </head>
    <body>
      <main>
        <header><p>${hall}</p><h1>${title}</h1></header>
        ${content}
      </main>
    </body>
  </html>`}\n`;

/** A form that does one thing: a POST, so that scanners that open every link do nothing. */
export const act = (action: string, label: string, kind: 'go' | 'go quiet' | 'go grave' = 'go'): Hole =>
  html`<form method="post" action="${action}"><button class="${kind}" type="submit">${label}</button></form>`;
