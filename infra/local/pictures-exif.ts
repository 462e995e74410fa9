/** Parts of an EXIF block as cameras write it, so that tests can see that none of it survives. */

type Entry = { tag: number; type: 2 | 3 | 4 | 5; values: number[] | string };

const SIZE = { 2: 1, 3: 2, 4: 4, 5: 8 } as const;

/** One directory of TIFF (little-endian) at an offset; longer values lie behind it. */
const directory = (entries: Entry[], at: number, next: (end: number) => number): Buffer => {
  const head = Buffer.alloc(2 + entries.length * 12 + 4);
  head.writeUInt16LE(entries.length, 0);
  const behind: Buffer[] = [];
  let end = at + head.length;
  entries.forEach(({ tag, type, values }, index) => {
    const data = Buffer.alloc(
      typeof values === 'string' ? values.length + 1 : (values.length * SIZE[type]) / (type === 5 ? 2 : 1),
    );
    if (typeof values === 'string') data.write(values, 'latin1');
    else
      for (const [i, value] of values.entries())
        if (type === 3) data.writeUInt16LE(value, i * 2);
        else data.writeUInt32LE(value, i * 4);
    const count = typeof values === 'string' ? values.length + 1 : type === 5 ? values.length / 2 : values.length;
    const o = 2 + index * 12;
    head.writeUInt16LE(tag, o);
    head.writeUInt16LE(type, o + 2);
    head.writeUInt32LE(count, o + 4);
    if (data.length <= 4) data.copy(head, o + 8);
    else {
      head.writeUInt32LE(end, o + 8);
      behind.push(data);
      end += data.length;
    }
  });
  head.writeUInt32LE(next(end), head.length - 4);
  return Buffer.concat([head, ...behind]);
};

/** An APP1 segment: camera, artist, orientation, a place in Sejong, and a thumbnail of its own. */
export const exifSegment = (orientation: number, thumbnail: Uint8Array): Buffer => {
  const gps: Entry[] = [
    { tag: 1, type: 2, values: 'N' },
    { tag: 2, type: 5, values: [36, 1, 30, 1, 1234, 100] },
    { tag: 3, type: 2, values: 'E' },
    { tag: 4, type: 5, values: [127, 1, 15, 1, 4321, 100] },
  ];
  const main = (gpsAt: number): Entry[] => [
    { tag: 0x010f, type: 2, values: 'Hall Camera Works' },
    { tag: 0x0110, type: 2, values: 'Booth 1' },
    { tag: 0x0112, type: 3, values: [orientation] },
    { tag: 0x0132, type: 2, values: '2026:11:22 10:00:00' },
    { tag: 0x013b, type: 2, values: 'Hong Gildong' },
    { tag: 0x8825, type: 4, values: [gpsAt] },
  ];
  // The first directory's length does not depend on what it points to, so it is laid out once to learn the offsets.
  const gpsAt = 8 + directory(main(0), 8, () => 0).length;
  const gpsPart = directory(gps, gpsAt, () => 0);
  const secondAt = gpsAt + gpsPart.length;
  const second = (at: number): Entry[] => [
    { tag: 0x0103, type: 3, values: [6] },
    { tag: 0x0201, type: 4, values: [at] },
    { tag: 0x0202, type: 4, values: [thumbnail.length] },
  ];
  const thumbnailAt = secondAt + directory(second(0), secondAt, () => 0).length;
  const tiff = Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    directory(main(gpsAt), 8, () => secondAt),
    gpsPart,
    directory(second(thumbnailAt), secondAt, () => 0),
    thumbnail,
  ]);
  const segment = Buffer.concat([Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1'), tiff]);
  segment.writeUInt16BE(segment.length - 2, 2);
  return segment;
};
