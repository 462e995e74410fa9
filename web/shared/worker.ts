/** Registers the shell's worker for this page (`scope` as `/booth`); without one the page works, but does not reload offline. */
export const keepShell = (scope: string, mayUpdate: () => boolean | Promise<boolean>): void => {
  if (!('serviceWorker' in navigator)) return;
  const begin = async () => {
    const registration = await navigator.serviceWorker.register('/worker.js', { scope });
    const ready = await navigator.serviceWorker.ready;
    ready.active?.postMessage('warm');
    let updating = false;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (updating) location.reload();
    });
    setInterval(async () => {
      await registration.update().catch(() => undefined);
      if (registration.waiting && (await mayUpdate())) {
        updating = true;
        registration.waiting.postMessage('take-over');
      }
    }, 60_000);
  };
  const later = () => void begin().catch((error: unknown) => console.warn('no worker', String(error)));
  if (document.readyState === 'complete') later();
  else addEventListener('load', later, { once: true });
};
