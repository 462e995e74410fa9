import { useEffect, useRef, useState } from 'preact/hooks';
import type { Key } from '../../functions/texts/texts.ts';
import { listenForeign } from '../shared/foreign-card.ts';
import { listenReader } from '../shared/reader.ts';
import { useKit } from './kit.ts';

/** A word to the visitor; it goes by itself. */
export interface Word {
  key: Key;
  kind: 'calm' | 'warn' | 'good';
}

const LASTS_MS = 7_000;

/**
 * The reader of this page: calls `onCard` once a card, and says a friendly word about everything else that it reads. `use` takes a number
 * typed by hand; false: no card of this hall.
 */
export const useReader = (
  onCard: (cardId: string) => void,
): { word: Word | undefined; tell(word?: Word): void; use(text: string): boolean } => {
  const { kiosk } = useKit();
  const [word, tell] = useState<Word>();
  const heard = useRef(onCard);
  heard.current = onCard;
  const reader = useRef<ReturnType<typeof listenReader> | undefined>(undefined);
  useEffect(() => {
    // The foreign ones first: what the reader takes for its own it hides from everybody after it.
    const stopForeign = listenForeign(kiosk.settings.card, () => tell({ key: 'zone.foreign', kind: 'warn' }));
    const listening = listenReader(kiosk.settings.card, {
      card: cardId => heard.current(cardId),
      again: () => tell({ key: 'kiosk.again', kind: 'calm' }),
      half: () => tell({ key: 'kiosk.half', kind: 'warn' }),
    });
    reader.current = listening;
    return () => {
      stopForeign();
      listening.stop();
    };
  }, [kiosk]);
  useEffect(() => {
    if (word === undefined) return;
    const timer = setTimeout(() => tell(undefined), LASTS_MS);
    return () => clearTimeout(timer);
  }, [word]);
  return { word, tell, use: text => reader.current?.seen(text) ?? false };
};
