import { evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, id, list, name, optional, sealed, text } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aMother = '0190c7a0-0000-7000-8000-0000000000c3';
const anAuthority = '0190c7a0-0000-7000-8000-0000000000a7';
const anObjection = '0190c7a0-0000-7000-8000-0000000000a8';

/** Who decides for somebody, highest first (Health Care Consent Act, 1996, s. 20; PHIPA s. 26); an estate trustee after death (PHIPA s. 23(1)4). */
export const RANKS = [
  'guardian',
  'attorney-personal-care',
  'ccb-representative',
  'spouse-partner',
  'child-or-custodial-parent',
  'access-parent',
  'sibling',
  'other-relative',
  'pgt',
  'estate-trustee',
] as const;
export type Rank = (typeof RANKS)[number];
/** What an authority is for: authority about treatment carries the information needed for it (PHIPA s. 5(2)). */
export const MATTERS = ['treatment', 'information'] as const;
export type Matter = (typeof MATTERS)[number];
/** What proved an authority. */
export const AUTHORITY_EVIDENCE = [
  'court-order',
  'power-of-attorney',
  'board-order',
  'will-or-certificate',
  'birth-or-custody-document',
  'identity-document',
  'own-statement',
] as const;
/** Why an authority ended. */
export const AUTHORITY_ENDS = [
  'capacity-returned',
  'higher-rank',
  'child-capable',
  'turned-16',
  'revoked',
  'death',
] as const;

export const decidingFacts = {
  SubstituteNamed: fact({
    type: 'SubstituteNamed',
    stream: 'file',
    clauses: ['R7', 'T2'],
    says: 'Somebody may decide for a person where that person cannot: rank, matters, evidence, from when.',
    fields: {
      authority: id(),
      person: id(),
      substitute: id(),
      rank: code(...RANKS),
      scope: list(code(...MATTERS)),
      evidence: code(...AUTHORITY_EVIDENCE),
      from: date(),
      until: optional(date()),
    },
    subjects: { person: 'person', substitute: 'representative' },
    example: {
      authority: anAuthority,
      person: aPerson,
      substitute: aMother,
      rank: 'child-or-custodial-parent',
      scope: ['treatment', 'information'],
      evidence: 'birth-or-custody-document',
      from: '2026-01-05',
    },
  }),
  SubstituteEnded: fact({
    type: 'SubstituteEnded',
    stream: 'file',
    clauses: ['R7', 'T2'],
    says: 'An authority to decide for a person ended: from then on its holder sees and does nothing for them.',
    fields: { authority: id(), person: id(), substitute: id(), because: code(...AUTHORITY_ENDS) },
    subjects: { person: 'person', substitute: 'representative' },
    example: { authority: anAuthority, person: aPerson, substitute: aMother, because: 'revoked' },
  }),
  ObjectionMade: fact({
    type: 'ObjectionMade',
    stream: 'file',
    clauses: ['R7'],
    says: 'One of several who decide with equal rank objected: until it is withdrawn none of them acts or looks alone (rule 49).',
    fields: { objection: id(), person: id(), by: id(), words: optional(sealed('objection', 'R', text())) },
    subjects: { person: 'person', by: 'representative' },
    compartments: { objection: 'by' },
    example: { objection: anObjection, person: aPerson, by: aMother },
  }),
  ObjectionWithdrawn: fact({
    type: 'ObjectionWithdrawn',
    stream: 'file',
    clauses: ['R7'],
    says: 'Who objected withdrew it.',
    fields: { objection: id(), person: id(), by: id() },
    subjects: { person: 'person', by: 'representative' },
    example: { objection: anObjection, person: aPerson, by: aMother },
  }),
  CapacityFound: fact({
    type: 'CapacityFound',
    stream: 'file',
    clauses: ['R7', 'T2'],
    says: 'A person was found capable or incapable of deciding one matter on a day; everybody is presumed capable (HCCA s. 4, PHIPA s. 21).',
    fields: {
      person: id(),
      matter: code(...MATTERS),
      found: code('capable', 'incapable'),
      by: id(),
      on: date(),
      basis: sealed('capacity', 'V', text()),
    },
    subjects: { person: 'person', by: 'staff' },
    compartments: { capacity: 'person' },
    example: {
      person: aPerson,
      matter: 'treatment',
      found: 'capable',
      by: aMother,
      on: '2026-02-09',
      basis: 'Understood and appreciated what was proposed.',
    },
  }),
  OwnCounsellingDecided: fact({
    type: 'OwnCounsellingDecided',
    stream: 'file',
    clauses: ['R7', 'T2'],
    says: 'A child decided on counselling on their own: no parent decides about it or sees it (PHIPA s. 23(1)2).',
    fields: { person: id(), on: date() },
    subjects: { person: 'person' },
    example: { person: aPerson, on: '2026-02-09' },
  }),
  PersonDied: fact({
    type: 'PersonDied',
    stream: 'file',
    clauses: ['R7', 'R11'],
    says: 'A person died: what is booked is released, reminders stop and who decided for them decides no more; an estate trustee may, on evidence (rule 50).',
    fields: {
      person: id(),
      on: date(),
      evidence: code('certificate', 'family', 'publication', 'other'),
      source: optional(name()),
    },
    subjects: { person: 'person' },
    inTheWorld: true,
    example: { person: aPerson, on: '2026-03-01', evidence: 'family' },
  }),
} as const;

/** One authority, live by its own dates; whether it decides depends on the person's capacity and age that day. */
export interface Authority {
  readonly authority: string;
  readonly substitute: string;
  readonly rank: Rank;
  readonly scope: readonly Matter[];
  readonly from: string;
  readonly until: string | undefined;
  readonly fact: string;
}

/** `authorities`: those not ended; `ended`: ids of those that were; `objections`: not withdrawn, by id. */
export interface DecidingState {
  readonly authorities: Map<string, Authority>;
  readonly ended: Set<string>;
  readonly objections: Map<string, { readonly by: string; readonly fact: string }>;
  readonly found: Map<Matter, { readonly capable: boolean; readonly on: string }>;
  ownCounselling: string | undefined;
  diedOn: string | undefined;
}

export const deciding = evolution<DecidingState, typeof decidingFacts>(
  () => ({
    authorities: new Map(),
    ended: new Set(),
    objections: new Map(),
    found: new Map(),
    ownCounselling: undefined,
    diedOn: undefined,
  }),
  decidingFacts,
  {
    SubstituteNamed: (s, { id: factId, open }) =>
      void s.authorities.set(open.authority, {
        authority: open.authority,
        substitute: open.substitute,
        rank: open.rank,
        scope: open.scope,
        from: open.from,
        until: open.until,
        fact: factId,
      }),
    SubstituteEnded: (s, { open }) => {
      s.authorities.delete(open.authority);
      s.ended.add(open.authority);
    },
    ObjectionMade: (s, { id: factId, open }) => void s.objections.set(open.objection, { by: open.by, fact: factId }),
    ObjectionWithdrawn: (s, { open }) => void s.objections.delete(open.objection),
    CapacityFound: (s, { open }) => {
      const before = s.found.get(open.matter);
      // An older finding entered late does not undo a newer one.
      if (before === undefined || before.on <= open.on)
        s.found.set(open.matter, { capable: open.found === 'capable', on: open.on });
    },
    OwnCounsellingDecided: (s, { open }) => {
      s.ownCounselling ??= open.on;
    },
    PersonDied: (s, { open }) => {
      s.diedOn = open.on;
    },
  },
);

/** The first day on which a child may be of an age: of the birth date only the month is known, and doubt favours the child. */
const isOlder = (bornIn: string, years: number, day: string): boolean =>
  `${String(Number(bornIn.slice(0, 4)) + years).padStart(4, '0')}${bornIn.slice(4, 7)}-01` <= day;

/** True while a parent may decide for a child because of age alone: under 16, and the child has not decided on their own (PHIPA s. 23(1)2). */
export const isUnder16 = (bornIn: string | undefined, day: string): boolean =>
  bornIn !== undefined && !isOlder(bornIn, 16, day);

/** Ranks that decide for a child because of the child's age alone; a parent who has only access does not. */
export const FOR_CHILDREN: ReadonlySet<Rank> = new Set(['guardian', 'child-or-custodial-parent']);

const isLive = (one: Authority, day: string): boolean =>
  one.from <= day && (one.until === undefined || day <= one.until);

/** Why an authority may decide on a matter: the person's finding, or their age; nothing means that they decide themselves. */
function eligible(s: DecidingState, bornIn: string | undefined, matter: Matter, day: string): (rank: Rank) => boolean {
  if (s.diedOn !== undefined) return (rank) => rank === 'estate-trustee';
  const finding = s.found.get(matter);
  if (finding !== undefined && finding.on <= day) {
    // A capable child's decision prevails.
    return (rank) => !finding.capable && rank !== 'estate-trustee';
  }
  const child = isUnder16(bornIn, day) && s.ownCounselling === undefined;
  return (rank) => child && FOR_CHILDREN.has(rank);
}

/**
 * Who decides for a person on a matter on a day: everyone of the highest rank there is; nobody when the person is capable.
 * An authority about treatment carries the information. Where one of equals objects, none of them does alone (rule 49).
 */
export function decidersFor(
  s: DecidingState,
  bornIn: string | undefined,
  matter: Matter,
  day: string,
): readonly string[] {
  if (s.authorities.size === 0) return [];
  const within = (wanted: Matter): readonly Authority[] => {
    const may = eligible(s, bornIn, wanted, day);
    return [...s.authorities.values()].filter((one) => isLive(one, day) && one.scope.includes(wanted) && may(one.rank));
  };
  // After death there is no treatment: only information is left to decide about.
  const found = matter === 'treatment' ? within('treatment') : [...within('information'), ...within('treatment')];
  const highest = Math.min(...found.map((one) => RANKS.indexOf(one.rank)));
  const equals = new Set(found.filter((one) => RANKS.indexOf(one.rank) === highest).map((one) => one.substitute));
  const objected = equals.size > 1 && [...s.objections.values()].some(({ by }) => equals.has(by));
  return objected ? [] : [...equals];
}

/** True when somebody decides for a person on a matter on a day. */
export const decidesFor = (
  s: DecidingState,
  bornIn: string | undefined,
  substitute: string,
  matter: Matter,
  day: string,
): boolean => decidersFor(s, bornIn, matter, day).includes(substitute);
