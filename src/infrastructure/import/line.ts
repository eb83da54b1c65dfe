import { type ActionDefinition, shapesOf } from '../../application/actions/action.js';
import { ACTIONS } from '../../application/actions/all.js';
import { wellFormed } from '../../application/kernel/well-formed.js';
import { byPath, kebab } from '../http/names.js';
import { readStrictJson, UnreadableBody } from '../http/strict-json.js';
import type { RawLine } from './lines.js';

/** What is wrong with a line: a code, the property it is about, a sentence. Never what the line says. */
export interface Fault {
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
}

/** One line that asks for an action. */
export interface ImportLine {
  readonly definition: ActionDefinition;
  /** Who acts: an id, or the name of the line that registered them. */
  readonly as?: string | Reference;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key?: string;
  /** By which later lines refer to what this one makes. */
  readonly name?: string;
  /** Names of lines that the body refers to. */
  readonly references: ReadonlySet<string>;
  /** Ids that the body names: lines that share one keep their order. */
  readonly ids: ReadonlySet<string>;
}

/** `{"$ref": "name"}`: the id that an earlier line of that name made. */
export interface Reference {
  readonly $ref: string;
}

const ACTION_BY_PATH = byPath(ACTIONS);
const PROPERTIES: ReadonlySet<string> = new Set(['action', 'as', 'body', 'key', 'name']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const KEY = /^[\x21-\x7e]{1,200}$/;
const NAME = /^[\w.:-]{1,100}$/;
/** Stands for an id that is not known yet, to check a body before it is. */
const SOME_ID = '00000000-0000-7000-8000-000000000000';

/** Reads a line; undefined when it is blank. */
export function readLine({ bytes }: Pick<RawLine, 'bytes'>): ImportLine | Fault | undefined {
  if (bytes === 'too-long') return { code: 'line-too-long', reason: 'The line is longer than a line may be.' };
  if (bytes.every((byte) => byte === 0x20 || byte === 0x09)) return undefined;
  try {
    return lineOf(readStrictJson(bytes));
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return { code: 'unreadable-line', reason: `${error.message.replace('the body', 'The line')}.` };
  }
}

/** True for what is wrong with a line. */
export const isFault = (read: ImportLine | Fault): read is Fault => 'reason' in read;

function lineOf(value: unknown): ImportLine | Fault {
  if (!isObject(value)) return { code: 'malformed', reason: 'The line must be a JSON object.' };
  if (Object.keys(value).some((name) => !PROPERTIES.has(name)))
    return { code: 'malformed', reason: 'A line has action, as, body, key and name, and nothing else.' };
  const { action, as, body = {}, key, name } = value;
  const definition = typeof action === 'string' ? ACTION_BY_PATH.get(kebab(action))?.[1] : undefined;
  if (definition === undefined)
    return fault('action', 'must be one of the actions; alliance act lists them', 'unknown-action');
  if (as !== undefined && !isReference(as) && (typeof as !== 'string' || as === ''))
    return fault('as', 'must say who acts: an id or {"$ref": name}');
  if (key !== undefined && (typeof key !== 'string' || !KEY.test(key)))
    return fault('key', 'must be 1 to 200 visible ASCII characters');
  if (name !== undefined && (typeof name !== 'string' || !NAME.test(name)))
    return fault('name', 'must be 1 to 100 letters, digits, dots, colons or dashes');
  if (name !== undefined && definition.makes === undefined)
    return fault('name', 'this action makes nothing to refer to');
  if (!isObject(body)) return fault('body', 'must be a JSON object');
  const references = new Set<string>();
  const ids = new Set<string>();
  const checked = wellFormed(
    definition.body,
    mapped(
      body,
      (reference) => {
        references.add(reference.$ref);
        return SOME_ID;
      },
      ids,
    ),
  );
  const wrong = 'problems' in checked ? checked.problems[0] : undefined;
  if (wrong !== undefined) return { code: 'malformed', ...told(wrong, definition) };
  return {
    definition,
    body,
    references,
    ids,
    ...(as !== undefined && { as: as as string | Reference }),
    ...(key !== undefined && { key: key as string }),
    ...(name !== undefined && { name: name as string }),
  };
}

/** The value with every reference replaced; ids met on the way are gathered. */
export function mapped<T>(value: T, replace: (reference: Reference) => unknown, ids?: Set<string>): T {
  if (typeof value === 'string' && UUID.test(value)) ids?.add(value);
  if (Array.isArray(value)) return value.map((each) => mapped(each as unknown, replace, ids)) as T;
  if (!isObject(value)) return value;
  if (isReference(value)) return replace(value) as T;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, replace, ids)])) as T;
}

/** True for `{"$ref": "name"}`. */
export const isReference = (value: unknown): value is Reference =>
  isObject(value) && Object.keys(value).length === 1 && typeof value['$ref'] === 'string';

/** Field and reason of what is wrong. A property that an action does not have may be named after a person: it is not repeated. */
export function told<T extends { readonly field?: string; readonly reason: string }>(
  { field, ...wrong }: T,
  { body }: Pick<ActionDefinition, 'body'>,
): Omit<T, 'field'> & { readonly field?: string } {
  if (field === undefined || field === '') return wrong;
  const [first = ''] = field.split('.');
  if (first === 'as' || Object.hasOwn(shapesOf(body), first)) return { ...wrong, field };
  return { ...wrong, reason: 'A property is not one that this action has.' };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (field: string, reason: string, code = 'malformed'): Fault => ({
  code,
  field,
  reason: capital(`${field} ${reason}.`),
});

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
