import type { Plugin } from 'vite';
import { cssVariables, MOTION, RADIUS, SPACE } from '../../functions/texts/design-tokens.ts';

const scales = (): string =>
  [
    ...Object.entries(SPACE).map(([name, px]) => `--space-${name}:calc(${px / 16} * var(--u))`),
    ...Object.entries(RADIUS).map(([name, px]) => `--radius-${name}:${px}px`),
    `--quick:${MOTION.quick}ms;--calm:${MOTION.calm}ms;--flow:${MOTION.flow}ms;--ease:${MOTION.ease}`,
  ].join(';');

/**
 * Fills `shared/tokens.css` from the design tokens, so that a colour is written down once; and gives the fonts from npm the names that the
 * tokens use (`Noto Sans KR`, not `Noto Sans KR Variable`).
 */
export const hallTokens = (): Plugin => ({
  name: 'hall-tokens',
  enforce: 'pre',
  load: id => (id.endsWith('/shared/tokens.css') ? `${cssVariables()}:root{${scales()}}` : undefined),
  transform: (code, id) =>
    id.includes('@fontsource-variable/') && id.endsWith('.css')
      ? code.replaceAll(/('Noto [\w ]+?) Variable'/g, "$1'")
      : undefined,
});
