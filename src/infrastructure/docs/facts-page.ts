import { FACTS } from '../../domain/catalogue.js';
import type { AnyKind } from '../../domain/language/fact.js';
import type { Field } from '../../domain/language/field.js';
import { code, codes, type Page, page, table } from './markdown.js';

const KINDS: readonly AnyKind[] = Object.values(FACTS);

/** Every kind of fact: who it is about, which fields it has, what is sealed for whom, and an example. */
export const factsPage = (): Page =>
  page(
    'facts.md',
    'Facts',
    'What is open is ids, instants, cents and codes; everything else is sealed in a compartment under the key of its owner. Sensitivity: L low, N normal, R restricted, V very restricted (HL7).',
    table(
      ['fact', 'version', 'stream', 'clauses', 'says'],
      KINDS.map((kind) => [
        `[${kind.type}](#${kind.type.toLowerCase()})`,
        String(kind.version),
        [kind.stream].flat().length > 3 ? 'every stream' : [kind.stream].flat().join(', '),
        kind.clauses.join(', '),
        kind.says,
      ]),
    ),
    ...KINDS.flatMap(section),
  );

function section(kind: AnyKind): string[] {
  const subjects = Object.entries(kind.subjects).map(([field, as]) => `${code(field)} as ${as}`);
  return [
    `## ${kind.type}`,
    `${kind.says} Evidences ${kind.clauses.join(', ')}.${
      kind.inTheWorld ? ' It happened in the world: it stays when what it rests on is struck.' : ''
    }`,
    subjects.length === 0 ? '' : `Concerns ${subjects.join(', ')}.`,
    table(
      ['field', 'kind', 'kept'],
      Object.entries(kind.fields).map(([name, field]) => [code(name), kindOfField(field), kept(kind, field)]),
    ),
    `\`\`\`json\n${JSON.stringify(kind.example, null, 2)}\n\`\`\``,
  ];
}

function kindOfField({ kind, optional, codes: allowed, item, fields }: Field): string {
  const inner =
    item !== undefined
      ? ` of ${kindOfField(item)}`
      : fields !== undefined
        ? ` (${Object.entries(fields)
            .map(([name, field]) => `${name}: ${kindOfField(field)}`)
            .join('; ')})`
        : allowed !== undefined
          ? `: ${codes(allowed)}`
          : '';
  return `${kind}${inner}${optional ? ', may be absent' : ''}`;
}

function kept(kind: AnyKind, { sealed, compartment = '', sensitivity }: Field): string {
  if (!sealed) return 'open';
  const owner = kind.compartments[compartment] ?? 'stream';
  return `sealed in ${code(compartment)}, key of ${owner === 'stream' ? 'the stream' : code(owner)}, ${sensitivity}`;
}
