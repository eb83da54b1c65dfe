import type { AnyKind } from '../../domain/language/fact.js';
import type { Field, Fields } from '../../domain/language/field.js';
import { canonical } from '../integrity/canonical.js';
import { sha256 } from '../integrity/digests.js';

/** A field as it is published: everything that readers of stored facts depend on, and nothing that only explains it. */
type Shape = Readonly<Record<string, unknown>>;

function shapeOfField({ kind, optional, sealed, item, fields, compartment, sensitivity }: Field): Shape {
  return {
    kind,
    optional,
    sealed,
    ...(item && { item: shapeOfField(item) }),
    ...(fields && { fields: shapeOfFields(fields) }),
    ...(compartment && { compartment }),
    ...(sensitivity && { sensitivity }),
  };
}

const shapeOfFields = (fields: Fields): Shape =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOfField(field)]));

/** The published shape of a kind of fact: its words may be improved, this may only change with a new version. */
export const shapeOfKind = (kind: AnyKind): Shape => ({
  type: kind.type,
  version: kind.version,
  stream: [kind.stream].flat().sort(),
  clauses: [...kind.clauses].sort(),
  fields: shapeOfFields(kind.fields),
  subjects: kind.subjects,
  compartments: kind.compartments,
  inTheWorld: kind.inTheWorld,
});

/** The codes that each field of a kind may hold, by its path: a list of codes may grow, and nothing in it is ever taken away. */
export function codesOfKind(kind: AnyKind): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  const look = (path: string, { codes, item, fields }: Field): void => {
    if (codes) found[path] = codes;
    if (item) look(path, item);
    for (const [name, field] of Object.entries(fields ?? {})) look(`${path}.${name}`, field);
  };
  for (const [name, field] of Object.entries(kind.fields)) look(name, field);
  return found;
}

/** SHA-256, hexadecimal, of a kind's published shape: what `catalogue.lock.json` holds for each type and version. */
export const shapeDigest = (kind: AnyKind): string => sha256(canonical(shapeOfKind(kind)));
