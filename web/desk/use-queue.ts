import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../shared/api.ts';
import { lookEvery } from '../shared/settings.ts';
import { useKit } from './kit.ts';
import {
  type Act,
  acted,
  current,
  type Desk,
  type DeskEntry,
  emptyDesk,
  failed,
  type ListState,
  looked,
  settled,
  undone,
} from './queue-model.ts';

/** Pages of fifty that one look reads at most: more wait only when nobody was at the desk for a day. */
const PAGES = 10;

/** What the last act came to, for the line under the list. */
export type Said = { is: 'approved' | 'hidden' | 'undone' | 'overtaken' | 'failed' | 'nothing-to-undo'; name?: string };

/**
 * The list with its looks and acts. `now()` is the list as it is at this moment, not as it was drawn: keys are pressed faster than pages are drawn.
 */
export const useQueue = (state: ListState) => {
  const { api } = useKit();
  const desk = useRef<Desk>(emptyDesk(state));
  const looks = useRef(0);
  const [, draw] = useState(0);
  const [said, say] = useState<Said>();
  const [offline, setOffline] = useState(false);
  const change = (next: Desk) => {
    desk.current = next;
    draw(count => count + 1);
  };

  const look = async () => {
    looks.current += 1;
    const number = looks.current;
    const read: DeskEntry[] = [];
    let after: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await api.call('GET /api/desk/entries', {
        query: { state, ...(after === undefined ? {} : { after }) },
      });
      read.push(...answer.entries);
      after = answer.next;
      if (after === undefined || state !== 'pending') break;
    }
    if (desk.current.state === state) change(looked(desk.current, number, read));
  };

  useEffect(() => {
    desk.current = { ...emptyDesk(state), acts: desk.current.acts };
    draw(count => count + 1);
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      try {
        await look();
        setOffline(false);
      } catch (error) {
        if (!(error instanceof ApiError)) console.warn('desk', String(error));
        setOffline(true);
      }
      if (!stopped) timer = setTimeout(() => void run(), lookEvery());
    };
    void run();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [state]);

  const send = async (act: Act, to: ListState, reason?: string): Promise<boolean> => {
    const { entryId, visitId } = act.entry;
    try {
      await api.call('POST /api/desk/entries/{entryId}', {
        params: { entryId },
        body: { visitId, to, ...(reason === undefined ? {} : { reason }) },
      });
      change(settled(desk.current, entryId, looks.current + 1));
      return true;
    } catch (error) {
      const overtaken = error instanceof ApiError && (error.code === 'state-conflict' || error.code === 'not-found');
      change(failed(desk.current, act, !overtaken));
      say({ is: overtaken ? 'overtaken' : 'failed' });
      return false;
    }
  };
  const named = ({ entry }: Act) => (entry.name === undefined ? {} : { name: entry.name });

  return {
    now: () => desk.current,
    change,
    said,
    offline,
    /** Approves or hides one entry, named by its id. */
    act: async (entryId: string, to: ListState, reason?: string) => {
      const entry = desk.current.entries?.find(one => one.entryId === entryId);
      if (!entry || desk.current.gone === entryId || to === state) return;
      const act: Act = { entry, from: state, to, ...(reason === undefined ? {} : { reason }) };
      change(acted(desk.current, act));
      say({ is: to === 'hidden' ? 'hidden' : 'approved', ...named(act) });
      await send(act, to, reason);
    },
    undo: async () => {
      const act = desk.current.acts.at(-1);
      if (!act) return say({ is: 'nothing-to-undo' });
      change(undone(desk.current, act));
      say({ is: 'undone', ...named(act) });
      await send(act, act.from);
    },
    current: () => current(desk.current),
  };
};
