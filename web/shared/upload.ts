import { type Api, ApiError } from './api.ts';

interface Slot {
  slot?: { url: string; fields: Record<string, string> };
}

/** Asks for a slot and puts the picture there. A slot that ran out is asked for anew with the next attempt. Throws ApiError. */
export const upload = async (
  api: Api,
  request: object,
  bytes: Uint8Array<ArrayBuffer>,
  schema: number,
  fetcher: typeof fetch = (...given) => fetch(...given),
): Promise<unknown> => {
  const answer = (await api.send('POST /api/photos', request, schema)) as Slot;
  // No slot: the picture arrived before, and only the answer was lost.
  if (!answer.slot) return answer;
  const form = new FormData();
  for (const [name, value] of Object.entries(answer.slot.fields)) form.append(name, value);
  form.append('file', new Blob([bytes], { type: 'image/jpeg' }));
  const response = await fetcher(answer.slot.url, {
    method: 'POST',
    body: form,
    credentials: 'omit',
    signal: AbortSignal.timeout(120_000),
  }).catch((cause: unknown) => {
    throw new ApiError('offline', 0, cause instanceof Error ? cause.name : 'no answer');
  });
  if (response.ok) return answer;
  // 403: the slot ran out or the clock was wrong; a new one may work. Any other refusal is about the bytes.
  throw new ApiError(
    'garbled',
    response.status === 403 || response.status >= 500 ? 503 : response.status,
    'The upload was not taken.',
  );
};
