/** An item as it lies in the table, as anybody could read it. */
export type Row = { pk: string; sk: string } & Record<string, unknown>;

/** A stored object. */
export interface Stored {
  bucket: 'incoming' | 'photos';
  key: string;
  bytes: number;
  sha256: string;
  /** begins and ends as a JPEG does */
  jpeg: boolean;
}

/** A mail that left, as the reader's software opens it. */
export interface Delivered {
  file: string;
  to: string[];
  /** the part of the Message-ID before the @ */
  deliveryId: string;
  /** headers, both bodies and names of files, decoded */
  text: string;
  /** SHA-256 of each picture */
  pictures: string[];
}

/** Everything there is at the end. */
export interface Evidence {
  /** ms by the hall's clock */
  now: number;
  rows: Row[];
  /** of the table that remembers erasures */
  receipts: Row[];
  objects: Stored[];
  /** messages that still lie in each queue */
  queues: Record<string, number>;
  mails: Delivered[];
  logs: { file: string; text: string }[];
}

/** What is wrong, in words. */
export interface Findings {
  lostPhotos: string[];
  lostInteractions: string[];
  lostEntries: string[];
  duplicateMails: string[];
  wrongRecipient: string[];
  orphans: string[];
  leakedPersonalData: string[];
  /** deliveries that came to no end that anybody knows of */
  unresolved: { deliveryId: string; state: string; why: string; listed: boolean }[];
}

/** Items of a partition whose sort key begins so. */
export const under = (rows: readonly Row[], pk: string, prefix: string): Row[] =>
  rows.filter(row => row.pk === pk && row.sk.startsWith(prefix));
