import { type CardForm, cardOf, type Reading, wedge } from './wedge.ts';

/** What a reader tells a page. */
export interface ReaderEvents {
  /** a card, once */
  card(cardId: string): void;
  /** the same card within two seconds: a friendly word, nothing else */
  again(): void;
  /** something was read that is no whole card: please once more */
  half(): void;
}

const QUIET_MS = 60;

/** Puts text where the cursor is, as if it had been typed; the readers' key presses that turned out to be a hand's. */
const giveBack = (text: string): void => {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.readOnly) return;
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
};

/** Listens to a reader that types like a keyboard, wherever the cursor is; none of its characters reach a field. */
export const listenReader = (form: CardForm, events: ReaderEvents): { stop(): void; seen(text: string): boolean } => {
  const state = wedge(form);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const act = (reading: Reading) => {
    if (reading.is === 'read') events.card(reading.cardId);
    if (reading.is === 'again') events.again();
    if (reading.is === 'half') events.half();
    if (reading.is === 'typed') giveBack(reading.text);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const reading = state.key(event.key, event.timeStamp);
    if (reading.is !== 'other') {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    act(reading);
    clearTimeout(timer);
    timer = setTimeout(() => act(state.quiet(performance.now())), QUIET_MS);
  };
  addEventListener('keydown', onKey, { capture: true });
  return {
    stop: () => {
      clearTimeout(timer);
      removeEventListener('keydown', onKey, { capture: true });
    },
    /** Takes what a QR or the number pad gave; false: no card of this hall. */
    seen: text => {
      const cardId = cardOf(form, text);
      if (cardId !== undefined) act(state.seen(cardId, performance.now()));
      return cardId !== undefined;
    },
  };
};

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare global {
  var BarcodeDetector:
    | { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }
    | undefined;
}

/** Can this browser read QR codes? */
export const canReadQr = async (): Promise<boolean> =>
  ((await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [] as string[])) ?? []).includes('qr_code');

/** Looks for QR codes in a playing video, three times a second, until stopped. */
export const watchQr = (video: HTMLVideoElement, found: (text: string) => void): (() => void) => {
  const Detector = globalThis.BarcodeDetector;
  if (!Detector) return () => undefined;
  const detector = new Detector({ formats: ['qr_code'] });
  const timer = setInterval(async () => {
    if (video.readyState < 2) return;
    for (const { rawValue } of await detector.detect(video).catch(() => [])) found(rawValue);
  }, 330);
  return () => clearInterval(timer);
};
