/** Names of the renditions, in the order they are made. */
export const RENDITION_NAMES = ['print', 'mail', 'tile'] as const;
export type RenditionName = (typeof RENDITION_NAMES)[number];
