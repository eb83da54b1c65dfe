import { readFileSync } from 'node:fs';
import { type ActionDefinition, type PropertyShape, shapesOf } from '../../application/actions/action.js';
import { readStrictJson } from '../http/strict-json.js';
import { badInput } from './exits.js';
import { table } from './output.js';

/** The body of an action from a file or standard input, with fields laid over it. */
export function bodyFrom(
  { body }: Pick<ActionDefinition, 'body'>,
  file: string | undefined,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  const shapes = shapesOf(body);
  const given = file === undefined ? {} : fileBody(file);
  return { ...given, ...Object.fromEntries(fields.map((field) => fieldOf(field, shapes))) };
}

function fileBody(file: string): object {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch {
    throw badInput('--body', `the file ${file} cannot be read.`);
  }
  try {
    const parsed = readStrictJson(bytes);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch (error) {
    throw badInput('--body', (error as Error).message);
  }
  throw badInput('--body', 'must be a JSON object.');
}

function fieldOf(field: string, shapes: Readonly<Record<string, PropertyShape>>): readonly [string, unknown] {
  const at = field.indexOf('=');
  if (at < 1) throw badInput('--field', 'is written name=value.');
  const name = field.slice(0, at);
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (shape === undefined) throw badInput(name, 'is not a property of this action; --help-body lists them.');
  return [name, valueFrom(name, field.slice(at + 1), shape)];
}

function valueFrom(name: string, text: string, { type, items, nested }: PropertyShape): unknown {
  switch (type) {
    case 'integer':
      if (!/^-?\d{1,15}$/.test(text)) throw badInput(name, 'must be a whole number.');
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw badInput(name, 'must be true or false.');
      return text === 'true';
    case 'array':
      if (nested !== undefined || text.trimStart().startsWith('[')) return parsed(name, text);
      return text === ''
        ? []
        : text.split(',').map((each) => valueFrom(name, each.trim(), items ?? { type: 'string' }));
    case 'object':
      return parsed(name, text);
    default:
      return text;
  }
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badInput(name, 'must be JSON here, such as [{"date":"2026-02-16","reason":"Family Day"}].');
  }
}

/** Lines that say what an action is, who may, and each property of its body. */
export function helpForBody(action: ActionDefinition): readonly string[] {
  const refusals = action.refuses.map(({ code }) => code);
  return [
    `${action.name} (${action.kind}; ${action.clauses.join(', ')})`,
    action.says,
    `Who may: ${action.who.join(', ')}`,
    ...(refusals.length === 0 ? [] : [`May be refused: ${[...new Set(refusals)].join(', ')}`]),
    '',
    ...table(['property', 'needed', 'type', 'what'], propertiesOf(action.body, ''), 100),
    '',
    'Example body:',
    JSON.stringify(action.example, undefined, 2),
  ];
}

function propertiesOf(body: new () => object, under: string): readonly (readonly string[])[] {
  return Object.entries(shapesOf(body)).flatMap(([name, shape]) => {
    const path = `${under}${name}`;
    const { type, format, pattern, enum: codes, items, nested, means, optional, maxLength, minimum } = shape;
    const what = [
      means,
      (codes ?? items?.enum)?.join(' | '),
      pattern && pattern.length <= 20 ? pattern : undefined,
      minimum ? `at least ${minimum}` : undefined,
      maxLength ? `at most ${maxLength} characters` : undefined,
    ].filter((each) => each !== undefined);
    const kind = type === 'array' ? `list of ${nested ? 'records' : (items?.format ?? 'codes')}` : (format ?? type);
    return [
      [path, optional ? '' : 'yes', kind, what.join('; ')],
      ...(nested ? propertiesOf(nested, `${path}[].`) : []),
    ];
  });
}
