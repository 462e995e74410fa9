import { describe, expect, it } from 'vitest';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { LANGUAGES } from '../../functions/texts/languages.ts';
import { mailPreview } from '../../infra/local/mail-preview.ts';
import { PREVIEW_NAMES, sampleMail } from '../../infra/local/mail-samples.ts';

const settings = DEFAULT_HALL_SETTINGS;
const got = async (path: string) => {
  const { status, headers, body } = await mailPreview(settings, path);
  return { status, type: headers['content-type'], policy: headers['content-security-policy'], body: String(body) };
};
const SAMPLE = '/mail-preview/full/ar';
const mail = () => sampleMail('full', 'ar', { origin: 'https://hall.example.org', settings });

describe('the mail preview', () => {
  it.each(['/mail-preview', '/mail-preview/'])('links every sample in every language at %s', async path => {
    const { status, body } = await got(path);
    const linked = [...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(status).toBe(200);
    expect(linked).toEqual(
      PREVIEW_NAMES.flatMap(name => LANGUAGES.map(language => `/mail-preview/${name}/${language}`)),
    );
    expect(PREVIEW_NAMES).toEqual(expect.arrayContaining(['full', 'forty', 'rtl', 'group', 'promotion']));
  });

  it('shows a sample at phone and desktop width, light and dark, with its size and what the checks say', async () => {
    const { status, body } = await got(SAMPLE);
    expect(status).toBe(200);
    const frames = [...body.matchAll(/<iframe class="(\w+)" sandbox title="[^"]+" src="([^"]+)">/g)];
    expect(frames.map(([, width, src]) => [width, src])).toEqual(
      ['phone light', 'phone dark', 'desk light', 'desk dark'].map(view => view.replace(' ', ` ${SAMPLE}/`).split(' ')),
    );
    expect(body).toContain('.phone{width:360px}.desk{width:700px}');
    const { letter, raw } = await mail();
    expect(body).toContain(letter.subject);
    expect(body).toContain(`✓ at most 1.5 MB: ${Math.round(raw.length / 1000)} KB`);
    expect(body.match(/<li>✓ /g)?.length).toBeGreaterThan(15);
    expect(body).not.toContain('✗');
    for (const language of LANGUAGES.filter(one => one !== 'ar'))
      expect(body).toContain(`href="/mail-preview/full/${language}"`);
    for (const part of ['html', 'text', 'source']) expect(body).toContain(`href="${SAMPLE}/${part}"`);
  });

  it('shows the html with its pictures, in a sandbox where nothing runs or loads', async () => {
    const { status, type, policy, body } = await got(`${SAMPLE}/html`);
    const { letter, photo } = await mail();
    const shown = `data:image/jpeg;base64,${Buffer.from(photo).toString('base64')}`;
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(policy).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox");
    expect(body).toBe(letter.html.replace('cid:photo', shown).replace('cid:drawing', shown));
  });

  it('shows it by day and by night whatever the browser would choose', async () => {
    const night = '@media (prefers-color-scheme:dark)';
    const whole = (await got(`${SAMPLE}/html`)).body;
    expect(whole.split(night)).toHaveLength(2);
    expect((await got(`${SAMPLE}/light`)).body).toBe(whole.replace(night, '@media not all'));
    expect((await got(`${SAMPLE}/dark`)).body).toBe(whole.replace(night, '@media all'));
  });

  it('gives text and source as they are sent', async () => {
    const { letter, raw } = await mail();
    const plain = { status: 200, type: 'text/plain; charset=utf-8', policy: "default-src 'none'; sandbox" };
    expect(await got(`${SAMPLE}/text`)).toEqual({ ...plain, body: letter.text });
    expect(await got(`${SAMPLE}/source`)).toEqual({ ...plain, body: String(Buffer.from(raw)) });
  });

  it.each(['/gone/ko', '/full/xx', '/full', '/full/ko/gone', '/<b>/ko'])('knows no %s', async path => {
    const { status, body } = await got(`/mail-preview${path}`);
    expect([status, body.includes(path)]).toEqual([404, false]);
  });

  it('shows a promotion with its label and the one click that ends it', async () => {
    expect((await got('/mail-preview/promotion/en')).body).toContain('<h1>(광고) ');
    expect((await got('/mail-preview/promotion/en/source')).body).toContain('List-Unsubscribe=One-Click');
  });
});
