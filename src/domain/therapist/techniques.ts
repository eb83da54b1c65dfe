/** Techniques that need an explanation and a consent of their own (CRPO 3.2); `other` is named in sealed words. */
export const TECHNIQUES = ['EMDR', 'hypnosis', 'exposure', 'touch', 'other'] as const;
export type Technique = (typeof TECHNIQUES)[number];
