import type { DeskEntries } from '../../functions/guestbook/entry.schema.ts';

export type DeskEntry = DeskEntries['entries'][number];
export type ListState = 'pending' | 'approved' | 'hidden';

/** One act at this desk; `from` is where undo leads back to. */
export interface Act {
  entry: DeskEntry;
  from: ListState;
  to: ListState;
  reason?: string;
}

/**
 * The staff's list of entries. What is selected is named by its id and nothing else: no look at the hall, no redraw and no act of somebody else can put
 * another entry under a finger that is about to press a key.
 */
export interface Desk {
  state: ListState;
  /** undefined: not read yet */
  entries: readonly DeskEntry[] | undefined;
  selected: string | undefined;
  /** the selected entry, which somebody else moved or its visitor withdrew; it stays until the selection moves on, and no key acts on it */
  gone: string | undefined;
  /** acts of this session, the last one at the end */
  acts: readonly Act[];
  /** entries acted on here, and the first look that counts for them again; undefined: the hall has not answered yet */
  moved: ReadonlyMap<string, number | undefined>;
}

export const emptyDesk = (state: ListState): Desk => ({
  state,
  entries: undefined,
  selected: undefined,
  gone: undefined,
  acts: [],
  moved: new Map(),
});

/** The entry that keys act on; undefined: none, or it is gone. */
export const current = ({ entries, selected, gone }: Desk): DeskEntry | undefined =>
  selected === gone ? undefined : entries?.find(({ entryId }) => entryId === selected);

/** Those that wait the longest first; what was judged, the latest first. */
const inOrder = (state: ListState, entries: readonly DeskEntry[]): DeskEntry[] =>
  state === 'pending'
    ? [...entries].sort((a, b) => a.at.localeCompare(b.at) || a.entryId.localeCompare(b.entryId))
    : [...entries];

/** Selects by id; a gone entry leaves the list when the selection leaves it. */
export const select = (desk: Desk, entryId: string): Desk => {
  if (entryId === desk.selected) return desk;
  const entries = desk.entries?.filter(one => one.entryId !== desk.gone);
  return { ...desk, entries, selected: entryId, gone: undefined };
};

/** Selects the next (1) or the one before (-1). */
export const step = (desk: Desk, by: 1 | -1): Desk => {
  const entries = desk.entries ?? [];
  const at = entries.findIndex(({ entryId }) => entryId === desk.selected);
  const next = entries[Math.min(Math.max(at + by, 0), entries.length - 1)];
  return next ? select(desk, next.entryId) : desk;
};

/** What the hall answered to look number `look`. Entries acted on here are left as they are here until a later look. */
export const looked = (desk: Desk, look: number, read: readonly DeskEntry[]): Desk => {
  const old = (id: string) => desk.moved.has(id) && look < (desk.moved.get(id) ?? Number.POSITIVE_INFINITY);
  const here = new Map((desk.entries ?? []).map(entry => [entry.entryId, entry]));
  const fresh = [
    ...read.filter(({ entryId }) => !old(entryId)),
    ...[...here.values()].filter(({ entryId }) => old(entryId)),
  ];
  const chosen = desk.selected === undefined ? undefined : here.get(desk.selected);
  const lost = chosen && !fresh.some(({ entryId }) => entryId === chosen.entryId);
  let entries = inOrder(desk.state, fresh);
  if (chosen && lost) {
    const at = (desk.entries ?? []).findIndex(({ entryId }) => entryId === chosen.entryId);
    entries = entries.toSpliced(at, 0, chosen);
  }
  const moved = new Map([...desk.moved].filter(([id]) => old(id)));
  return {
    ...desk,
    entries,
    moved,
    gone: lost ? desk.selected : undefined,
    selected: desk.selected ?? entries[0]?.entryId,
  };
};

/** Takes an entry off the list since it was acted on here; the selection goes to the one after it. */
export const acted = (desk: Desk, act: Act): Desk => {
  const entries = desk.entries ?? [];
  const { entryId } = act.entry;
  const at = entries.findIndex(one => one.entryId === entryId);
  const left = entries.filter(one => one.entryId !== entryId);
  const selected = desk.selected === entryId ? (left[at] ?? left.at(-1))?.entryId : desk.selected;
  return {
    ...desk,
    entries: left,
    selected,
    acts: [...desk.acts, act],
    moved: new Map(desk.moved).set(entryId, undefined),
  };
};

/** The hall took the act: looks that begin from number `look` on count again. */
export const settled = (desk: Desk, entryId: string, look: number): Desk => ({
  ...desk,
  moved: new Map(desk.moved).set(entryId, look),
});

/** The last act taken back: the entry is in its list again, and selected. */
export const undone = (desk: Desk, act: Act): Desk => {
  const rest = (desk.entries ?? []).filter(({ entryId }) => entryId !== act.entry.entryId && entryId !== desk.gone);
  const here = act.from === desk.state;
  return {
    ...desk,
    acts: desk.acts.filter(one => one !== act),
    entries: here ? inOrder(desk.state, [act.entry, ...rest]) : rest,
    selected: here ? act.entry.entryId : desk.selected,
    gone: undefined,
    moved: new Map(desk.moved).set(act.entry.entryId, undefined),
  };
};

/** The hall did not take the act (`back`: it may be tried again). */
export const failed = (desk: Desk, act: Act, back: boolean): Desk => {
  const moved = new Map(desk.moved);
  moved.delete(act.entry.entryId);
  const plain = { ...desk, moved, acts: desk.acts.filter(one => one !== act) };
  return back ? { ...undone(plain, act), moved } : plain;
};
