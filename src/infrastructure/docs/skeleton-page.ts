import { LEGAL_PARAMETERS } from '../../domain/agency/legal-parameters.js';
import { FACTS } from '../../domain/catalogue.js';
import type { AnyKind } from '../../domain/language/fact.js';
import type { Field } from '../../domain/language/field.js';
import { code, codes, type Page, page, table } from './markdown.js';

/** Streams whose content may be destroyed. */
const DESTROYED = new Set(['case', 'person', 'file']);
const KINDS: readonly AnyKind[] = (Object.values(FACTS) as readonly AnyKind[]).filter(({ stream }) =>
  [stream].flat().some((one) => DESTROYED.has(one)),
);

/** Codes that stay readable in a field, with those of records and lists inside it. */
function codesIn(name: string, { codes: allowed, item, fields }: Field): readonly string[] {
  return [
    ...(allowed === undefined ? [] : [`${code(name)} is one of ${codes(allowed)}`]),
    ...(item === undefined ? [] : codesIn(name, item)),
    ...Object.entries(fields ?? {}).flatMap(([inner, field]) => codesIn(`${name}.${inner}`, field)),
  ];
}

const openOf = (kind: AnyKind) => Object.entries(kind.fields).filter(([, { sealed }]) => !sealed);
const sealedOf = (kind: AnyKind) => Object.entries(kind.fields).filter(([, { sealed }]) => sealed);

/** What remains of every kind of fact whose content may be destroyed, and what an outsider learns from it (rule 73). */
export const skeletonPage = (): Page =>
  page(
    'skeleton.md',
    'What a skeleton tells',
    'When a record is destroyed, the keys that open its sealed content are. Its facts stay in the log, so that every digest, chain and count still holds, and tell what is open in them: that something of a kind happened, when it happened and was recorded, who acted (as an id; the name stands sealed in that person’s own stream), on whose behalf, by which channel, for which purpose, under which action, whom it concerns (as ids), and the open fields below. Whoever holds only the log learns this and nothing else. Views show the same, with “destroyed” where the content stood.',
    'Ids of people whose registration is destroyed too lead to no name any more, except through the register of destroyed records, which the privacy officer alone opens, for whoever asks whether they were a client: it is sealed under a key of its own and kept for a time of its own.',
    `What remains known is kept for ${years('retention-years-destruction-register')} years, the log of who looked for ${years('retention-years-access-log')} (parameters ${codes(['retention-years-destruction-register', 'retention-years-access-log'])}; for counsel to confirm). A name of a kind tells a clause of the charter at most, never what was said; which codes say more than that is listed with each.`,
    table(
      ['fact', 'content that goes', 'what remains', 'what an outsider learns'],
      KINDS.map((kind) => [
        code(kind.type),
        codes(sealedOf(kind).map(([name]) => name)),
        codes(openOf(kind).map(([name]) => name)),
        learns(kind),
      ]),
    ),
  );

const years = (parameter: keyof typeof LEGAL_PARAMETERS): string =>
  String(LEGAL_PARAMETERS[parameter].values.at(-1)?.value);

function learns(kind: AnyKind): string {
  const told = openOf(kind).flatMap(([name, field]) => codesIn(name, field));
  return [`That, on that day: ${kind.says}`, ...(told.length === 0 ? [] : [`${told.join('; ')}.`])].join(' ');
}
