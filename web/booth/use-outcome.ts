import { useEffect, useState } from 'preact/hooks';
import type { CheckOutAnswer } from '../../functions/deliveries/check-out.schema.ts';
import { useKit } from './kit.ts';

/** What became of a check-out: being sent, waiting for the network, refused, or taken by the hall. */
export type Outcome = { state: 'sending' | 'waiting' | 'refused' } | { state: 'taken'; answer: CheckOutAnswer };

/** Follows the check-outs of this session from before they are kept, so that no news is missed. Forgets all when `visit` changes. */
export const useOutcome = (checkOutId: string, visit: number): Outcome => {
  const { queue } = useKit();
  const [known, setKnown] = useState<Record<string, Outcome>>({});
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    setKnown({});
    setWaiting(false);
    return queue.listen(news => {
      if (news.is === 'waiting') return setWaiting(true);
      if (news.is === 'refused') return setKnown(now => ({ ...now, [news.id]: { state: 'refused' } }));
      setWaiting(false);
      // Only a check-out answers with a page.
      const answer = news.answer as Partial<CheckOutAnswer>;
      if (answer.page !== undefined)
        setKnown(now => ({ ...now, [news.id]: { state: 'taken', answer: answer as CheckOutAnswer } }));
    });
  }, [queue, visit]);
  return known[checkOutId] ?? { state: waiting || !navigator.onLine ? 'waiting' : 'sending' };
};
