/** What one visitor did and what the kiosks were told; the simulation writes it, the checker reads it. No rule of the hall is in it. */
export interface Visitor {
  name: string;
  cardId: string;
  visitId?: string;
  token?: string;
  /** code of the tour they came with */
  tour?: string;
  /** ms: from ... to the card was theirs */
  from: number;
  to: number;
  did: { id: string; at: number; told?: boolean }[];
  photos: Photo[];
  entries: { id: string; message: string; photoId?: string; wall: boolean; told?: string; moderated?: string }[];
  checkOuts: Asked[];
  corrections: Corrected[];
  /** ms; the first time they took themselves off the wall, and when that was confirmed */
  offWall?: { tried: number; told?: number };
  erased?: { tried: number; told?: number };
  /** what was done for them, and when they first asked */
  answers: { what: string; tried: number }[];
  /** definite refusals that the hall gave, with what was asked */
  refusals: { what: string; code: string; at: number }[];
}

export interface Photo {
  id: string;
  people: Visitor[];
  /** what the booth uploaded */
  text: string;
  sha256: string;
  tried: number;
  told?: boolean;
  uploaded?: number;
  /** uploads that came; more than one when the booth was not told of the first */
  landed: number;
}

export interface Asked {
  id: string;
  addresses: string[];
  keepPhoto: boolean;
  tried: number;
  told?: { deliveryId: string; address: string }[];
}

export interface Corrected {
  id: string;
  old: string;
  address: string;
  staff: boolean;
  tried: number;
  told?: string;
}
