import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { type Api, ApiError } from '../shared/api.ts';
import type { Now } from '../shared/now.ts';
import type { Kiosk } from '../shared/settings.ts';
import { useVoice } from '../shared/speak.tsx';

/** What every part of the desk works with. */
export interface Kit {
  kiosk: Kiosk;
  /** throws ApiError; when nobody is signed in any more, the desk shows the sign-in by itself */
  api: Api;
  now: Now;
  staff: string;
}

const KitContext = createContext<Kit | undefined>(undefined);
export const KitProvider = KitContext.Provider;

/** The desk's kit. Throws outside the desk. */
export const useKit = (): Kit => {
  const kit = useContext(KitContext);
  if (!kit) throw new Error('no kit');
  return kit;
};

/** Errors that the staff can do something about have words of their own. */
const SAID = new Set([
  'offline',
  'not-a-hall-card',
  'unknown-card',
  'no-open-visit',
  'unknown-tour',
  'bad-address',
  'suppressed-address',
  'state-conflict',
  'not-found',
  'too-late',
  'locked',
  'not-signed-in',
]);

/** What went wrong, in words of the desk. */
export const useTrouble = (): ((error: unknown) => string) => {
  const { say } = useVoice();
  return error => {
    const code = error instanceof ApiError ? error.code : 'internal';
    return say(SAID.has(code) ? (`desk.error.${code}` as 'desk.error.offline') : 'desk.error.internal', { code });
  };
};

/** Reads again and again: `value` is the last answer, `trouble` the last error where there was none since. `again()` reads at once. */
export const useReading = <T>(read: () => Promise<T>, key: string, everyMs: number) => {
  const [state, set] = useState<{ value?: T; trouble?: unknown }>({});
  const reader = useRef(read);
  reader.current = read;
  const [round, again] = useState(0);
  useEffect(() => set({}), [key]);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      try {
        const value = await reader.current();
        if (!stopped) set({ value });
      } catch (trouble) {
        if (!stopped) set(before => ({ ...before, trouble }));
      }
      if (!stopped) timer = setTimeout(() => void run(), everyMs);
    };
    void run();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [key, round, everyMs]);
  return { ...state, again: () => again(count => count + 1) };
};
