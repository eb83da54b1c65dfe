import { fact } from '../language/fact.js';
import { code, date, digest, flag, id, instant, list, sealed, text } from '../language/field.js';

const aMandate = '0190c7a0-0000-7000-8000-0000000000d1';
const aDemand = '0190c7a0-0000-7000-8000-0000000000d2';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const anInvestigator = '0190c7a0-0000-7000-8000-0000000000d9';

/** For whom an outsider acts. Whoever takes the agency over acts as its successor (PHIPA s. 42). */
export const MANDATE_BODIES = ['college', 'auditor', 'court', 'successor', 'commissioner'] as const;
export type MandateBody = (typeof MANDATE_BODIES)[number];

/** On what an outsider's powers rest. */
export const MANDATE_AUTHORITIES = [
  'rhpa-code-s75',
  'phipa-s39-1-d',
  'phipa-s42',
  'phipa-s60',
  'summons',
  'court-order',
  'warrant',
  'consent',
] as const;
export type MandateAuthority = (typeof MANDATE_AUTHORITIES)[number];

/** Kinds of information that a mandate may cover, as the columns of the access matrix name them. */
export const MANDATE_KINDS = ['booking', 'clinical', 'recording', 'complaint', 'money', 'access-log'] as const;
export type MandateKind = (typeof MANDATE_KINDS)[number];

/** In what a demand goes beyond its mandate. */
export const BEYOND = ['period', 'case', 'person', 'kind', 'free-text', 'names'] as const;
export type Beyond = (typeof BEYOND)[number];

const scope = {
  /** True when it covers every case and everybody; else those named. */
  everybody: flag(),
  cases: list(id()),
  persons: list(id()),
  kinds: list(code(...MANDATE_KINDS)),
  from: date(),
  until: date(),
  /** The last instant of that day. */
  endsAt: instant(),
  freeText: flag(),
  pseudonyms: flag(),
};
const scopeExample = {
  everybody: false,
  cases: [aCase],
  persons: [],
  kinds: ['clinical', 'booking'],
  from: '2026-03-02',
  until: '2026-06-30',
  endsAt: '2026-07-01T03:59:59.999Z',
  freeText: false,
  pseudonyms: true,
} as const;
const demanded = {
  mandate: id(),
  demand: id(),
  by: id(),
  cases: list(id()),
  persons: list(id()),
  kinds: list(code(...MANDATE_KINDS)),
  freeText: flag(),
  names: flag(),
  words: sealed('demand', 'R', text()),
};
const demandExample = {
  mandate: aMandate,
  demand: aDemand,
  by: anInvestigator,
  cases: [aCase],
  persons: [aPerson],
  kinds: ['clinical'],
  freeText: true,
  names: false,
  words: 'All notes of the sessions in March, in full.',
} as const;

export const mandateFacts = {
  MandateGranted: fact({
    type: 'MandateGranted',
    stream: 'mandates',
    clauses: ['R7'],
    says: 'An outsider was let in under a document: for which body, on what authority, to which cases, persons and kinds of information, from when to when, with or without free text and names.',
    fields: {
      mandate: id(),
      person: id(),
      body: code(...MANDATE_BODIES),
      authority: code(...MANDATE_AUTHORITIES),
      document: digest(),
      ...scope,
    },
    subjects: { person: 'representative' },
    inTheWorld: true,
    example: {
      mandate: aMandate,
      person: anInvestigator,
      body: 'college',
      authority: 'rhpa-code-s75',
      document: 'b'.repeat(64),
      ...scopeExample,
    },
  }),
  MandateNarrowed: fact({
    type: 'MandateNarrowed',
    stream: 'mandates',
    clauses: ['R7'],
    says: 'A mandate covers less from now on; what it covers now.',
    fields: { mandate: id(), person: id(), ...scope },
    subjects: { person: 'representative' },
    inTheWorld: true,
    example: { mandate: aMandate, person: anInvestigator, ...scopeExample, kinds: ['clinical'] },
  }),
  MandateEnded: fact({
    type: 'MandateEnded',
    stream: 'mandates',
    clauses: ['R7'],
    says: 'A mandate ended: it opens nothing any more, and its pseudonyms can be made by nobody again.',
    fields: { mandate: id(), person: id(), because: code('lapsed', 'done', 'withdrawn', 'set-aside') },
    subjects: { person: 'representative' },
    inTheWorld: true,
    example: { mandate: aMandate, person: anInvestigator, because: 'done' },
  }),
  DemandMade: fact({
    type: 'DemandMade',
    stream: 'mandates',
    clauses: ['R7'],
    says: 'Something was demanded under a mandate that the mandate covers.',
    fields: demanded,
    subjects: { by: 'representative' },
    compartments: { demand: 'stream' },
    inTheWorld: true,
    example: { ...demandExample, freeText: false },
  }),
  DemandRefused: fact({
    type: 'DemandRefused',
    stream: 'mandates',
    clauses: ['R7'],
    says: 'Something was demanded beyond a mandate, and refused; in what it went beyond.',
    fields: { ...demanded, beyond: list(code(...BEYOND)) },
    subjects: { by: 'representative' },
    compartments: { demand: 'stream' },
    inTheWorld: true,
    example: { ...demandExample, beyond: ['free-text'] },
  }),
} as const;
