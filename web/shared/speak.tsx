import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { direction, LANGUAGE_TAGS, LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { type Say, sayWith } from '../../functions/texts/say-with.ts';
import type { Messages } from '../../functions/texts/texts.ts';
import { loadFonts } from './fonts.ts';

/** Loads a language's texts; see `virtual:hall-texts/<page>`. */
export type Loaders = Partial<Record<Language, () => Promise<Messages>>>;

/** The page's voice. */
export interface Voice {
  language: Language;
  /** a text of this page in its language */
  say: Say;
  /** languages that are written, in the hall's order */
  offered: readonly Language[];
  texts: Loaders;
  speak(language: Language): void;
}

const VoiceContext = createContext<Voice | undefined>(undefined);

/** The voice of the page around. Throws outside `Speaking`. */
export const useVoice = (): Voice => {
  const voice = useContext(VoiceContext);
  if (!voice) throw new Error('no voice: use Speaking');
  return voice;
};

/** The language to use for somebody who asked for `wanted`: that one when it is written, else English. */
export const spoken = (wanted: Language, offered: readonly Language[]): Language =>
  offered.includes(wanted) ? wanted : offered.includes('en') ? 'en' : (offered[0] ?? 'ko');

/** `?rehearse=rtl` in the address turns the page around, to see right-to-left layouts before an Arabic text exists. */
const rehearsal = () => new URLSearchParams(location.search).get('rehearse') === 'rtl';

/** Gives the page a voice: loads texts and fonts, sets `lang` and `dir`. Shows nothing until the first texts are here. */
export const Speaking = ({
  texts,
  first,
  children,
}: {
  texts: Loaders;
  first: Language;
  children: ComponentChildren;
}) => {
  const offered = useMemo(() => LANGUAGES.filter(language => texts[language] !== undefined), [texts]);
  const [wanted, speak] = useState<Language>(() => spoken(first, offered));
  const [voice, setVoice] = useState<Voice>();
  useEffect(() => {
    let current = true;
    const language = spoken(wanted, offered);
    loadFonts(language);
    texts[language]?.().then(
      messages => {
        if (!current) return;
        document.documentElement.lang = LANGUAGE_TAGS[language];
        document.documentElement.dir = rehearsal() ? 'rtl' : direction(language);
        setVoice({ language, say: sayWith(language, messages), offered, texts, speak });
      },
      (error: unknown) => console.warn('no texts', language, String(error)),
    );
    return () => {
      current = false;
    };
  }, [wanted, offered, texts]);
  return voice ? <VoiceContext.Provider value={voice}>{children}</VoiceContext.Provider> : null;
};

/** The English voice, for what must stand in English beside another language; undefined until it is here, or while it is not `wanted`. */
export const useEnglish = (wanted: boolean): Say | undefined => {
  const { texts } = useVoice();
  const [say, setSay] = useState<Say>();
  useEffect(() => {
    if (!wanted) return setSay(undefined);
    let current = true;
    texts.en?.().then(
      messages => current && setSay(() => sayWith('en', messages)),
      (error: unknown) => console.warn('no texts', 'en', String(error)),
    );
    return () => {
      current = false;
    };
  }, [wanted, texts]);
  return say;
};
