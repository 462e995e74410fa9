/** What may be wrong with a picture, as far as a small grey copy of it tells. No face is looked for. */
export type Hint = 'dark' | 'blurred';

/** Mean brightness (0..255) under which a picture is too dark. */
const DARK = 46;
/** Variance of the Laplacian under which nothing in a picture is sharp. Measured on a copy of about 320 pixels' width. */
const BLURRED = 18;

/** Brightness of RGBA pixels, one value a pixel. */
const greys = (rgba: Uint8ClampedArray): Float32Array => {
  const out = new Float32Array(rgba.length / 4);
  for (let at = 0; at < out.length; at += 1)
    out[at] = 0.299 * (rgba[at * 4] ?? 0) + 0.587 * (rgba[at * 4 + 1] ?? 0) + 0.114 * (rgba[at * 4 + 2] ?? 0);
  return out;
};

const mean = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Hints about a picture of `width` times `height` pixels (RGBA). Too dark is said alone: in the dark nothing is sharp. */
export const hintsOf = (rgba: Uint8ClampedArray, width: number, height: number): Hint[] => {
  const grey = greys(rgba);
  if (mean(grey) < DARK) return ['dark'];
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const edge =
        4 * (grey[at] ?? 0) -
        (grey[at - 1] ?? 0) -
        (grey[at + 1] ?? 0) -
        (grey[at - width] ?? 0) -
        (grey[at + width] ?? 0);
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  const variance = squares / Math.max(1, count) - (sum / Math.max(1, count)) ** 2;
  return variance < BLURRED ? ['blurred'] : [];
};
