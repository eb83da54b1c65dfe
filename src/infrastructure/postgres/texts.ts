/** U+0000, which PostgreSQL keeps in no text, and U+0001, which stands before what stands for it. */
const NOTHING = '\u0000';
const MARK = '\u0001';
const MARKED = '\u0002';

/** A text as a column keeps it: U+0000 as U+0001 U+0001 and U+0001 as U+0001 U+0002, so that the order of texts is kept. */
export function textToKeep(text: string): string {
  if (!text.includes(NOTHING) && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, MARK + MARKED).replaceAll(NOTHING, MARK + MARK);
}

/** The text that was kept. */
export function textKept(kept: string): string {
  if (!kept.includes(MARK)) return kept;
  let text = '';
  for (let at = 0; at < kept.length; at++) {
    const mark = kept[at] === MARK;
    if (mark) at++;
    text += !mark ? kept[at] : kept[at] === MARKED ? MARK : NOTHING;
  }
  return text;
}

/** An array as PostgreSQL reads it, built value by value. */
export class ArrayText {
  #text = '';

  /** Texts already as they are kept. */
  add(value: string | number | null): void {
    if (this.#text !== '') this.#text += ',';
    if (value === null) this.#text += 'NULL';
    else if (typeof value === 'number') this.#text += value;
    else this.#text += `"${value.includes('"') || value.includes('\\') ? value.replace(/["\\]/g, '\\$&') : value}"`;
  }

  toString(): string {
    return `{${this.#text}}`;
  }
}
