import type { FrameName } from './plan.ts';

/** Size of the picture that goes into the mail, in pixels. */
export const MAIL = { width: 1200, height: 800 } as const;

type Rgb = readonly [number, number, number];
/** A colour laid over a pixel with an alpha of 0 to 1. */
type Paint = (colour: Rgb, alpha: number) => void;

const RED: Rgb = [205, 46, 58];
const BLUE: Rgb = [0, 71, 160];
const WHITE: Rgb = [255, 255, 255];
const NIGHT: Rgb = [10, 18, 44];
const GOLD: Rgb = [242, 206, 130];

/** How much of a pixel lies inside an edge, when its middle is `inside` pixels within it. */
const cover = (inside: number): number => Math.min(1, Math.max(0, inside + 0.5));

/** Inside the straight border of a width, in pixels from the nearest side. */
const fromSide = (x: number, y: number) => Math.min(x + 0.5, y + 0.5, MAIL.width - x - 0.5, MAIL.height - y - 0.5);

/** The height of the wave's line and the width of its ribbon, in pixels, a column. */
const WAVE = Array.from({ length: MAIL.width }, (_, x) => {
  const turn = (2 * Math.PI * x) / MAIL.width;
  return {
    line: 44 + 24 * Math.sin(turn - 0.6) + 6 * Math.sin(2 * turn + 0.4),
    ribbon: 15 + 11 * Math.sin(turn + 1.9),
  };
});

/** Two waves that hold each other, as the halves of the taegeuk do; the upper corner is the lower one turned by 180 degrees. */
const flowBand = (x: number, up: number, own: Rgb, other: Rgb, paint: Paint): void => {
  const { line, ribbon } = WAVE[x]!;
  if (up > line + ribbon + 5) return;
  paint(other, cover(line + 4 + ribbon - up));
  paint(WHITE, cover(line + 4 - up));
  paint(own, cover(line - up));
};

const DRAWN: Record<FrameName, (x: number, y: number, paint: Paint) => void> = {
  flow: (x, y, paint) => {
    flowBand(x, MAIL.height - y - 0.5, BLUE, RED, paint);
    if (y < 120) {
      const up = y + 0.5 + 44;
      flowBand(MAIL.width - x - 1, up, RED, BLUE, paint);
    }
  },
  night: (x, y, paint) => {
    const side = fromSide(x, y);
    if (side < 90) paint(NIGHT, 0.55 * (1 - side / 90) ** 2);
    paint(NIGHT, cover(22 - side));
    paint(GOLD, cover(25 - side) * cover(side - 22));
  },
  plain: (x, y, paint) => paint(WHITE, cover(20 - fromSide(x, y))),
};

/** Rows and columns further inside than this belong to the visitor alone; nothing is drawn there. */
const DEPTH = 130;

/** A frame made ready: what is laid over the picture without looking at it, and what is mixed with it. */
export interface Frame {
  /** runs of opaque pixels: byte offset in an RGB picture of MAIL's size, and the bytes to copy there */
  opaque: { at: number; bytes: Uint8Array }[];
  /** runs of translucent pixels: four values a pixel, colour times alpha (0 to 255) and 255 minus alpha */
  mixed: { at: number; values: Uint8Array }[];
}

const compile = (name: FrameName): Frame => {
  const frame: Frame = { opaque: [], mixed: [] };
  const { width, height } = MAIL;
  const kinds = new Uint8Array(width);
  const row = new Uint8Array(width * 4);
  let r = 0;
  let g = 0;
  let b = 0;
  let through = 1;
  const paint: Paint = (colour, alpha) => {
    if (alpha <= 0) return;
    r = r * (1 - alpha) + colour[0] * alpha;
    g = g * (1 - alpha) + colour[1] * alpha;
    b = b * (1 - alpha) + colour[2] * alpha;
    through *= 1 - alpha;
  };
  const draw = DRAWN[name];
  for (let y = 0; y < height; y++) {
    kinds.fill(0);
    const edge = y < DEPTH || y >= height - DEPTH;
    for (let x = 0; x < width; x++) {
      if (!edge && x === DEPTH) x = width - DEPTH;
      r = 0;
      g = 0;
      b = 0;
      through = 1;
      draw(x, y, paint);
      if (through === 1) continue;
      const rest = Math.round(through * 255);
      kinds[x] = rest === 255 ? 0 : rest === 0 ? 1 : 2;
      row[x * 4] = Math.round(r);
      row[x * 4 + 1] = Math.round(g);
      row[x * 4 + 2] = Math.round(b);
      row[x * 4 + 3] = rest;
    }
    for (let x = 0; x < width; ) {
      const kind = kinds[x];
      const from = x;
      while (x < width && kinds[x] === kind) x++;
      const at = (y * width + from) * 3;
      if (kind === 2) frame.mixed.push({ at, values: row.slice(from * 4, x * 4) });
      else if (kind === 1)
        frame.opaque.push({ at, bytes: row.slice(from * 4, x * 4).filter((_, index) => index % 4 !== 3) });
    }
  }
  return frame;
};

const compiled = new Map<FrameName, Frame>();

/** The compiled frame, made once a process, when a photo first asks for it: a cold start waits for one frame and not for all. */
export const frameOf = (name: FrameName): Frame => {
  const frame = compiled.get(name) ?? compile(name);
  compiled.set(name, frame);
  return frame;
};

/**
 * Lays a frame over RGB pixels of MAIL's size, in place. Measured against sharp's composite: 1 ms for 20, at most 1/255 apart.
 */
export const layFrame = (frame: Frame, rgb: Uint8Array): void => {
  for (const { at, bytes } of frame.opaque) rgb.set(bytes, at);
  for (const { at, values } of frame.mixed)
    for (let i = 0, o = at; i < values.length; i += 4, o += 3) {
      const rest = values[i + 3]!;
      rgb[o] = values[i]! + (((rgb[o]! * rest + 127) / 255) | 0);
      rgb[o + 1] = values[i + 1]! + (((rgb[o + 1]! * rest + 127) / 255) | 0);
      rgb[o + 2] = values[i + 2]! + (((rgb[o + 2]! * rest + 127) / 255) | 0);
    }
};
