import type { Problem } from '../../functions/catalogue/problems.ts';
import { inParallel } from '../../functions/platform/parallel.ts';

/** An institution's front page that takes longer is no use in a mail either. */
const PATIENCE_MS = 15_000;

interface Linked {
  id?: string;
  link?: Record<string, string>;
}

/** Every https link in the catalogue's files, with the first place that has it. */
const linksOf = (texts: Record<string, string>): { file: string; place: string; link: string }[] => {
  const found = new Map<string, { file: string; place: string; link: string }>();
  for (const [file, text] of Object.entries(texts))
    for (const entries of Object.values(JSON.parse(text) as Record<string, unknown>))
      if (Array.isArray(entries))
        for (const { id = '', link = {} } of entries as Linked[])
          for (const [language, address] of Object.entries(link))
            if (!found.has(address)) found.set(address, { file, place: `${id}.link.${language}`, link: address });
  return [...found.values()];
};

/**
 * Tries every link of the catalogue once: a warning for each that does not answer, or answers with an error. A warning and no more, since a
 * front page may refuse programs and still open for people.
 */
export const tryLinks = (texts: Record<string, string>, fetcher: typeof fetch = fetch): Promise<Problem[]> =>
  inParallel(linksOf(texts), 8, async ({ file, place, link }): Promise<Problem[]> => {
    const problem = (reason: string): Problem[] => [{ severity: 'warning', file, place, reason: `${link} ${reason}` }];
    try {
      const { ok, status, body } = await fetcher(link, { signal: AbortSignal.timeout(PATIENCE_MS) });
      await body?.cancel();
      return ok ? [] : problem(`answers ${status}`);
    } catch (error) {
      return problem(`does not answer (${error instanceof Error ? error.name : error})`);
    }
  }).then(found => found.flat());
