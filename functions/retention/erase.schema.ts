import * as z from 'zod/mini';
import { hallId } from '../platform/fields.schema.ts';

/** POST /api/desk/erasures: a visit and everything of it, for good */
export const erasureRequest = z.object({ visitId: hallId });
/** `receipt`: its number, the same however often it is asked for */
export const erasureAnswer = z.object({ receipt: z.string() });
export type ErasureAnswer = z.infer<typeof erasureAnswer>;
