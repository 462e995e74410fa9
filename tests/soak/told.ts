/** What visitors did and what the kiosks were told. The soak writes it, the checker reads it; no rule of the hall is in it. */
export interface Told {
  people: Visitor[];
  photos: Photo[];
  /** keys of devices and PINs: no log may hold one */
  secrets: string[];
  /** answers that should not have been, in words */
  troubles: string[];
}

/** Instants are ms by the hall's clock. */
export interface Visitor {
  number: number;
  /** stands in everything personal of this visitor, and nowhere else */
  tag: string;
  name: string;
  cardId: string;
  visitId?: string;
  /** of the memory page */
  token?: string;
  did: { id: string; told?: boolean }[];
  /** ids of the photos the visitor is in */
  photos: string[];
  entries: Entry[];
  checkOuts: CheckOut[];
  corrections: Correction[];
  /** the visitor took themselves off the wall, and when that was confirmed */
  offWall?: { tried: number; told?: number };
  erased?: { tried: number; told?: number };
  /** definite refusals */
  refusals: { what: string; code: string; at: number }[];
  /** what was answered, and when it was first asked for */
  answers: { what: string; tried: number }[];
}

export interface Entry {
  id: string;
  /** as typed */
  message: string;
  photoId?: string;
  wall: boolean;
  /** the state that the booth was told */
  told?: string;
  /** the state that the desk was told */
  moderated?: string;
}

export interface CheckOut {
  id: string;
  /** as typed */
  addresses: string[];
  keepPhoto: boolean;
  tried: number;
  told?: { deliveryId: string; address: string }[];
}

export interface Correction {
  id: string;
  /** deliveryId of the mail that is to be sent to another address */
  old: string;
  address: string;
  staff: boolean;
  told?: string;
}

export interface Photo {
  id: string;
  /** numbers of the visitors; the first one took it */
  people: number[];
  /** false: a file that is no photo */
  good: boolean;
  /** of what was uploaded */
  sha256: string;
  /** the hall answered the booth's request for a slot */
  told?: boolean;
  /** uploads that may have landed, confirmed or not */
  sent: number;
  /** when an upload was first confirmed, or the photo was said to be done */
  uploaded?: number;
}
