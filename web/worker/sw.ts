/// <reference lib="webworker" />
/**
 * The shell of a kiosk page, so that it reloads without a network. It holds files of the build only: no answer of the hall and nothing of a
 * visitor goes through it. A new version waits until the page says that nobody is there (`take-over`).
 */
export {};

declare const self: ServiceWorkerGlobalScope;

declare const __PAGES__: Record<string, { shell: string[]; later: string[] }>;
declare const __VERSION__: string;
const pages = __PAGES__;
const version = __VERSION__;

/** The worker is registered once a page; its scope says for which: `/booth`, `/zone/3`. */
const scope = new URL(self.registration.scope).pathname;
const page = scope.split('/')[1] ?? '';
const mine = pages[page] ?? { shell: [], later: [] };
const FILES = 'hall-files';
const shell = `hall-page ${scope} ${version}`;

self.addEventListener('install', event => {
  event.waitUntil(
    (async () => {
      const files = await caches.open(FILES);
      const known = new Set((await files.keys()).map(request => new URL(request.url).pathname));
      await files.addAll(mine.shell.filter(name => !known.has(name)));
      await (await caches.open(shell)).add(new Request(scope, { cache: 'reload' }));
    })(),
  );
});

self.addEventListener('activate', event => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith(`hall-page ${scope} `) && name !== shell) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/** Files of the build have their hash in the name: what is here is right. */
const file = async (request: Request): Promise<Response> => {
  const files = await caches.open(FILES);
  const known = await files.match(request, { ignoreVary: true });
  if (known) return known;
  const fresh = await fetch(request);
  if (fresh.ok) await files.put(request, fresh.clone());
  return fresh;
};

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (request.mode === 'navigate' && url.pathname === scope)
    event.respondWith(
      (async () => (await (await caches.open(shell)).match(scope, { ignoreSearch: true })) ?? (await fetch(request)))(),
    );
});

self.addEventListener('message', event => {
  if (event.data === 'take-over') event.waitUntil(self.skipWaiting());
  // Fonts after the page works; and files that no page names any more go.
  if (event.data === 'warm')
    event.waitUntil(
      (async () => {
        const files = await caches.open(FILES);
        const wanted = new Set(Object.values(pages).flatMap(each => [...each.shell, ...each.later]));
        for (const request of await files.keys())
          if (!wanted.has(new URL(request.url).pathname)) await files.delete(request);
        for (const name of mine.later) if (!(await files.match(name))) await files.add(name);
      })(),
    );
});
