import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import {
  AUTHORITY_ENDS,
  AUTHORITY_EVIDENCE,
  decidingFacts,
  MATTERS,
  type Matter,
  RANKS,
  type Rank,
} from '../../domain/person/deciding-for.js';
import {
  authorityNeedsEvidence,
  authorityNotFound,
  authorityOverBeforeItBegins,
  dayInTheFuture,
  decideOwnCounselling,
  endSubstitute,
  estateTrusteeNeedsDeath,
  findCapacity,
  nameSubstitute,
  namesOneself,
  notASubstitute,
  object,
  objectionNotFound,
  onlyTheChildDecides,
  ownSubstitute,
  reportDeath,
  withdrawObjection,
} from '../../domain/person/naming-substitutes.js';
import { personNotRegistered } from '../../domain/person/person.js';
import type { World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsCodes, IsDate, IsId, IsName, IsText, leg, Optional } from './action.js';

const DEATH_EVIDENCE = ['certificate', 'family', 'publication', 'other'] as const;

export class NameSubstitute extends ActionBody {
  @IsId('person') person: string;
  /** Who may decide; a registered person. */
  @IsId('person') substitute: string;
  @IsCode(...RANKS) rank: Rank;
  @IsCodes(MATTERS) scope: Matter[];
  @IsCode(...AUTHORITY_EVIDENCE) proof: (typeof AUTHORITY_EVIDENCE)[number];
  @IsDate() from: string;
  @Optional() @IsDate() until?: string;
}

export class EndSubstitute extends ActionBody {
  @IsId('person') person: string;
  @IsId('authority') authority: string;
  @IsCode(...AUTHORITY_ENDS) because: (typeof AUTHORITY_ENDS)[number];
}

export class ObjectToSubstitute extends ActionBody {
  @IsId('person') person: string;
  /** Who objects, when somebody enters it for them. */
  @Optional() @IsId('person') by?: string;
  @Optional() @IsText() words?: string;
}

export class WithdrawObjection extends ActionBody {
  @IsId('person') person: string;
  @IsId('objection') objection: string;
  /** Who objected, when somebody enters it for them. */
  @Optional() @IsId('person') by?: string;
}

export class FindCapacity extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...MATTERS) matter: Matter;
  @IsCode('capable', 'incapable') found: 'capable' | 'incapable';
  /** Who found it, if not who enters it. */
  @Optional() @IsId('person') by?: string;
  @IsDate() on: string;
  @IsText() basis: string;
}

export class DecideOwnCounselling extends ActionBody {
  @IsId('person') person: string;
  @IsDate() on: string;
}

export class ReportDeath extends ActionBody {
  @IsId('person') person: string;
  @IsDate() on: string;
  @IsCode(...DEATH_EVIDENCE) proof: (typeof DEATH_EVIDENCE)[number];
  @Optional() @IsName() source?: string;
}

type C = Circumstances<World>;
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aMother = '0190c7a0-0000-7000-8000-0000000000c3';
const anAuthority = '0190c7a0-0000-7000-8000-0000000000a7';
const onFile = (body: { person: string }): string => `file-${body.person}`;
const ofPerson = (body: { person: string }): readonly string[] => [`person-${body.person}`];
const today = ({ now, world }: C): string => localDateOf(now, world.zone);
const registered = (person: string, field: string, { world }: C): Decision | undefined =>
  world.person(person).person === undefined ? personNotRegistered({ field }) : undefined;
const ENTERS: ReadonlySet<string> = new Set(['front-desk', 'privacy-officer']);
/** Who says it: whom staff enter it for, else who acts. */
const saidBy = (by: string | undefined, { actor }: C): string =>
  ENTERS.has(actor.role) ? (by ?? actor.person) : actor.person;

export const decidingActions = {
  NameSubstitute: action<NameSubstitute>({
    body: NameSubstitute,
    kind: 'request',
    clauses: ['R7', 'T2'],
    says: 'Record who may decide for a person where that person cannot, with rank, matters and evidence.',
    who: ['privacy-officer', 'front-desk', 'therapist'],
    makes: (_body, id) => id('authority'),
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: NameSubstitute) => [`person-${body.person}`, `person-${body.substitute}`],
        decide: (s, { person, substitute, rank, scope, proof, from, until }: NameSubstitute, c) =>
          nameSubstitute(
            s,
            {
              authority: c.id('authority'),
              person,
              substitute,
              rank,
              scope,
              evidence: proof,
              from,
              ...(until && { until }),
            },
            registered(person, 'person', c) ?? registered(substitute, 'substitute', c),
            c,
          ),
      }),
    ],
    states: [decidingFacts.SubstituteNamed],
    refuses: [
      personNotRegistered,
      ownSubstitute,
      namesOneself,
      authorityOverBeforeItBegins,
      estateTrusteeNeedsDeath,
      authorityNeedsEvidence,
    ],
    example: {
      person: someone,
      substitute: aMother,
      rank: 'child-or-custodial-parent',
      scope: ['treatment', 'information'],
      proof: 'birth-or-custody-document',
      from: '2026-01-05',
    },
  }),
  EndSubstitute: action<EndSubstitute>({
    body: EndSubstitute,
    kind: 'request',
    clauses: ['R7', 'T2'],
    says: 'Record that an authority to decide for a person ended, and why.',
    who: ['privacy-officer', 'front-desk', 'therapist'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, authority, because }: EndSubstitute) => endSubstitute(s, { person, authority, because }),
      }),
    ],
    states: [decidingFacts.SubstituteEnded],
    refuses: [authorityNotFound],
    example: { person: someone, authority: anAuthority, because: 'revoked' },
  }),
  ObjectToSubstitute: action<ObjectToSubstitute>({
    body: ObjectToSubstitute,
    kind: 'request',
    clauses: ['R7'],
    says: 'Object, as one of several who decide with equal rank: none of them acts or looks alone until it is withdrawn.',
    who: ['client', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('objection'),
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, by, words }: ObjectToSubstitute, c) =>
          object(s, { objection: c.id('objection'), person, by: saidBy(by, c), ...(words && { words }) }),
      }),
    ],
    states: [decidingFacts.ObjectionMade],
    refuses: [notASubstitute],
    example: { person: someone, words: 'We were to decide this together.' },
  }),
  WithdrawObjection: action<WithdrawObjection>({
    body: WithdrawObjection,
    kind: 'request',
    clauses: ['R7'],
    says: 'Withdraw an objection one made.',
    // Who objected is shut out by it too, so this is not asked as a representative.
    who: ['front-desk', 'privacy-officer', 'anyone'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, objection, by }: WithdrawObjection, c) =>
          withdrawObjection(s, { objection, person, by: saidBy(by, c) }),
      }),
    ],
    states: [decidingFacts.ObjectionWithdrawn],
    refuses: [objectionNotFound],
    example: { person: someone, objection: '0190c7a0-0000-7000-8000-0000000000a8' },
  }),
  FindCapacity: action<FindCapacity>({
    body: FindCapacity,
    kind: 'report',
    clauses: ['R7', 'T2'],
    says: 'Record that a person was found capable or incapable of deciding a matter on a day; returned capacity ends a substitute’s authority at once.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        also: ofPerson,
        decide: (s, { person, matter, found, by, on, basis }: FindCapacity, c) =>
          registered(person, 'person', c) ??
          findCapacity(
            s,
            { person, matter, found, by: by ?? c.actor.person, on, basis },
            c.world.person(person).bornIn,
            today(c),
          ),
      }),
    ],
    states: [decidingFacts.CapacityFound, decidingFacts.SubstituteEnded],
    refuses: [personNotRegistered, dayInTheFuture],
    example: {
      person: someone,
      matter: 'treatment',
      found: 'incapable',
      on: '2026-02-09',
      basis: 'Could not say what was proposed or what would follow.',
    },
  }),
  DecideOwnCounselling: action<DecideOwnCounselling>({
    body: DecideOwnCounselling,
    kind: 'report',
    clauses: ['R7', 'T2'],
    says: 'Record that a child decided on counselling on their own: no parent decides about it or sees it.',
    who: ['client', 'therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        also: ofPerson,
        decide: (s, { person, on }: DecideOwnCounselling, c) =>
          registered(person, 'person', c) ?? decideOwnCounselling(s, { person, on }, c.actor, today(c)),
      }),
    ],
    states: [decidingFacts.OwnCounsellingDecided],
    refuses: [personNotRegistered, onlyTheChildDecides, dayInTheFuture],
    example: { person: someone, on: '2026-02-09' },
  }),
  ReportDeath: action<ReportDeath>({
    body: ReportDeath,
    kind: 'report',
    clauses: ['R7', 'R11'],
    says: 'Record that a person died: bookings are released, reminders stop, authorities end.',
    who: ['front-desk', 'therapist', 'supervisor', 'privacy-officer', 'manager'],
    legs: [
      leg('file', {
        stream: onFile,
        also: ofPerson,
        decide: (s, { person, on, proof, source }: ReportDeath, c) =>
          reportDeath(
            s,
            { person, on, evidence: proof, ...(source && { source }) },
            registered(person, 'person', c),
            today(c),
          ),
      }),
    ],
    states: [decidingFacts.PersonDied, decidingFacts.SubstituteEnded],
    refuses: [personNotRegistered, dayInTheFuture],
    example: { person: someone, on: '2026-03-01', proof: 'family' },
  }),
} as const;
