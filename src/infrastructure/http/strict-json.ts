/** A body that is not read; the reason is the caller's to see and never repeats what the body says. */
export class UnreadableBody extends Error {}

/** Objects and lists in one another, at most. */
const DEPTH_AT_MOST = 16;
/** Names that reach an object's prototype when copied carelessly. */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON as RFC 7493 (I-JSON) wants it: UTF-8, no name twice in one object, no half characters. `JSON.parse` alone
 * takes the last of two equal names in silence, and another reader of the same body may take the first.
 */
export function readStrictJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw new UnreadableBody('the body is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message quotes the body: it is dropped.
    throw new UnreadableBody('the body is not JSON');
  }
  requireDistinctNames(text);
  return value;
}

/** Walks a text already known to be JSON, looking only at names, nesting and texts. */
function requireDistinctNames(text: string): void {
  const names: (Set<string> | undefined)[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      const end = endOfText(text, at);
      const inside = text.slice(at + 1, end);
      const value = inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside;
      if (LONE_SURROGATE.test(value)) throw new UnreadableBody('a text of the body holds half of a surrogate pair');
      at = end + 1;
      if (isName(text, at)) requireFresh(value, names.at(-1));
      continue;
    }
    if (character === '{' || character === '[') {
      names.push(character === '{' ? new Set() : undefined);
      if (names.length > DEPTH_AT_MOST) throw new UnreadableBody('the body is nested too deeply');
    } else if (character === '}' || character === ']') names.pop();
    at++;
  }
}

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** In valid JSON a text before a colon is a name, and nothing else is. */
function isName(text: string, after: number): boolean {
  let at = after;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}

function requireFresh(name: string, names: Set<string> | undefined): void {
  if (FORBIDDEN_NAMES.has(name)) throw new UnreadableBody('the body holds a name that is not allowed');
  if (names?.has(name)) throw new UnreadableBody('the body holds a name twice');
  names?.add(name);
}
