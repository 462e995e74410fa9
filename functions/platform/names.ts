/** Names that templates and code share. This is the only file of `functions` that stacks and constructs may import. */

/** Environment variables of the functions; read in `env.ts` alone. */
export const ENV = {
  /** the one table */
  table: 'HALL_TABLE',
  /** the small table that remembers erasures; it outlives a restore of the other */
  erasures: 'HALL_ERASURES',
  /** bucket of originals */
  incoming: 'HALL_INCOMING',
  /** bucket of renditions */
  photos: 'HALL_PHOTOS',
  /** queue URL: renditions to make */
  photoQueue: 'HALL_PHOTO_QUEUE',
  /** queue URL: mails to send */
  mailQueue: 'HALL_MAIL_QUEUE',
  /** queue URL: visits to erase */
  eraseQueue: 'HALL_ERASE_QUEUE',
  /** https origin under which visitors see the hall, without a slash at the end */
  origin: 'HALL_ORIGIN',
  /** what CloudFront adds to each request, see EDGE_HEADER */
  edgeSecret: 'HALL_EDGE_SECRET',
  /** key of the HMAC under which addresses are remembered */
  addressKey: 'HALL_ADDRESS_KEY',
  /** `Name <address>` of the sender */
  mailFrom: 'HALL_MAIL_FROM',
  /** address that reads answers */
  replyTo: 'HALL_REPLY_TO',
  /** SES configuration set */
  configurationSet: 'HALL_CONFIGURATION_SET',
  /** JSON of `platform/hall-settings.ts`: what a hall may choose and the code must know */
  settings: 'HALL_SETTINGS',
} as const;

/** The functions, one a trust border, a queue or a clock. */
export const FUNCTIONS = {
  kiosk: 'kiosk-door',
  desk: 'desk-door',
  public: 'public-door',
  photo: 'process-photo',
  mail: 'deliver-mail',
  feedback: 'take-feedback',
  erase: 'erase-visit',
  sweep: 'sweep',
  canary: 'canary',
} as const;

/** Routes of the front door, by the function that answers. Hono's path syntax; API Gateway's form is made from it. */
export const ROUTES = {
  kiosk: [
    'POST /api/devices/enrol',
    'POST /api/visits',
    'POST /api/cards/{cardId}/return',
    'GET /api/cards/{cardId}',
    'POST /api/interactions',
    'GET /api/catalogue',
    'POST /api/photos',
    'GET /api/photos/{photoId}',
    'GET /api/photos/{photoId}/preview',
    'POST /api/photos/{photoId}/people',
    'POST /api/entries',
    'POST /api/check-outs',
    'POST /api/check-outs/preview',
    'POST /api/corrections',
    'POST /api/devices/beat',
    'GET /api/wall',
    'GET /api/tiles/{photoId}',
    'GET /api/openapi.json',
  ],
  desk: [
    'POST /api/desk/sign-in',
    'POST /api/desk/sign-out',
    'GET /api/desk/me',
    'GET /api/desk/entries',
    'POST /api/desk/entries/{entryId}',
    'GET /api/desk/devices',
    'GET /api/desk/tours',
    'POST /api/desk/tours',
    'GET /api/desk/tours/{code}',
    'GET /api/desk/report',
    'GET /api/desk/visits',
    'POST /api/desk/visits',
    'POST /api/desk/cards/{cardId}/return',
    'GET /api/desk/cards/{cardId}',
    'POST /api/desk/corrections',
    'POST /api/desk/resends',
    'POST /api/desk/retries',
    'POST /api/desk/holds',
    'POST /api/desk/releases',
    'POST /api/desk/erasures',
    'GET /api/visits/{visitId}',
  ],
  public: [
    'GET /m/{token}',
    'GET /m/{token}/photo/{photoId}',
    'GET /m/{token}/erase',
    'POST /m/{token}/erase',
    'POST /m/{token}/wall',
    'POST /m/{token}/contact',
    'GET /m/{token}/unsubscribe',
    'POST /m/{token}/unsubscribe',
    'GET /m/{token}/material/{materialId}',
    'GET /privacy',
  ],
} as const;

/** Indexes of the table: name, partition attribute, sort attribute. All sparse. */
export const INDEXES = {
  /** every open intent, by the time it should have been done */
  due: { partition: 'due', sort: 'dueAt' },
  /** entries for desk and wall: `pending` or `approved`, by time */
  wall: { partition: 'wall', sort: 'wallAt' },
  /** visits of a day (Seoul), by time of opening; tours and mails of a day, under names of their own */
  day: { partition: 'day', sort: 'dayAt' },
} as const;

/** Header that CloudFront adds so that the doors answer nobody who goes around it. */
export const EDGE_HEADER = 'x-hall-edge';

/** Limits of an upload, which the presigned form and the checks after it share. */
export const UPLOAD = { minBytes: 1024, maxBytes: 25 * 1024 * 1024, seconds: 300, type: 'image/jpeg' } as const;

/** Key prefixes in the buckets. Every key is written once, for one purpose. */
export const KEYS = {
  /** `incoming`: what a booth uploaded */
  original: 'original/',
  /** `incoming`: refused originals, kept three days for the staff */
  refused: 'refused/',
  /** `photos`: `rendition/<photoId>/<name>.jpg` */
  rendition: 'rendition/',
} as const;

/** Longest time a function may run, in seconds; the second pass of an erasure waits longer than this. */
export const LONGEST_RUN_SECONDS = 30;

/** A line of the log that is a metric as well. */
export interface Metric {
  /** the line's event */
  event: string;
  /** which field is the value; without it each line counts 1 */
  field?: string;
  /** only lines that say this */
  only?: { field: string; is: string };
  unit: 'Count' | 'Seconds';
  means: string;
}

/** CloudWatch namespace of METRICS; the one dimension is `hall`, as `hall-main`. */
export const METRIC_NAMESPACE = 'EgMemory';

/** What the hall measures of itself, by the lines its functions log anyway: are visitors getting their mail, and their picture? */
export const METRICS = {
  OldestMailSeconds: {
    event: 'looked-around',
    field: 'oldestMailSeconds',
    unit: 'Seconds',
    means: 'since the check-out of the mail that waits longest; every minute, also when none waits',
  },
  AcceptedSeconds: {
    event: 'mail-accepted',
    field: 'seconds',
    unit: 'Seconds',
    means: 'from the check-out until SES took the mail',
  },
  ReadySeconds: {
    event: 'photo-processed',
    field: 'seconds',
    unit: 'Seconds',
    means: 'from the shutter until the pictures were made',
  },
  MailsUnknown: { event: 'mail-unknown', unit: 'Count', means: 'mails of which nobody can say whether they left' },
  MailsHeld: { event: 'mails-held', unit: 'Count', means: 'all mail is stopped: said at once and then each minute' },
  MailsRefused: { event: 'mail-refused', unit: 'Count', means: 'calls that AWS refused before a mail left' },
  MailsRejected: { event: 'mail-rejected', unit: 'Count', means: 'mails that SES will never take' },
  MailsBounced: {
    event: 'feedback',
    only: { field: 'told', is: 'bounce' },
    unit: 'Count',
    means: 'mails that came back for good',
  },
  PhotosRefused: { event: 'photo-refused', unit: 'Count', means: 'uploads that were no picture we take' },
  UploadsGivenUp: { event: 'upload-given-up', unit: 'Count', means: 'announced photos that never came within a day' },
  Swept: { event: 'swept', field: 'count', unit: 'Count', means: 'intents that the sweeper found lost on their way' },
  RecordsFailed: { event: 'record-failed', unit: 'Count', means: 'messages that go back to their queue' },
  CanaryFailed: { event: 'canary', field: 'failed', unit: 'Count', means: '1: a step failed; 0: ready' },
  CanarySeconds: {
    event: 'canary',
    field: 'seconds',
    unit: 'Seconds',
    means: "how long the canary's whole visit took",
  },
} as const satisfies Record<string, Metric>;
