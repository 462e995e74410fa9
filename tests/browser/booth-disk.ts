import type { Page } from 'playwright-core';

/** What lies on the booth's disk, as bytes that anybody who takes the disk could read. */
export const disk = (page: Page): Promise<{ items: number; text: string }> =>
  page.evaluate(async () => {
    const open = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('hall-booth');
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const items = await new Promise<Record<string, unknown>[]>((resolve, reject) => {
      const asked = open.transaction('waiting').objectStore('waiting').getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    open.close();
    const plain = (value: unknown): string =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder('utf-8').decode(value as ArrayBuffer)
        : JSON.stringify(value);
    return { items: items.length, text: items.flatMap(item => Object.values(item).map(plain)).join('\n') };
  });

/** Everything a next visitor, or a curious one, could find in the page: what is shown, stored and remembered. */
export const traces = async (page: Page): Promise<string> => {
  const seen = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map(field => (field as HTMLInputElement).value),
      ...[...document.querySelectorAll('*')].map(each => each.shadowRoot?.innerHTML ?? ''),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      JSON.stringify(history.state),
      location.href,
      document.title,
      String(getSelection()),
    ].join('\n'),
  );
  return `${seen}\n${(await disk(page)).text}`;
};

/** Counts the addresses of pictures that are still held; to be called before the page makes any. Answers how to ask. */
export const countPictures = async (page: Page): Promise<() => Promise<number>> => {
  await page.evaluate(() => {
    const held = new Set<string>();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = from => {
      const url = createObjectURL(from);
      held.add(url);
      return url;
    };
    URL.revokeObjectURL = url => {
      held.delete(url);
      revokeObjectURL(url);
    };
    Object.assign(globalThis, { heldPictures: held });
  });
  return () => page.evaluate(() => (globalThis as unknown as { heldPictures: Set<string> }).heldPictures.size);
};

/** Looks at what the page uploads; to be called before it does. Answers how to ask for the last file, one character a byte. */
export const watchUpload = async (page: Page): Promise<() => Promise<string>> => {
  await page.evaluate(() => {
    const { append } = FormData.prototype;
    FormData.prototype.append = function (this: FormData, name: string, value: string | Blob) {
      if (value instanceof Blob) Object.assign(globalThis, { uploaded: value });
      Reflect.apply(append, this, [name, value]);
    };
  });
  return () =>
    page.evaluate(async () => {
      const file = (globalThis as unknown as { uploaded: Blob }).uploaded;
      return [...new Uint8Array(await file.arrayBuffer())].map(byte => String.fromCharCode(byte)).join('');
    });
};
