/** A clock: milliseconds since 1970. Injected everywhere, so that a day can pass in a test. */
export type Clock = () => number;

/** An instant as it is stored and sent: ISO 8601, UTC, milliseconds. Sorts as text. */
export type Instant = string;

export const instant = (ms: number): Instant => new Date(ms).toISOString();

const SEOUL_OFFSET_MS = 9 * 3_600_000;

/** Calendar day in Seoul (UTC+9, no summer time since 1988), as `2026-11-22`. */
export const seoulDay = (ms: number): string => new Date(ms + SEOUL_OFFSET_MS).toISOString().slice(0, 10);
