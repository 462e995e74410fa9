declare module 'virtual:hall-texts/*' {
  import type { Language } from '../../functions/texts/languages.ts';
  import type { Messages } from '../../functions/texts/texts.ts';

  /** the languages that are written, each in a chunk of its own */
  const loaders: Partial<Record<Language, () => Promise<Messages>>>;
  export default loaders;
}
