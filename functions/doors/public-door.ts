import type { Context, Hono } from 'hono';
import { catalogue, materialOf } from '../catalogue/catalogue.ts';
import { promotes } from '../catalogue/promotes.ts';
import { withdrawFromWall } from '../guestbook/moderate.ts';
import type { Memory } from '../memories/memory.schema.ts';
import { composeMemory } from '../memories/memory.ts';
import { privacyPage } from '../memories/notices.ts';
import { memoryPage } from '../memories/page.ts';
import { PAGE_HEADERS } from '../memories/page-style.ts';
import { eraseConfirmPage, erasedPage, notFoundPage, takenBackPage, unsubscribePage } from '../memories/pages.ts';
import { recall } from '../memories/recall.ts';
import { renditionKey } from '../photos/photo.ts';
import { isIn } from '../photos/photos.ts';
import type { Bucket } from '../platform/bucket.ts';
import { instant } from '../platform/clock.ts';
import { HallError } from '../platform/errors.ts';
import type { HallSettings } from '../platform/hall-settings.ts';
import type { Queue } from '../platform/queue.ts';
import type { Table } from '../platform/table.ts';
import { askErasure } from '../retention/erase.ts';
import { CONSENT_VERSION } from '../texts/consents.ts';
import { catalogueLanguage, LANGUAGES, type Language } from '../texts/languages.ts';
import { answerConsents } from '../visits/consents.ts';
import { visitByToken } from '../visits/visit.ts';
import { baseDoor, type DoorDeps } from './door.ts';

/** What stands behind the holders of a link. */
export interface PublicDeps extends Pick<DoorDeps, 'clock' | 'log' | 'edgeSecret'> {
  table: Table;
  /** bucket of renditions */
  photos: Bucket;
  /** erase queue */
  queue: Queue;
  /** receipts of erasures, and the key under which they lie there */
  erasures: Table;
  addressKey: string;
  settings: HallSettings;
  origin: string;
}

/** The first of the reader's languages that the hall speaks; English otherwise. */
const readersLanguage = (c: Context): Language => {
  const asked = [c.req.query('language') ?? '', ...(c.req.header('accept-language') ?? '').split(',')];
  const tags = asked.map(tag => tag.trim().slice(0, 2).toLowerCase());
  return LANGUAGES.find(language => tags.find(tag => LANGUAGES.some(known => known === tag)) === language) ?? 'en';
};

const page = (html: string, status = 200): Response => new Response(html, { status, headers: PAGE_HEADERS });

/**
 * The HTTP app of people at home: the memory page and the privacy notice. A GET changes nothing, whoever opens it; wrong, expired
 * and erased links answer alike.
 */
export const publicDoor = (deps: PublicDeps): Hono => {
  const { photos, settings, origin, log } = deps;
  const app = baseDoor(deps);

  const remembered = async (c: Context): Promise<Memory> => {
    const visit = await visitByToken(deps, c.req.param('token') ?? '');
    const recalled = await recall(deps, visit.visitId);
    if (!recalled) throw new HallError('not-found', 'There is no such visit.');
    return composeMemory(recalled, catalogue, { origin });
  };
  /** Takes a consent back, once: whoever asks again is told the same, and the moment of the first time stays. */
  const takeBack = async (memory: Memory, purpose: 'contact' | 'promotion'): Promise<Response> => {
    const { visitId, language, consents } = memory;
    const refused = { given: false, version: CONSENT_VERSION, language };
    // The one was agreed to where it was asked, at the company's desk; the other only by an answer of its own.
    const given = consents.find(known => known.purpose === purpose)?.given ?? purpose === 'contact';
    if (given) {
      await answerConsents(deps, visitId, { [purpose]: refused }, instant(deps.clock()));
      log.info('consent-taken-back', { visitId, purpose });
    }
    return page(takenBackPage(memory, purpose));
  };
  /** The same bytes for every reason why there is nothing. */
  const whole = (answer: (c: Context) => Promise<Response>) => async (c: Context) => {
    try {
      return await answer(c);
    } catch (error) {
      if (!(error instanceof HallError) || error.code !== 'not-found') throw error;
      return page(notFoundPage(), 404);
    }
  };

  app.get(
    '/m/:token',
    whole(async c => page(memoryPage(await remembered(c), { settings }))),
  );
  app.get(
    '/m/:token/photo/:photoId',
    whole(async c => {
      const { visitId } = await visitByToken(deps, c.req.param('token') ?? '');
      const photoId = c.req.param('photoId') ?? '';
      const print = c.req.query('size') === 'print';
      const data =
        (await isIn(deps, visitId, photoId)) && (await photos.get(renditionKey(photoId, print ? 'print' : 'mail')));
      if (!data) throw new HallError('not-found', 'There is no such picture.');
      const headers = { ...PAGE_HEADERS, 'Content-Type': 'image/jpeg' };
      const download = { 'content-disposition': 'attachment; filename="e-gov-hall.jpg"' };
      return new Response(data.slice().buffer, { headers: print ? { ...headers, ...download } : headers });
    }),
  );
  app.get(
    '/m/:token/material/:materialId',
    whole(async c => {
      const { language } = await remembered(c);
      const material = materialOf(c.req.param('materialId') ?? '');
      const words = catalogueLanguage(language);
      const target = material?.file ? `${origin}/materials/${material.file[words]}` : material?.link?.[words];
      if (target === undefined) throw new HallError('not-found', 'There is no such material.');
      return new Response(null, { status: 302, headers: { ...PAGE_HEADERS, location: target } });
    }),
  );
  app.get(
    '/m/:token/erase',
    whole(async c => page(eraseConfirmPage(await remembered(c)))),
  );
  app.post(
    '/m/:token/erase',
    whole(async c => {
      const { visitId, language } = await visitByToken(deps, c.req.param('token') ?? '');
      const receipt = await askErasure(deps, visitId, 'visitor');
      return page(erasedPage(language, { settings, ...(receipt === undefined ? {} : { receipt }) }));
    }),
  );
  app.post(
    '/m/:token/wall',
    whole(async c => {
      const memory = await remembered(c);
      await withdrawFromWall(deps, memory.visitId);
      return page(takenBackPage(memory, 'wall'));
    }),
  );
  app.post(
    '/m/:token/contact',
    whole(async c => takeBack(await remembered(c), 'contact')),
  );
  app.get(
    '/m/:token/unsubscribe',
    whole(async c => page(unsubscribePage(await remembered(c)))),
  );
  // One click (RFC 8058), of a mail program or of our own button: nothing but the token in the path is needed, and no body is read.
  app.post(
    '/m/:token/unsubscribe',
    whole(async c => takeBack(await remembered(c), 'promotion')),
  );
  app.get('/privacy', async c => page(privacyPage(readersLanguage(c), { settings, promotes: promotes(catalogue) })));
  return app;
};
