/** Names of the renditions, in the order they are made. */
export const RENDITION_NAMES = ['print', 'mail', 'tile'] as const;
export type RenditionName = (typeof RENDITION_NAMES)[number];

/** What may be laid around the picture that goes into the mail. Not in a schema file: drawing needs the names, not the checks. */
export const FRAMES = ['flow', 'night', 'plain'] as const;
export type FrameName = (typeof FRAMES)[number];
