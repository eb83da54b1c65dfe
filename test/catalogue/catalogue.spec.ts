import { describe, expect, it } from '@jest/globals';
import { FACTS } from '../../src/domain/catalogue.js';
import { CLAUSES } from '../../src/domain/charter.js';
import type { AnyKind } from '../../src/domain/language/fact.js';
import type { Field } from '../../src/domain/language/field.js';
import { FOLDS } from '../../src/domain/world.js';
import { misfits } from '../support/conforms.js';
import { KINDS } from './golden.js';

/** Kinds for which something holds, as a list of sentences: empty when none. */
const where = (says: (kind: AnyKind) => readonly string[]): readonly string[] =>
  KINDS.flatMap((kind) => says(kind).map((what) => `${kind.type}: ${what}`));

/** The open field that a path such as `seats.participant` leads to, and whether it is sure to be there. */
function fieldAt(kind: AnyKind, path: string): Field | undefined {
  const [first = '', inner] = path.split('.');
  const field = kind.fields[first];
  const held = field?.kind === 'list' ? field.item : field;
  return inner === undefined ? held : held?.fields?.[inner];
}

const nestedOf = (field: Field): readonly Field[] =>
  [...(field.item ? [field.item] : []), ...Object.values(field.fields ?? {})].flatMap((one) => [one, ...nestedOf(one)]);

/** Words that would tell in clear what a person's care is about (rule 73). */
const TELLING =
  /abus|suicid|harm|violen|diagnos|medic|drug|alcohol|addict|depress|anxi|trauma|psychos|pregnan|sex|hiv|child|divorc|custody|crim/i;

describe('The catalogue of facts', () => {
  it('every kind is listed under its own name', () => {
    expect(Object.entries(FACTS).filter(([name, kind]) => kind.type !== name)).toEqual([]);
  });

  it('every example satisfies the fields its kind declares', () => {
    expect(where((kind) => misfits(kind.fields, kind.example))).toEqual([]);
  });

  it('every kind names the clauses it evidences and the streams it lives in', () => {
    expect(where(({ clauses }) => (clauses.length === 0 ? ['no clause'] : []))).toEqual([]);
    expect(where(({ clauses }) => clauses.filter((c) => !CLAUSES.includes(c)))).toEqual([]);
    expect(where(({ stream }) => [stream].flat().filter((s) => !(s in FOLDS)))).toEqual([]);
    expect(where(({ says }) => (/^[A-Z“].*\.$/s.test(says) ? [] : [says]))).toEqual([]);
  });

  it('names are neutral: they tell the clause, never what somebody’s care is about', () => {
    const words = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
    const neutral = (name: string): boolean => /^[A-Z][A-Za-z]+$/.test(name) && !TELLING.test(words(name));
    expect(where(({ type }) => (neutral(type) ? [] : [type]))).toEqual([]);
  });

  it('every compartment has an owner who is sure to be named, and every sealed field a compartment and a sensitivity', () => {
    expect(
      where((kind) =>
        Object.entries(kind.compartments).flatMap(([compartment, owner]) => {
          const used = Object.values(kind.fields).some((f) => f.compartment === compartment);
          const field = fieldAt(kind, owner);
          const owned = owner === 'stream' || (field?.kind === 'id' && !field.sealed && !field.optional);
          return [...(used ? [] : [`${compartment} is empty`]), ...(owned ? [] : [`${owner} may not be there`])];
        }),
      ),
    ).toEqual([]);
    expect(
      where((kind) =>
        Object.entries(kind.fields).flatMap(([name, { sealed, compartment, sensitivity }]) =>
          sealed && (!compartment || !sensitivity || !(compartment in kind.compartments)) ? [name] : [],
        ),
      ),
    ).toEqual([]);
  });

  it('free text is sealed, and nothing sealed hides inside an open record', () => {
    const published = new Set(['policies', 'parameters', 'calendars']);
    expect(
      where((kind) =>
        published.has([kind.stream].flat()[0] as string) || kind.type === 'PolicySetAdopted'
          ? []
          : Object.entries(kind.fields)
              .filter(([, f]) => !f.sealed && [f, ...nestedOf(f)].some(({ kind: held }) => held === 'text'))
              .map(([name]) => name),
      ),
    ).toEqual([]);
    expect(
      where((kind) =>
        Object.entries(kind.fields)
          .filter(([, f]) => nestedOf(f).some(({ sealed }) => sealed))
          .map(([name]) => name),
      ),
    ).toEqual([]);
  });

  it('whom a fact concerns is read from open ids', () => {
    expect(
      where((kind) =>
        Object.keys(kind.subjects).filter((path) => {
          const field = fieldAt(kind, path);
          return field?.kind !== 'id' || field.sealed;
        }),
      ),
    ).toEqual([]);
  });
});
