/** Clients as `family` (all of it) or `family (this, that)`; `none`: they drop it; `partial`: they do something of it, or something odd. */
export interface Loss {
  none?: string;
  partial?: string;
  /** why the letter is whole all the same */
  because: string;
}

const NIGHT = 'it only carries the night palette; a client without it shows the day’s, or inverts by itself';
const HIDING = 'it hides the preheader, with three others that do so too; seen, it would be one more true line';
const BREAKING = 'one of two spellings for breaking long names; a client that knows neither breaks between words';

/** What each client loses of the letter. A finding that is not here is a decision to make, and one that is gone is one to take out. */
export const LOSSES: Record<string, Loss> = {
  '!important keyword': { partial: 'gmail; outlook (windows, windows-mail); yahoo', because: NIGHT },
  '<body> element': {
    none: 'outlook (macos); yahoo (android, ios)',
    partial: 'gmail; outlook (android, ios, outlook-com); yahoo (desktop-webmail)',
    because: 'ground colour, language and direction are on a wrapper and on each cell too',
  },
  '<style> element': {
    none: 'gmail (mobile-webmail)',
    partial: 'gmail (android, desktop-webmail, ios); outlook (windows, windows-mail)',
    because: NIGHT,
  },
  '<ul>, <ol> and <dl>': {
    partial: 'gmail; outlook; yahoo',
    because: 'it is about numbered lists; ours have no numbers',
  },
  '@media': {
    none: 'gmail (mobile-webmail); outlook (windows, windows-mail)',
    partial: 'gmail (android, desktop-webmail, ios); outlook (android, ios, outlook-com); yahoo; samsung-email',
    because: NIGHT,
  },
  'Attribute selector': {
    none: 'gmail (mobile-webmail); outlook (windows, windows-mail)',
    partial: 'gmail (android, desktop-webmail, ios); outlook (android, ios, outlook-com); yahoo',
    because: 'it carries the night palette of Outlook.com, which knows this form',
  },
  'Class selector': { none: 'gmail (mobile-webmail)', partial: 'gmail (android, ios)', because: NIGHT },
  'Descendant combinator': { none: 'gmail (mobile-webmail)', partial: 'gmail (android, ios)', because: NIGHT },
  'align attribute': {
    partial: 'outlook (macos)',
    because: 'the button stands at the start of its cell anyway, by the cell’s own direction',
  },
  'aria-hidden attribute': {
    none: 'outlook (windows-mail); yahoo',
    because: 'it is on the preheader only, which may be read aloud',
  },
  background: { partial: 'outlook (windows, windows-mail); yahoo', because: 'ours are plain colours' },
  border: {
    partial: 'outlook (windows, windows-mail)',
    because: 'ours are on cells and at most four pixels wide',
  },
  'border-radius': {
    none: 'outlook (windows, windows-mail)',
    partial: 'yahoo',
    because: 'corners are square without it; ours are round, not elliptical',
  },
  'color-scheme CSS property': {
    none: 'gmail; outlook (android, ios, macos, outlook-com, windows); yahoo',
    partial: 'outlook (windows-mail)',
    because: 'it tells Apple Mail that the night palette is ours; others invert by themselves',
  },
  'color-scheme meta tag': {
    none: 'gmail; outlook; apple-mail (ios); yahoo; samsung-email',
    because: 'it says again what the property says',
  },
  'dir attribute': {
    partial: 'gmail (mobile-webmail); outlook (windows, windows-mail)',
    because:
      'it is on each cell and on spans; the one link that has it fills its cell, and Gmail turns a mail that is Arabic anyway',
  },
  display: {
    partial: 'gmail (android, ios); outlook (windows, windows-mail); yahoo',
    because: 'blocks of badges and the button only; inline they are narrower and still read',
  },
  'display:none': { none: 'gmail (mobile-webmail)', partial: 'outlook (windows, windows-mail)', because: HIDING },
  'font-size': {
    partial: 'outlook (windows, windows-mail); yahoo; samsung-email',
    because: 'ours are pixels; rem and percentages are what they lack',
  },
  'font-weight': { partial: 'outlook (windows, windows-mail); yahoo', because: 'ours are 400 and 700' },
  'height attribute': {
    partial: 'outlook (windows)',
    because: 'ours are pixels; a larger screen scales the text more',
  },
  'height property': {
    none: 'yahoo',
    partial: 'outlook (windows)',
    because: 'badges, whose line height is as high, and pictures, which have the attribute too',
  },
  'lang attribute': { partial: 'yahoo', because: 'the wrapper has it too' },
  'line-height': { partial: 'outlook (windows, windows-mail)', because: 'lines stand a little closer or wider' },
  'list-style': {
    partial: 'gmail; outlook (windows, windows-mail); yahoo',
    because: 'ours has no picture; with bullets a list is still a list',
  },
  margin: {
    partial: 'gmail; outlook (android, ios, outlook-com, windows, windows-mail); yahoo',
    because: 'ours are all zero',
  },
  'max-height property': { none: 'outlook (windows, windows-mail)', because: HIDING },
  'max-width': {
    partial: 'outlook (windows, windows-mail); apple-mail (ios)',
    because:
      'Outlook has a table of 640 pixels around the card; a phone is narrower than that; pictures have the attribute',
  },
  opacity: { none: 'gmail (mobile-webmail); outlook (windows, windows-mail)', because: HIDING },
  overflow: {
    none: 'outlook (windows, windows-mail)',
    partial: 'gmail; outlook (android, ios, macos, outlook-com); apple-mail; yahoo',
    because: 'preheader and rounded corners; nothing is cut without it',
  },
  'overflow-wrap': {
    none: 'gmail (android, desktop-webmail, ios); outlook (android, ios, outlook-com, windows, windows-mail); yahoo',
    partial: 'gmail (mobile-webmail); apple-mail',
    because: BREAKING,
  },
  padding: {
    partial: 'outlook (windows, windows-mail)',
    because: 'what holds parts apart is on cells; paragraphs and links without it stand closer',
  },
  'role attribute': {
    none: 'outlook (windows-mail)',
    partial: 'yahoo',
    because: 'it is on layout tables only, for screen readers of clients that keep it',
  },
  'text-align': {
    partial: 'gmail (android, mobile-webmail); outlook (android, windows, windows-mail); yahoo; samsung-email',
    because: 'ours are left, right and center; start and match-parent are what they lack',
  },
  'text-decoration': {
    partial: 'gmail (android, ios); outlook (windows, windows-mail)',
    because: 'ours is one underline or none, and links are coloured too',
  },
  'width attribute': {
    partial: 'outlook (windows)',
    because: 'pictures have pixels; percentages are on tables, where they hold',
  },
  'width property': { partial: 'outlook (windows)', because: 'tables and badges; pictures have the attribute too' },
  'word-break': {
    none: 'outlook (windows-mail); yahoo',
    partial:
      'gmail (android, ios, mobile-webmail); outlook (android, ios, macos, outlook-com); apple-mail; samsung-email',
    because: BREAKING,
  },
};
