import { type Instant, instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';

/** How far ahead of us a moment may be after its correction, in ms. */
const AHEAD_MS = 2 * 60_000;

/**
 * When it happened by our clock. A kiosk says `at` and `sentAt` by its own clock, so the difference of the two is right however
 * wrong that clock is; what is left is the time the request took, which makes a moment later, never earlier. Throws `in-the-future`
 * when the kiosk says a time after it sent it.
 */
export const pastInstant = (at: Instant, sentAt: Instant, now: number, where = 'at'): Instant => {
  const corrected = now - (Date.parse(sentAt) - Date.parse(at));
  if (corrected > now + AHEAD_MS)
    throw new HallError('in-the-future', 'This has not happened yet, by the clock that sent it.', { where });
  return instant(corrected);
};
