import { ENDING_RULES } from '../case/destruction-facts.js';
import { CASE_KINDS } from '../case/roster.js';
import { fact } from '../language/fact.js';
import { code, count, date, id, list, name, optional, record, sealed, text } from '../language/field.js';
import { DESTROYED_PARTS } from './closing.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aDestruction = '0190c7a0-0000-7000-8000-0000000000d5';

/** Which part it is of: of a case, of a person, or one fact of either. */
const part = {
  destruction: id(),
  of: code(...DESTROYED_PARTS),
  case: optional(id()),
  person: optional(id()),
  /** The part whose fact it is, where one fact is destroyed alone. */
  from: optional(code('case', 'registration', 'file')),
  fact: optional(id()),
};

/** What the agency destroyed, step by step, by ids and counts only: nothing here is sealed, so that it outlives what it tells of. */
export const destructionsFacts = {
  DestructionEntered: fact({
    type: 'DestructionEntered',
    stream: 'destructions',
    clauses: ['R9', 'R7'],
    says: 'A part is about to be destroyed: entered before it begins, so that no start and no restore can miss it.',
    fields: part,
    example: { destruction: aDestruction, of: 'case', case: aCase },
  }),
  DestructionAbandoned: fact({
    type: 'DestructionAbandoned',
    stream: 'destructions',
    clauses: ['R9'],
    says: 'A part that was entered is not destroyed: when it was to begin, it might not.',
    fields: part,
    example: { destruction: aDestruction, of: 'case', case: aCase },
  }),
  KeysDestroyed: fact({
    type: 'KeysDestroyed',
    stream: 'destructions',
    clauses: ['R9', 'R7'],
    says: 'The keys of a part were destroyed: its content opens nowhere any more; kinds, times, counts and digests of its facts remain.',
    fields: {
      ...part,
      /** Key references that are tombstones now. */
      keys: count(),
      /** How many facts lost their content, by kind. */
      facts: count(),
      kinds: list(record({ type: name(), facts: count() })),
      firstOn: optional(date()),
      lastOn: optional(date()),
    },
    inTheWorld: true,
    example: {
      destruction: aDestruction,
      of: 'case',
      case: aCase,
      keys: 2,
      facts: 3,
      kinds: [{ type: 'SessionHeld', facts: 3 }],
      firstOn: '2026-01-05',
      lastOn: '2026-01-26',
    },
  }),
  DestructionCertified: fact({
    type: 'DestructionCertified',
    stream: 'destructions',
    clauses: ['R9', 'R7'],
    says: 'Everything that was to be destroyed is: the certificate says what, when, by whom, under which rule, and until when a backup of keys may still hold it.',
    fields: {
      destruction: id(),
      case: optional(id()),
      fact: optional(id()),
      requestedBy: id(),
      confirmedBy: id(),
      rule: code(...ENDING_RULES, 'wrong-person'),
      keptUntil: optional(date()),
      years: optional(count()),
      /** Last day of the last backup of keys that was taken before. */
      keyBackupsEnd: date(),
    },
    subjects: { requestedBy: 'staff', confirmedBy: 'staff' },
    inTheWorld: true,
    example: {
      destruction: aDestruction,
      case: aCase,
      requestedBy: aPerson,
      confirmedBy: '0190c7a0-0000-7000-8000-0000000000a2',
      rule: 'last-interaction',
      keptUntil: '2036-01-31',
      years: 10,
      keyBackupsEnd: '2036-05-01',
    },
  }),
} as const;

/** What remains known of somebody whose record was destroyed: in a stream, under a key and with a retention of its own (rule 75). */
export const destroyedFacts = {
  RecordDestroyed: fact({
    type: 'RecordDestroyed',
    stream: 'destroyed',
    clauses: ['R9', 'R7'],
    says: 'A record of this person was destroyed: of which kind, of which period, when and under which rule; so that who asks whether they were a client is answered.',
    fields: {
      person: id(),
      destruction: id(),
      case: id(),
      kind: code(...CASE_KINDS),
      firstOn: date(),
      lastOn: date(),
      destroyedOn: date(),
      rule: code(...ENDING_RULES),
      keptUntil: date(),
      years: count(),
      name: sealed('identity', 'N', text()),
    },
    subjects: { person: 'person' },
    compartments: { identity: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      destruction: aDestruction,
      case: aCase,
      kind: 'individual',
      firstOn: '2025-06-03',
      lastOn: '2026-01-26',
      destroyedOn: '2036-02-03',
      rule: 'last-interaction',
      keptUntil: '2036-01-31',
      years: 10,
      name: 'Robin Example',
    },
  }),
} as const;
