/** What a hall may choose and the running code must know; written by `infra/settings.ts`, read from ENV.settings. */
export interface HallSettings {
  /** how a card's number looks to the reader */
  card: { prefix: string; digits: number };
  /** height of the kiosks' panel, to hold letters at their size in millimetres */
  panel: { pixels: number; millimetres: number };
  /** how often a picture may be taken again */
  retakes: number;
  /** seconds without a touch before the booth asks whether somebody is there */
  idleSeconds: number;
  /** minutes after check-out in which the card may correct the address */
  correctMinutes: number;
  /** days until visits and photos are erased */
  keepDays: number;
  /** days until an entry on the wall is erased, unless withdrawn before */
  wallDays: number;
  /** days until receipts without personal data are erased */
  receiptDays: number;
  /** days of the table's backups */
  backupDays: number;
  /** who is responsible, for the privacy notice and the mail's foot */
  controller: { name: { ko: string; en: string }; contact: string; address: { ko: string; en: string } };
  /** AWS region, named in the privacy notice */
  region: string;
  /** may a consent wording be used that no lawyer read in that language? `no` shows the English one beside it */
  unreviewedWordings: boolean;
}

export const DEFAULT_HALL_SETTINGS: HallSettings = {
  card: { prefix: 'EG', digits: 8 },
  panel: { pixels: 1920, millimetres: 708 },
  retakes: 5,
  idleSeconds: 60,
  correctMinutes: 30,
  keepDays: 30,
  wallDays: 365,
  receiptDays: 1095,
  backupDays: 7,
  controller: {
    name: { ko: '전자정부 전시·체험관', en: 'e-Government Exhibition Hall' },
    contact: 'hall@example.org',
    address: { ko: '세종특별자치시 다솜3로 66', en: '66 Dasom 3-ro, Sejong, Republic of Korea' },
  },
  region: 'ap-northeast-2',
  unreviewedWordings: false,
};
