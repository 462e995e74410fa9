import * as z from 'zod/mini';
import { instantField } from '../platform/fields.schema.ts';

export const DEVICE_KINDS = ['zone', 'booth', 'wall', 'desk'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** POST /api/devices/enrol */
export const enrolRequest = z.object({
  code: z.string().check(z.minLength(20), z.maxLength(60)),
  /** `cookie` for our pages, `token` for other makers' software */
  as: z.enum(['cookie', 'token']),
});
export const enrolAnswer = z.object({
  deviceId: z.string(),
  kind: z.enum(DEVICE_KINDS),
  zone: z.optional(z.int()),
  token: z.optional(z.string()),
  /** what a kiosk must know of the hall */
  settings: z.object({
    card: z.object({ prefix: z.string(), digits: z.int() }),
    panel: z.object({ pixels: z.int(), millimetres: z.int() }),
    retakes: z.int(),
    idleSeconds: z.int(),
    correctMinutes: z.int(),
    // the consents' wordings name these
    keepDays: z.int(),
    wallDays: z.int(),
    backupDays: z.int(),
    unreviewedWordings: z.boolean(),
  }),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;

/** POST /api/devices/beat: a kiosk says how much it still keeps; the staff see it. Answers the server's time. */
export const beatRequest = z.object({
  waiting: z.int(),
  waitingSince: z.optional(instantField),
  trouble: z.optional(z.string().check(z.maxLength(60))),
});
export const beatAnswer = z.object({ now: instantField });

/** POST /api/desk/sign-in */
export const signInRequest = z.object({
  name: z.string().check(z.maxLength(60)),
  pin: z.string().check(z.maxLength(20)),
});
export const staffView = z.object({ name: z.string() });

/** GET /api/desk/devices */
export const devicesView = z.object({
  devices: z.array(
    z.object({
      deviceId: z.string(),
      kind: z.enum(DEVICE_KINDS),
      zone: z.optional(z.int()),
      label: z.optional(z.string()),
      lastSeen: z.optional(instantField),
      waiting: z.int(),
      waitingSince: z.optional(instantField),
      trouble: z.optional(z.string()),
      revoked: z.boolean(),
    }),
  ),
});
