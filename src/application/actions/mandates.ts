import {
  MANDATE_AUTHORITIES,
  MANDATE_BODIES,
  MANDATE_KINDS,
  type MandateAuthority,
  type MandateBody,
  type MandateKind,
  mandateFacts,
} from '../../domain/agency/mandate-facts.js';
import {
  demandBeyondMandate,
  demandUnderMandate,
  endMandate,
  grantMandate,
  lapseMandate,
  mandateEndsBeforeItBegins,
  mandateForStaff,
  mandateIsOver,
  mandateNotFound,
  mandateNotOver,
  mandateWidened,
  mandateWithoutScope,
  narrowMandate,
  type ScopeSaid,
} from '../../domain/agency/mandates.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { personNotRegistered } from '../../domain/person/person.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCodes,
  IsDate,
  IsDigest,
  IsFlag,
  IsId,
  IsIds,
  IsText,
  leg,
  Optional,
} from './action.js';

class Covering extends ActionBody {
  /** True when it covers every case and everybody. */
  @Optional() @IsFlag() everybody?: boolean;
  @Optional() @IsIds(0) cases?: string[];
  @Optional() @IsIds(0) persons?: string[];
  @IsCodes(MANDATE_KINDS) kinds: MandateKind[];
  @IsDate() until: string;
  /** True when free text is shown too; it is withheld unless said. */
  @Optional() @IsFlag() freeText?: boolean;
  /** False when people are named; they stand under pseudonyms unless said. */
  @Optional() @IsFlag() pseudonyms?: boolean;
}

export class GrantMandate extends Covering {
  @IsId('person') outsider: string;
  @IsCode(...MANDATE_BODIES) body: MandateBody;
  @IsCode(...MANDATE_AUTHORITIES) authority: MandateAuthority;
  @IsDigest() document: string;
  @IsDate() from: string;
}

export class NarrowMandate extends Covering {
  @IsId('mandate') mandate: string;
}

export class MandateNamed extends ActionBody {
  @IsId('mandate') mandate: string;
}

export class EndMandate extends MandateNamed {
  @IsCode('done', 'withdrawn', 'set-aside') because: 'done' | 'withdrawn' | 'set-aside';
}

export class DemandUnderMandate extends MandateNamed {
  @Optional() @IsIds(0) cases?: string[];
  @Optional() @IsIds(0) persons?: string[];
  @IsCodes(MANDATE_KINDS) kinds: MandateKind[];
  @Optional() @IsFlag() freeText?: boolean;
  /** True when names are demanded, not pseudonyms. */
  @Optional() @IsFlag() names?: boolean;
  @IsText() words: string;
}

const { MandateGranted, MandateNarrowed, MandateEnded, DemandMade, DemandRefused } = mandateFacts;

const scopeSaid = ({ everybody, cases, persons, kinds, until, freeText, pseudonyms }: Covering): ScopeSaid => ({
  kinds,
  until,
  ...(everybody !== undefined && { everybody }),
  ...(cases && { cases }),
  ...(persons && { persons }),
  ...(freeText !== undefined && { freeText }),
  ...(pseudonyms !== undefined && { pseudonyms }),
});
const named = ({ cases = [], persons = [] }: Covering): readonly string[] => [
  ...cases.map((one) => `case-${one}`),
  ...persons.map((one) => `person-${one}`),
];
const stream = () => 'mandates';
const outsider = '0190c7a0-0000-7000-8000-0000000000d9';
const aMandate = '0190c7a0-0000-7000-8000-0000000000d1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const ofScope = [personNotRegistered, caseNotFound, mandateWithoutScope, mandateEndsBeforeItBegins] as const;
const byOfficer = { clauses: ['R7'], who: ['privacy-officer'] } as const;

export const mandateActions = {
  GrantMandate: action<GrantMandate>({
    ...byOfficer,
    body: GrantMandate,
    kind: 'request',
    says: 'Let somebody from outside in under a document: which cases, persons and kinds of information, until when, with or without free text and names.',
    makes: (_body, id) => id('mandate'),
    legs: [
      leg('mandates', {
        stream,
        also: (body: GrantMandate) => [...new Set([`person-${body.outsider}`, ...named(body)])],
        decide: (s, body: GrantMandate, c) => {
          const { outsider: person, authority, document, from } = body;
          return grantMandate(s, { ...scopeSaid(body), person, body: body.body, authority, document, from }, c);
        },
      }),
    ],
    states: [MandateGranted],
    refuses: [...ofScope, mandateForStaff],
    example: {
      outsider,
      body: 'college',
      authority: 'rhpa-code-s75',
      document: 'b'.repeat(64),
      cases: [aCase],
      kinds: ['clinical', 'booking'],
      from: '2026-03-02',
      until: '2026-06-30',
    },
  }),
  NarrowMandate: action<NarrowMandate>({
    ...byOfficer,
    body: NarrowMandate,
    kind: 'request',
    says: 'Make a mandate cover less from now on: say what it covers now.',
    legs: [
      leg('mandates', {
        stream,
        also: named,
        decide: (s, body: NarrowMandate, c) => narrowMandate(s, { ...scopeSaid(body), mandate: body.mandate }, c),
      }),
    ],
    states: [MandateNarrowed],
    refuses: [mandateNotFound, mandateIsOver, mandateWidened, ...ofScope],
    example: { mandate: aMandate, cases: [aCase], kinds: ['clinical'], until: '2026-05-31' },
  }),
  EndMandate: action<EndMandate>({
    ...byOfficer,
    body: EndMandate,
    kind: 'request',
    says: 'End a mandate: it opens nothing from this moment on.',
    legs: [
      leg('mandates', {
        stream,
        decide: (s, { mandate, because }: EndMandate) => endMandate(s, { mandate, because }),
      }),
    ],
    states: [MandateEnded],
    refuses: [mandateNotFound],
    example: { mandate: aMandate, because: 'done' },
  }),
  DemandUnderMandate: action<DemandUnderMandate>({
    body: DemandUnderMandate,
    kind: 'request',
    clauses: ['R7'],
    says: 'Demand something under a mandate, or record a demand that came by letter; what goes beyond the mandate is refused and on record.',
    who: ['anyone'],
    makes: (_body, id) => id('demand'),
    legs: [
      leg('mandates', {
        stream,
        decide: (s, body: DemandUnderMandate, c) => {
          const { mandate, cases = [], persons = [], kinds, freeText = false, names = false, words } = body;
          return demandUnderMandate(s, { mandate, cases, persons, kinds, freeText, names, words }, c);
        },
      }),
    ],
    states: [DemandMade, DemandRefused],
    refuses: [mandateNotFound, demandBeyondMandate],
    example: { mandate: aMandate, cases: [aCase], kinds: ['clinical'], words: 'The dates of all sessions in March.' },
  }),
  MarkMandateLapsed: action<MandateNamed>({
    body: MandateNamed,
    kind: 'report',
    clauses: ['R7'],
    says: 'Say that the last day of a mandate has passed; only the clock does.',
    who: ['system'],
    legs: [
      leg('mandates', {
        stream,
        decide: (s, { mandate }: MandateNamed, c) => lapseMandate(s, { mandate }, c),
      }),
    ],
    states: [MandateEnded],
    refuses: [mandateNotFound, mandateNotOver],
    example: { mandate: aMandate },
  }),
} as const;
