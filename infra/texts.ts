import { textFaults } from '../functions/texts/check-texts.ts';
import { MESSAGES } from '../functions/texts/texts.ts';

/** What `npm run check` says of the texts: nothing, or each that is missing, cannot be read or does not fit its place. */
const faults = textFaults(MESSAGES);
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'texts: all there, and each fits its place' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
