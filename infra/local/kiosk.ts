import type { UploadSlot } from '../../functions/photos/photo.schema.ts';

/** An answer of the hall that was an error. */
export class Answered extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(what: string, status: number, body: unknown) {
    super(`${what} answered ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.name = 'Answered';
    this.status = status;
    this.body = body;
  }
}

/** A kiosk that speaks to the hall over HTTP, as other makers' software would. */
export interface Kiosk {
  /** throws Answered for every status but 2xx */
  post<T>(path: string, body: object): Promise<T>;
  get<T>(path: string): Promise<T>;
  /** bytes of an answer that is no JSON */
  bytes(path: string): Promise<Uint8Array>;
}

/** A kiosk with its key. `ask`: how it reaches the hall, if not over the network. */
export const kioskOf = (url: string, token: string, ask: typeof fetch = fetch): Kiosk => {
  const headers = { authorization: `Bearer ${token}` };
  const asked = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await ask(`${url}${path}`, init);
    if (response.ok) return response;
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    throw new Answered(`${init.method ?? 'GET'} ${path}`, response.status, json ? JSON.parse(text) : text);
  };
  return {
    post: async (path, body) =>
      (
        await asked(path, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json(),
    get: async path => (await asked(path, { headers })).json(),
    bytes: async path => new Uint8Array(await (await asked(path, { headers })).arrayBuffer()),
  };
};

/** Sends a file with the slot the hall gave, as a browser's form would. Throws Answered when the bucket refuses it. */
export const upload = async (slot: UploadSlot, file: Uint8Array): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(slot.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(file)]));
  const response = await fetch(slot.url, { method: 'POST', body: form });
  if (!response.ok) throw new Answered('the upload', response.status, await response.text());
};
