/** The key ring cannot be opened as asked; the message says why in a sentence and holds no secret. */
export class KeyRingRefused extends Error {}
