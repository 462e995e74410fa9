import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** One input of the corpus: where it is tried, and by what words the test is found; `but`: how our outcome differs from the corpus, and why. */
interface Input {
  what: string;
  file: string;
  test: string;
  but?: string;
}

const input = (what: string, file: string, test: string, but?: string): Input => ({
  what,
  file: `tests/${file}.test.ts`,
  test,
  ...(but === undefined ? {} : { but }),
});
const REFUSALS = 'photos/refusals';
const HOSTILE = 'photos/hostile';
const POLICY = 'local/uploads';
const QUEUES = 'lambdas/queues';
const UPLOADS = 'journeys/hostile-uploads';
const AT_S3 = 'S3 takes the form apart, not we; the bucket of the hall of one machine does as S3 does';

/** The sixty bad inputs, by number. */
const INPUTS: Record<number, Input | readonly Input[]> = {
  1: input('no bytes', REFUSALS, 'empty: no bytes at all'),
  2: input('one byte', REFUSALS, "['one byte'"),
  3: input('only the marker of a beginning', REFUSALS, 'nothing but a beginning'),
  4: input('cut at 10, 50, 90, 99 %', REFUSALS, 'the end is missing, at every cut'),
  5: input('only the last two bytes missing', REFUSALS, 'when only the last two bytes are'),
  6: input('every 997th byte flipped', REFUSALS, 'every 997th byte is another'),
  7: input('20,000 mutations', 'photos/fuzz', 'mutated JPEGs each decode or are refused'),
  8: input('a random tail', 'photos/renditions', 'bytes behind the end, which do not come out again'),
  9: input('an archive inside', HOSTILE, "['an archive'"),
  10: input('a script in a comment', HOSTILE, "['a script in a comment'"),
  11: input('EXIF with a place', 'photos/renditions', 'carry no metadata of the original'),
  12: input('orientations 1 to 8', 'photos/renditions', 'are upright for EXIF orientation'),
  13: input('another picture as thumbnail', 'photos/renditions', 'carry no metadata of the original'),
  14: input('64 KB of XMP, 10 MB of ICC', HOSTILE, 'an ICC profile of megabytes'),
  15: input('a name in the maker note', 'photos/renditions', 'carry no metadata of the original'),
  16: input('PNG as .jpg', REFUSALS, "['PNG'"),
  17: input('WebP', REFUSALS, "['WebP'"),
  18: input('HEIC', REFUSALS, "['HEIC'"),
  19: input('TIFF', REFUSALS, "['TIFF'"),
  20: input('GIF', REFUSALS, "['GIF'"),
  21: input('SVG with a file', HOSTILE, 'an SVG that names a file'),
  22: input('SVG of 30000', HOSTILE, 'an SVG of 30000 by 30000'),
  23: input('SVG filter bomb', HOSTILE, 'an SVG with a filter bomb'),
  24: input('PDF', REFUSALS, "['PDF'"),
  25: input('HTML', REFUSALS, "['HTML'"),
  26: input('ELF', REFUSALS, "['ELF'"),
  27: input('100 KB of chance', HOSTILE, '100 KB of chance'),
  28: input(
    'PNG header of 60000',
    HOSTILE,
    'a PNG header of 60000 by 60000',
    'refused as not-a-jpeg before its pixels are read',
  ),
  29: input(
    'PNG of 45 MP',
    HOSTILE,
    'a PNG header of 45 megapixels',
    'refused as not-a-jpeg before its pixels are read',
  ),
  30: input(
    'PNG of 196 MP',
    HOSTILE,
    'a PNG header of 196 megapixels',
    'refused as not-a-jpeg before its pixels are read',
  ),
  31: input('progressive JPEG of 48 MP', HOSTILE, 'a progressive JPEG of 48 megapixels'),
  32: input(
    'JPEG of 65500 by 700',
    HOSTILE,
    'a strip of 65500 by 700',
    'refused by its pixels; there is no rule of shape, a small strip is cut',
  ),
  33: input('1 by 1', REFUSALS, 'too-small: one pixel'),
  34: input('CMYK', 'photos/renditions', 'accept grey and CMYK JPEGs'),
  35: input('grey', 'photos/renditions', 'accept grey and CMYK JPEGs'),
  36: input(
    '12 bits, arithmetic',
    HOSTILE,
    'a JPEG with arithmetic coding, which few can read',
    'twelve bits are refused; arithmetic coding is read by libjpeg-turbo, and what comes out is a JPEG of ours',
  ),
  37: input(
    'a photo twice in one visit',
    HOSTILE,
    'the same picture under two ids',
    'two ids are two photos: a repeat is told by the id of the booth, not by its bytes',
  ),
  38: input('a photo in two visits', HOSTILE, 'the same picture under two ids'),
  39: input('another content type', POLICY, "['another type'"),
  40: input('a form field more', POLICY, "['a field more'"),
  41: input('keys that climb', UPLOADS, "['a key that climbs'"),
  42: input(
    'a hostile file name',
    'photos/edges',
    'lets through one key, one type',
    'the key is the hall’s; no file name is read',
  ),
  43: input('two file parts', UPLOADS, 'with two file parts is refused', AT_S3),
  44: input('fields behind the file', UPLOADS, 'with fields behind its file is taken as if they were not there', AT_S3),
  45: input('form data over 20 KB', UPLOADS, 'with more than 20 KB of fields before its file is refused', AT_S3),
  46: input('a policy with keys twice', UPLOADS, "['a policy with keys twice'"),
  47: input('expired', POLICY, 'refuses a form whose time is over'),
  48: input('signature of something else', POLICY, "['another signer'"),
  49: input(
    'words that are made to run',
    'doors/hostile',
    'are kept as they were typed',
    'there is no CSV export of visitors’ words: the report holds counts only',
  ),
  50: input(
    'line ends in a name',
    'deliveries/mime-property',
    'make no header that was not meant',
    'line ends become spaces; the name is no reason to refuse an entry',
  ),
  51: input('lists, tricks and IDN as address', 'texts/addresses', 'that is accepted is one for validator too'),
  52: input('long, zalgo, bidi, zero-width, half characters', 'texts/plain', 'is clean whatever was typed'),
  53: input(
    'addresses and slurs in a message',
    'doors/hostile',
    'wait for the staff',
    'every entry waits for the staff: no list of words decides',
  ),
  54: [
    input('hostile JSON', 'doors/hostile', "['nested ten thousand deep'", 'no time is asserted'),
    input('keys twice', 'doors/hostile', 'whose keys come twice', 'they count by the last, as JSON.parse has it'),
    input(
      'a mark of byte order',
      'journeys/hostile',
      'with a mark of byte order in front is read',
      'RFC 8259 lets a reader pass over it, and so does every decoder of text on the way',
    ),
  ],
  55: input(
    'unknown zone, wrong times, thousands',
    'visits/visits',
    'keeps what is good and refuses each bad one',
    'no limit by device: a batch holds 500, devices are ours, and WAF limits who has no key',
  ),
  56: input(
    'guessed visit',
    'doors/hostile',
    'at a visit is answered with the same bytes',
    'time is not measured: one read by key, wrong or right',
  ),
  57: input(
    'wrong tokens',
    'doors/hostile',
    'at the link of a memory page',
    'the token is looked up by its SHA-256, so nothing is compared byte by byte',
  ),
  58: input(
    'wrong keys',
    'doors/kiosk-door',
    'that were revoked say so',
    'no request signing: expired, revoked and wrong-kind keys only',
  ),
  59: [
    input('strange events of SES', 'deliveries/feedback', "['of no known kind'"),
    input('a mail id that is missing', 'deliveries/feedback', "['without the tag of its mail'"),
    input('a forged source', 'deliveries/feedback', "[{ source: 'mine'"),
    input('an event twice', 'deliveries/feedback', 'told twice changes nothing more'),
    input('500 recipients', QUEUES, 'applies a bounce that names five hundred recipients'),
    input('a batch of 10 with a bad one', QUEUES, 'of ten messages with a bad one applies nine once'),
  ],
  60: input('strange events of S3', 'photos/edges', 'is nothing to do when it is anything else'),
};

describe('the corpus of bad inputs', () => {
  it('has sixty, each with a number', () => {
    expect(Object.keys(INPUTS).map(Number)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });

  const ALL = Object.entries(INPUTS).flatMap(([number, one]) => [one].flat().map(part => [number, part] as const));

  it.each(ALL)('%s is tried by a test that there is', (_number, { what, file, test }) => {
    // A name with a gap in it stands for many cases: the case itself must be there.
    expect(test).not.toContain('%');
    expect(readFileSync(file, 'utf8'), `${what}: ${file} has no test with “${test}”`).toContain(test);
  });

  it('says why, wherever our outcome is another', () => {
    for (const [, { what, but }] of ALL) if (but !== undefined) expect(but.length, what).toBeGreaterThan(5);
  });
});
