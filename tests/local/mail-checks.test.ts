import { describe, expect, it } from 'vitest';
import { SAMPLE_NAMES } from '../../functions/memories/samples.ts';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { WRITTEN } from '../../functions/texts/languages.ts';
import { checkMail } from '../../infra/local/mail-checks.ts';
import { sampleMail } from '../../infra/local/mail-samples.ts';

const hall = { origin: 'https://hall.example.org', settings: DEFAULT_HALL_SETTINGS };
const fixtures = WRITTEN.flatMap(language => SAMPLE_NAMES.map(name => ({ name, language })));

describe('the mail of every sample in every language', () => {
  it.each(fixtures)('passes every check: $name in $language', async ({ name, language }) => {
    const verdicts = await checkMail({ ...(await sampleMail(name, language, hall)), origin: hall.origin });
    expect(verdicts.length).toBeGreaterThan(15);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is the same bytes for the same visit, clock and id', async () => {
    const [first, second] = [await sampleMail('full', 'ko', hall), await sampleMail('full', 'ko', hall)];
    expect(Buffer.from(first.raw).equals(Buffer.from(second.raw))).toBe(true);
  });
});

describe('the checks', () => {
  it('see each kind of fault', async () => {
    const mail = await sampleMail('full', 'en', hall);
    const html = `${mail.letter.html}<script></script><a href="https://track.example.com/?e=1">x</a><img src="https://x"><h5>x</h5><table></table><td dir="rtl">x</td>`;
    const raw = Buffer.concat([
      Buffer.from(`X: ${'x'.repeat(1200)}\nCc: a@b\r\nSubject: again\r\n`),
      Buffer.from([200]),
      Buffer.from(mail.raw),
    ]);
    const letter = { ...mail.letter, html, preheader: 'short', subject: 'other (광고)' };
    const failed = (await checkMail({ ...mail, letter, raw, origin: hall.origin }))
      .filter(({ ok }) => !ok)
      .map(({ rule }) => rule);
    expect(failed).toEqual(
      expect.arrayContaining([
        'only 7-bit bytes',
        'lines end with CR LF',
        'lines of at most 76',
        'each header once, no others to read it',
        'nothing that clients drop',
        'links to our host and to institutions only',
        'each picture has words and a size',
        'layout tables say so',
        'headings in order',
        'direction on each cell',
        'preheader of 40 to 100 characters, not the subject',
        '(광고) exactly when it promotes',
      ]),
    );
  });
});
