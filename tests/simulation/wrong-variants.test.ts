import { describe, expect, it } from 'vitest';
import { caught } from './seeds.ts';
import { CALM, type Faults } from './world.ts';
import { WRONG } from './wrong-variants.ts';

/** Each mistake must show within so many seeds; measured, most do in the first ten. */
const MOST = 400;

/** The word with which the checker must say it: a mistake that is caught by accident proves nothing. */
const SAYS: Record<keyof typeof WRONG, RegExp> = {
  'a send without an answer is tried again, as the SDK would': /duplicate mail/,
  'a mail is claimed without looking whether another has it': /duplicate mail/,
  'the border before the call is not written down': /duplicate mail/,
  'a mail whose end is not known is sent again': /duplicate mail|still waiting/,
  'a write that was repeated is not known again': /nobody called/,
  'a mail on its way to an address is no reason to send no other there': /two to one address/,
  'the mark of an erased visit is not looked at': /after erasing/,
  'events of SES are believed to come in order': /feedback/,
  'a mail does not wait for its photo': /photo missing/,
  'an address that bounced is written to all the same': /suppressed/,
  'the receipt is given after the first pass': /receipt/,
  'a visit is opened without looking whether it was erased': /not erased/,
  'erasing forgets the objects': /not erased|orphan/,
  'the original goes before its photo is written down': /lost photo/,
  'nobody sweeps': /lost|overdue/,
  'a batch is logged by its arrival, not by its time': /wrong visit|other answer|refused/,
  'an id of a kiosk is not kept': /lost interaction|wrong visit|other answer/,
  'the address of the mail before is used': /wrong recipient/,
};

/** What need not go wrong for a mistake to show only costs seeds. */
const FAULTS: Partial<Record<keyof typeof WRONG, Faults>> = {
  'a write that was repeated is not known again': { ...CALM, echo: 0.1 },
  'a mail on its way to an address is no reason to send no other there': CALM,
};

describe('the simulation catches a hall in which', () => {
  it.each(Object.keys(WRONG))('%s', async name => {
    expect(await caught(WRONG[name]!, SAYS[name]!, MOST, FAULTS[name]), `not within ${MOST} seeds`).toBeDefined();
  });
});
