/** Names of the renditions, in the order they are made. */
export const RENDITION_NAMES = ['print', 'mail', 'tile'] as const;
export type RenditionName = (typeof RENDITION_NAMES)[number];

/** What may be laid around the picture that goes into the mail. Here and not in a schema, so that pages can list them without its checks. */
export const FRAMES = ['flow', 'night', 'plain'] as const;
export type FrameName = (typeof FRAMES)[number];
