import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { EntryCard } from './entry-card.tsx';
import { HideDialog } from './hide-dialog.tsx';
import { type ListState, select, step } from './queue-model.ts';
import { useQueue } from './use-queue.ts';

const STATES: readonly ListState[] = ['pending', 'approved', 'hidden'];

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

/** The entries that wait for the staff, and those they judged. */
export const Entries = () => {
  const { say } = useVoice();
  const [state, setState] = useState<ListState>('pending');
  const [hiding, setHiding] = useState<string>();
  const queue = useQueue(state);
  const list = useRef<HTMLOListElement>(null);
  const { entries, selected, gone } = queue.now();

  const press = (entryId: string, to: 'approved' | 'hidden') => {
    if (to === state || entryId === queue.now().gone) return;
    if (to === 'hidden') setHiding(entryId);
    else void queue.act(entryId, to);
  };
  // One handler for the page, and one truth: what is selected now. The focus only follows it, so a key that is quicker than the drawing acts on what
  // was selected last, not on what still has the focus.
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || inField(event.target)) return;
    const id = queue.current()?.entryId;
    const key = event.key.toLowerCase();
    if (key === 'arrowdown' || key === 'j') queue.change(step(queue.now(), 1));
    else if (key === 'arrowup' || key === 'k') queue.change(step(queue.now(), -1));
    else if (key === 'u' && !event.repeat) void queue.undo();
    else if (key === 'a' && !event.repeat && id) press(id, 'approved');
    else if (key === 'h' && !event.repeat && id) press(id, 'hidden');
    else return;
    event.preventDefault();
  };
  const handler = useRef(onKey);
  handler.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handler.current(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  // The focus follows the selection, unless somebody is elsewhere on the page; such a focus selects nothing itself.
  const following = useRef(false);
  useLayoutEffect(() => {
    const at = document.activeElement;
    const here = at === null || at === document.body || (list.current?.contains(at) ?? false);
    const wish = queue.now().selected;
    if (!here || wish === undefined) return;
    const wanted = list.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(wish)}"] article`);
    if (!wanted || wanted.contains(at)) return;
    following.current = true;
    wanted.focus();
    following.current = false;
  }, [selected, entries]);
  const choose = (entryId: string) => {
    if (!following.current) queue.change(select(queue.now(), entryId));
  };

  const said = queue.said;
  return (
    <section aria-labelledby="entries-title" data-view="entries">
      <div class="view-head">
        <h1 id="entries-title">{say('desk.entries')}</h1>
        <div class="chips" role="group" aria-label={say('desk.entries.which')}>
          {STATES.map(each => (
            <button
              key={each}
              type="button"
              class="chip"
              aria-pressed={each === state}
              data-list={each}
              onClick={() => setState(each)}
            >
              {say(`state.entry.${each}`)}
              {each === state && entries ? ` ${entries.length}` : ''}
            </button>
          ))}
        </div>
      </div>
      <p class="soft small">{say('desk.entries.keys')}</p>
      <p class="said" role="status" data-said={said?.is}>
        {said === undefined ? '' : say(`desk.said.${said.is}`, { name: said.name ?? say('desk.entry.nobody') })}
      </p>
      {queue.offline ? <Notice kind="warn">{say('desk.error.offline')}</Notice> : null}
      {entries === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : entries.length === 0 ? (
        <p class="nothing">{say(state === 'pending' ? 'desk.entries.none' : 'desk.entries.empty')}</p>
      ) : (
        <ol class="desk-entries" ref={list}>
          {entries.map(entry => (
            <EntryCard
              key={entry.entryId}
              entry={entry}
              state={state}
              selected={entry.entryId === selected}
              gone={entry.entryId === gone}
              onSelect={() => choose(entry.entryId)}
              onAct={to => press(entry.entryId, to)}
            />
          ))}
        </ol>
      )}
      {hiding === undefined ? null : (
        <HideDialog
          onCancel={() => setHiding(undefined)}
          onReason={reason => {
            setHiding(undefined);
            void queue.act(hiding, 'hidden', reason);
          }}
        />
      )}
    </section>
  );
};
