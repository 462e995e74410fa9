import PostalMime from 'postal-mime';
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/catalogue/catalogue.ts';
import { promotes } from '../../functions/catalogue/promotes.ts';
import { checkOut } from '../../functions/deliveries/check-outs.ts';
import { writer } from '../../functions/deliveries/write.ts';
import { letterOf } from '../../functions/memories/letter.ts';
import { memoryBucket } from '../../functions/platform/bucket.memory.ts';
import { instant } from '../../functions/platform/clock.ts';
import type { Item } from '../../functions/platform/table.ts';
import { CONSENT_VERSION } from '../../functions/texts/consents.ts';
import { catalogueLanguage, LANGUAGES, type Language } from '../../functions/texts/languages.ts';
import { say } from '../../functions/texts/texts.ts';
import { answerConsents } from '../../functions/visits/consents.ts';
import { REQUEST, START, smallHall, VISIT } from './hall.ts';

const EXHIBIT = 'gov24';
/** offered by that exhibit alone */
const MATERIAL = 'gov24-portal';
/** The catalogue of the hall, were this exhibit a company's. */
const promoting = {
  ...catalogue,
  exhibits: catalogue.exhibits.map(one => (one.id === EXHIBIT ? { ...one, promotion: true } : one)),
};
const exhibit = promoting.exhibits.find(({ id }) => id === EXHIBIT);
const material = promoting.materials.find(({ id }) => id === MATERIAL);

const PAGE = 'https://hall.example/m/token-of-the-page';
const OUT = `${PAGE}/unsubscribe`;
const MAIL = { deliveryId: '0123456789abcdefghjkmnpqrs', address: 'minister@mofa.go.kr' };
const answer = (given: boolean, language: Language) => ({ given, version: CONSENT_VERSION, language });

let hall: ReturnType<typeof smallHall>;

const written = async (language: Language, from = promoting) => {
  const write = writer({
    table: hall.table,
    photos: memoryBucket(),
    catalogue: from,
    letter: memory => letterOf(memory, { settings: hall.settings }),
    clock: () => START,
    log: hall.log,
    origin: 'https://hall.example',
    from: 'Hall <hall@example.org>',
    replyTo: 'answers@example.org',
  });
  const raw = (await (await write(VISIT, language))?.raw(MAIL)) as Uint8Array;
  const mail = await PostalMime.parse(raw);
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  const lines = Buffer.from(raw).toString('latin1').split('\r\n');
  return { html: mail.html ?? '', text: mail.text ?? '', subject: mail.subject ?? '', header, lines };
};
const asked = (promotion?: boolean, language: Language = 'en') =>
  checkOut(
    hall.checkOutDeps,
    hall.visit,
    {
      ...REQUEST,
      language,
      consents: { ...REQUEST.consents, ...(promotion === undefined ? {} : { promotion: answer(promotion, language) }) },
    },
    instant(START),
  );

/** What is advertising about a promoted exhibit, in the language that the catalogue has for a reader. */
const advertising = (language: Language): string[] => {
  const words = catalogueLanguage(language);
  return [exhibit?.about[words] ?? '?', material?.about[words] ?? '?', `${PAGE}/material/${MATERIAL}`];
};

beforeEach(async () => {
  hall = smallHall();
  await hall.begin();
  const about = { cardId: 'EG-00000001', at: instant(START), zone: 4, exhibit: EXHIBIT };
  for (const did of [
    { ...about, id: 'did-000001', kind: 'explored', seconds: 90 },
    { ...about, id: 'did-000002', kind: 'collected', material: MATERIAL },
  ])
    await hall.table.put({
      pk: `VISIT#${VISIT}`,
      sk: `DID#${did.id}`,
      interaction: did,
      zone: 4,
      at: did.at,
    } as Item);
});

describe.each(LANGUAGES)('the mail of a visit to a promoted exhibit in %s', language => {
  it('says with consent that it advertises, where it does, and the ways out of it', async () => {
    await asked(true, language);
    const { html, text, subject, header, lines } = await written(language);
    expect(subject.startsWith('(광고) ')).toBe(true);
    expect(lines).toContain(`List-Unsubscribe: <${OUT}>`);
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const label = `[${say(language, 'mail.ad.label')}]`;
    // the exhibit and its material, each where it stands
    for (const body of [html, text]) expect(body.split(label).length - 1).toBe(2);
    for (const words of advertising(language)) expect(text).toContain(words);
    expect(text).toContain(say(language, 'mail.ad'));
    expect(text).toContain(`${say(language, 'mail.ad.stop')}: ${OUT}`);
    expect(html).toContain(`href="${OUT}"`);
  });

  it.each([
    ['refused', () => asked(false, language)],
    ['never asked', () => asked(undefined, language)],
    [
      'taken back after the mail was asked for',
      async () => {
        await asked(true, language);
        await answerConsents(hall, VISIT, { promotion: answer(false, language) }, instant(START + 1));
      },
    ],
  ])('holds none of it when that was %s, and the record all the same', async (_how, ask) => {
    await ask();
    const { html, text, subject, header } = await written(language);
    expect([subject.includes('광고'), header('list-unsubscribe'), header('list-unsubscribe-post')]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    for (const body of [html, text])
      for (const words of [
        ...advertising(language),
        `[${say(language, 'mail.ad.label')}]`,
        say(language, 'mail.ad.stop'),
        OUT,
      ])
        expect(body).not.toContain(words);
    expect(text).toContain(exhibit?.name[catalogueLanguage(language)]);
  });
});

describe('consent to advertising', () => {
  it('lies in the visit with its wording and its time, beside the others', async () => {
    await asked(true, 'fr');
    const visit = await hall.table.get({ pk: `VISIT#${VISIT}`, sk: 'VISIT' });
    expect(visit?.['consents']).toMatchObject({
      mail: { given: true },
      photo: { given: true },
      promotion: { given: true, version: CONSENT_VERSION, language: 'fr', at: instant(START) },
    });
  });

  it('is part of what a check-out says: another answer with the same id is a conflict', async () => {
    await asked(true);
    await asked(true);
    await expect(asked(false)).rejects.toMatchObject({ code: 'id-conflict' });
    await expect(asked()).rejects.toMatchObject({ code: 'id-conflict' });
  });

  it('to a wording that nobody uses any more is refused like the others', async () => {
    const promotion = { ...answer(true, 'en'), version: '2020-01-01' };
    const request = { ...REQUEST, consents: { ...REQUEST.consents, promotion } };
    await expect(checkOut(hall.checkOutDeps, hall.visit, request, instant(START))).rejects.toMatchObject({
      code: 'old-wording',
      where: 'consents.promotion.version',
    });
  });

  it('changes nothing where the catalogue promotes nothing, as today', async () => {
    expect([promotes(promoting), promotes(catalogue)]).toEqual([true, false]);
    await asked(true);
    const { subject, header } = await written('en', catalogue);
    expect([subject.includes('광고'), header('list-unsubscribe')]).toEqual([false, undefined]);
  });
});
