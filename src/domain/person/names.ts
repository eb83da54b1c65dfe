import { accept, type Decision } from '../language/decision.js';
import { fact, type StoredFact } from '../language/fact.js';
import { code, date, id, optional, sealed, text } from '../language/field.js';
import { type PersonState, personNotRegistered } from './person.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const ofPerson = { person: 'person' } as const;
const name = sealed('identity', 'N', text());

/** Facts about what a person is called: a typing mistake, a legal change and a name in use are different things (rule 47). */
export const nameFacts = {
  NameCorrected: fact({
    type: 'NameCorrected',
    stream: 'person',
    clauses: ['C2', 'R9'],
    says: 'A person’s name had been written wrong, and was put right.',
    fields: { person: id(), which: code('legal', 'in-use'), name },
    subjects: ofPerson,
    compartments: { identity: 'person' },
    example: { person: aPerson, which: 'legal', name: 'Robyn Example' },
  }),
  LegalNameChanged: fact({
    type: 'LegalNameChanged',
    stream: 'person',
    clauses: ['C2'],
    says: 'A person’s legal name is another from a day on.',
    fields: { person: id(), from: date(), name },
    subjects: ofPerson,
    compartments: { identity: 'person' },
    example: { person: aPerson, from: '2026-04-01', name: 'Robin Sample' },
  }),
  NameInUseTold: fact({
    type: 'NameInUseTold',
    stream: 'person',
    clauses: ['C2', 'R2'],
    says: 'A person said by which name they want to be called, whatever their legal name.',
    fields: { person: id(), name },
    subjects: ofPerson,
    compartments: { identity: 'person' },
    example: { person: aPerson, name: 'Robin' },
  }),
  PronounsChanged: fact({
    type: 'PronounsChanged',
    stream: 'person',
    clauses: ['C2', 'R2'],
    says: 'A person said which pronouns are theirs, or took back what they had said.',
    fields: { person: id(), told: code('told', 'taken-back'), pronouns: optional(sealed('identity', 'N', text())) },
    subjects: ofPerson,
    compartments: { identity: 'person' },
    example: { person: aPerson, told: 'told', pronouns: 'they/them' },
  }),
} as const;

const { NameCorrected, LegalNameChanged, NameInUseTold, PronounsChanged } = nameFacts;

/** The fact among those standing of a person's stream that holds the name to call them by; undefined when there is none. */
export function nameHolder(facts: readonly StoredFact[]): StoredFact | undefined {
  const inUse = facts.findLast(
    (f) => f.type === NameInUseTold.type || (f.type === NameCorrected.type && f.open['which'] === 'in-use'),
  );
  return (
    inUse ??
    facts.findLast(
      (f) =>
        f.type === LegalNameChanged.type ||
        (f.type === NameCorrected.type && f.open['which'] === 'legal') ||
        f.type === 'PersonRegistered',
    )
  );
}

type Slices = { readonly person: PersonState };
type Data<K extends (...args: never[]) => unknown> = Parameters<K>[0];

const known =
  <D>(state: (data: D) => Decision) =>
  ({ person }: Slices, action: D): Decision =>
    person.person === undefined ? personNotRegistered({ field: 'person' }) : state(action);

/** Puts a name right that had been written wrong. */
export const correctName = known((action: Data<typeof NameCorrected>) => accept(NameCorrected(action)));
/** Says that a legal name changed. */
export const changeLegalName = known((action: Data<typeof LegalNameChanged>) => accept(LegalNameChanged(action)));
/** Says by which name a person wants to be called. */
export const tellNameInUse = known((action: Data<typeof NameInUseTold>) => accept(NameInUseTold(action)));
/** Says which pronouns are a person's, or takes back what was said. */
export const changePronouns = known((action: Data<typeof PronounsChanged>) => accept(PronounsChanged(action)));
