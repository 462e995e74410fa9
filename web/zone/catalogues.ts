import { useEffect, useState } from 'preact/hooks';
import type { KioskCatalogue } from '../../functions/catalogue/catalogue.schema.ts';
import {
  CATALOGUE_LANGUAGES,
  type CatalogueLanguage,
  catalogueLanguage,
  type Language,
} from '../../functions/texts/languages.ts';

/** The catalogue in each of its languages, as this kiosk last heard it. */
export interface Catalogues {
  /** undefined: it never arrived here */
  in(language: Language): KioskCatalogue | undefined;
  /** Asks the hall; resolves in any case */
  refresh(): Promise<void>;
  /** Tells when another catalogue arrived; answers how to stop. */
  listen(listener: () => void): () => void;
}

const keyOf = (language: CatalogueLanguage) => `hall.catalogue.${language}`;

/** Catalogues kept in `store` (they name nobody), so that a page reloads without a network; `ask` fetches one. */
export const catalogues = (
  ask: (language: CatalogueLanguage) => Promise<KioskCatalogue>,
  store: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): Catalogues => {
  const known = new Map<CatalogueLanguage, KioskCatalogue>();
  const listeners = new Set<() => void>();
  for (const language of CATALOGUE_LANGUAGES) {
    const text = store.getItem(keyOf(language));
    if (text !== null) known.set(language, JSON.parse(text) as KioskCatalogue);
  }
  const load = async (language: CatalogueLanguage): Promise<void> => {
    try {
      const fresh = await ask(language);
      if (fresh.version === known.get(language)?.version) return;
      known.set(language, fresh);
      for (const listener of listeners) listener();
      store.setItem(keyOf(language), JSON.stringify(fresh));
    } catch (error) {
      // Without a network the last one is good; without room it is asked for again after a reload.
      console.warn('catalogue', language, String(error));
    }
  };
  return {
    in: language => known.get(catalogueLanguage(language)),
    refresh: async () => {
      await Promise.all(CATALOGUE_LANGUAGES.map(load));
    },
    listen: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const EVERY_MS = 60_000;

/** The catalogue in a language; a change reaches the page within a minute while `quiet` (nobody is there). */
export const useCatalogue = (all: Catalogues, language: Language, quiet: boolean): KioskCatalogue | undefined => {
  const [, arrived] = useState(0);
  useEffect(() => {
    const stop = all.listen(() => arrived(count => count + 1));
    void all.refresh();
    return stop;
  }, [all]);
  useEffect(() => {
    if (!quiet) return;
    const timer = setInterval(() => void all.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [all, quiet]);
  return all.in(language);
};
