import { expect, it } from 'vitest';
import { tryLinks } from '../../infra/ops/links.ts';

const texts = {
  'materials.json': JSON.stringify({
    materials: [
      { id: 'good', link: { ko: 'https://good.example', en: 'https://good.example' } },
      { id: 'gone', link: { ko: 'https://gone.example', en: 'https://silent.example' } },
      { id: 'leaflet' },
    ],
  }),
};

it('every link is tried once; who answers with an error or not at all is named with its place', async () => {
  const asked: string[] = [];
  const fetcher = async (link: string | URL | Request) => {
    asked.push(String(link));
    if (String(link).includes('silent')) throw new TypeError('fetch failed');
    return new Response('page', { status: String(link).includes('gone') ? 404 : 200 });
  };
  expect(await tryLinks(texts, fetcher as typeof fetch)).toEqual([
    { severity: 'warning', file: 'materials.json', place: 'gone.link.ko', reason: 'https://gone.example answers 404' },
    {
      severity: 'warning',
      file: 'materials.json',
      place: 'gone.link.en',
      reason: 'https://silent.example does not answer (TypeError)',
    },
  ]);
  expect(asked.sort()).toEqual(['https://gone.example', 'https://good.example', 'https://silent.example']);
});
