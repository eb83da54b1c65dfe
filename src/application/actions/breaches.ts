import { breachDeadlineMissed, breachDeadlineNotDue, breachNotFound } from '../../domain/agency/breach-clocks.js';
import { breachFacts, GROUND_CODES } from '../../domain/agency/breach-facts.js';
import {
  assessBreach,
  breachNotReady,
  closeBreach,
  collegeEventInTheFuture,
  containBreach,
  extendBreach,
  findBreach,
  groundsContradict,
  groundsNotConsidered,
  notOnStaff,
  ownBreach,
} from '../../domain/agency/breach-handling.js';
import {
  complaintRightNotTold,
  notABreach,
  notifyOfBreach,
  personNotConcerned,
  reportNotReached,
  reportToCollege,
  reportToCommissioner,
} from '../../domain/agency/breach-notices.js';
import { submitStatistics, yearNotOver } from '../../domain/agency/breach-statistics.js';
import type { BreachesState } from '../../domain/agency/breaches.js';
import { caseNotFound } from '../../domain/case/roster.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import { breachToldFacts, tellOfBreach } from '../../domain/person/breach-told.js';
import { personNotRegistered } from '../../domain/person/person.js';
import type { World } from '../../domain/world.js';
import { action, leg } from './action.js';
import {
  AssessBreach,
  ContainBreach,
  ExtendBreach,
  NotifyPersonOfBreach,
  OnBreach,
  RaiseBreach,
  ReportBreach,
  ReportBreachDeadlineMissed,
  ReportBreachToCollege,
  ReportBreachToCommissioner,
  ReportPersonNotReached,
  SubmitBreachStatistics,
} from './breach-bodies.js';

type Decide<B> = (state: BreachesState, body: B, c: Circumstances<World>) => Decision;

/** One append to the agency's register of breaches; persons and cases that a body names are looked up. */
const inRegister = <B extends object>(decide: Decide<B>) =>
  leg('breaches', {
    stream: () => 'breaches',
    also: (body: B) => {
      const { persons = [], cases = [] } = body as {
        readonly persons?: readonly string[];
        readonly cases?: readonly string[];
      };
      const one = (body as { readonly case?: string }).case;
      return [
        ...persons.map((person) => `person-${person}`),
        ...[...cases, ...(one ? [one] : [])].map((each) => `case-${each}`),
      ];
    },
    decide,
  });

const aBreach = '0190c7a0-0000-7000-8000-0000000000b1';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aFact = '0190c7a0-0000-8000-8000-0000000000e3';
const handled = { clauses: ['R7'] as const, who: ['privacy-officer'] as const };

export const breachActions = {
  ReportBreach: action<ReportBreach>({
    body: ReportBreach,
    kind: 'report',
    clauses: ['R7'],
    says: 'Report that information was stolen, lost, used or disclosed without authority; anyone on staff does, at once.',
    who: ['staff'],
    makes: (_body, id) => id('breach'),
    legs: [
      inRegister((s, { kind, occurredAt, persons = [], cases = [], staff = [], details }: ReportBreach, c) =>
        findBreach(s, { kind, persons, cases, staff, details, ...(occurredAt && { occurredAt }) }, c),
      ),
    ],
    states: [breachFacts.BreachFound],
    refuses: [personNotRegistered, caseNotFound, notOnStaff],
    example: {
      kind: 'disclosed',
      persons: [someone],
      cases: [aCase],
      details: 'A letter was put into the wrong envelope.',
    },
  }),
  RaiseBreach: action<RaiseBreach>({
    body: RaiseBreach,
    kind: 'report',
    clauses: ['R7'],
    says: 'Open a breach for review because of a disclosure, recording or look that nothing allowed, or a disclosure that was questioned (rule 11).',
    who: ['system'],
    makes: (_body, id) => id('breach'),
    legs: [
      inRegister((s, { case: one, fact, kind, occurredAt, persons, staff = [] }: RaiseBreach, c) =>
        findBreach(
          s,
          { kind, persons, cases: one ? [one] : [], staff, raisedBy: fact, ...(occurredAt && { occurredAt }) },
          c,
        ),
      ),
    ],
    states: [breachFacts.BreachFound],
    refuses: [personNotRegistered, caseNotFound, notOnStaff],
    example: { case: aCase, fact: aFact, kind: 'disclosed', persons: [someone] },
  }),
  ExtendBreach: action<ExtendBreach>({
    ...handled,
    body: ExtendBreach,
    kind: 'report',
    says: 'Add persons or cases that a breach turns out to concern; it is open again.',
    legs: [
      inRegister((s, { breach, persons = [], cases = [] }: ExtendBreach, c) =>
        extendBreach(s, { breach, persons, cases }, c),
      ),
    ],
    states: [breachFacts.BreachExtended],
    refuses: [breachNotFound, personNotRegistered, caseNotFound],
    example: { breach: aBreach, persons: [someone] },
  }),
  AssessBreach: action<AssessBreach>({
    ...handled,
    body: AssessBreach,
    kind: 'request',
    says: 'Assess a breach: each of the seven grounds; from them follows whether the Commissioner and a College must be told.',
    legs: [
      inRegister((s, { breach, finding, grounds, realRisk, collegeEventOn, reasons }: AssessBreach, c) =>
        assessBreach(
          s,
          {
            breach,
            finding,
            grounds: grounds.map(({ ground, applies }) => ({ ground, applies })),
            realRisk,
            reasons,
            ...(collegeEventOn && { collegeEventOn }),
          },
          c,
        ),
      ),
    ],
    states: [breachFacts.BreachAssessed],
    refuses: [breachNotFound, ownBreach, groundsNotConsidered, groundsContradict, collegeEventInTheFuture],
    example: {
      breach: aBreach,
      finding: 'breach',
      grounds: GROUND_CODES.map((ground) => ({ ground, applies: ground === 'significant' })),
      realRisk: false,
      reasons: 'The notes of a whole year were in the envelope.',
    },
  }),
  ContainBreach: action<ContainBreach>({
    ...handled,
    body: ContainBreach,
    kind: 'report',
    says: 'Record what was done to contain a breach and to keep it from happening again.',
    legs: [inRegister((s, { breach, measures }: ContainBreach) => containBreach(s, { breach, measures }))],
    states: [breachFacts.BreachContained],
    refuses: [breachNotFound],
    example: { breach: aBreach, measures: 'The letter came back unopened.' },
  }),
  NotifyPersonOfBreach: action<NotifyPersonOfBreach>({
    ...handled,
    body: NotifyPersonOfBreach,
    kind: 'request',
    says: 'Tell a person concerned of a breach, and that they may complain to the Commissioner: it stands in their own file.',
    legs: [
      leg('file', {
        stream: ({ person }: NotifyPersonOfBreach) => `file-${person}`,
        also: () => ['breaches'],
        decide: (s, { breach, person, how, toldOfRightToComplain, notice }: NotifyPersonOfBreach, c) =>
          tellOfBreach(
            s,
            { breach, person, how, toldOfRightToComplain, ...(notice && { notice }) },
            c.world.breaches().register,
          ),
      }),
      leg('breaches', {
        stream: () => 'breaches',
        decide: (s, { breach, person, how, toldOfRightToComplain }: NotifyPersonOfBreach, c) =>
          notifyOfBreach(s, { breach, person, how, toldOfRightToComplain }, c),
      }),
    ],
    states: [breachToldFacts.BreachTold, breachFacts.PersonNotifiedOfBreach],
    refuses: [breachNotFound, personNotConcerned, notABreach, complaintRightNotTold],
    example: { breach: aBreach, person: someone, how: 'mail', toldOfRightToComplain: true },
  }),
  ReportPersonNotReached: action<ReportPersonNotReached>({
    ...handled,
    body: ReportPersonNotReached,
    kind: 'report',
    says: 'Record that a person concerned by a breach could not be reached, with how it was tried.',
    legs: [
      inRegister((s, { breach, person, tried, reasons }: ReportPersonNotReached, c) =>
        reportNotReached(s, { breach, person, tried, reasons }, c),
      ),
    ],
    states: [breachFacts.PersonNotReached],
    refuses: [breachNotFound, personNotConcerned],
    example: { breach: aBreach, person: someone, tried: ['mail'], reasons: 'Two letters came back.' },
  }),
  ReportBreachToCommissioner: action<ReportBreachToCommissioner>({
    ...handled,
    body: ReportBreachToCommissioner,
    kind: 'report',
    says: 'Record that the Commissioner was told of a breach.',
    legs: [
      inRegister((s, { breach, reference }: ReportBreachToCommissioner, c) =>
        reportToCommissioner(s, { breach, ...(reference && { reference }) }, c),
      ),
    ],
    states: [breachFacts.BreachReportedToCommissioner],
    refuses: [breachNotFound],
    example: { breach: aBreach, reference: 'File HR26-00017' },
  }),
  ReportBreachToCollege: action<ReportBreachToCollege>({
    ...handled,
    body: ReportBreachToCollege,
    kind: 'report',
    says: 'Record that a College was told of discipline or a resignation because of a breach.',
    legs: [
      inRegister((s, { breach, college, reference }: ReportBreachToCollege, c) =>
        reportToCollege(s, { breach, college, ...(reference && { reference }) }, c),
      ),
    ],
    states: [breachFacts.BreachReportedToCollege],
    refuses: [breachNotFound],
    example: { breach: aBreach, college: 'CRPO' },
  }),
  CloseBreach: action<OnBreach>({
    ...handled,
    body: OnBreach,
    kind: 'request',
    says: 'Close a breach, once everybody concerned was told or could not be reached and every notice due was given.',
    legs: [inRegister((s, { breach }: OnBreach) => closeBreach(s, { breach }))],
    states: [breachFacts.BreachClosed],
    refuses: [breachNotFound, breachNotReady],
    example: { breach: aBreach },
  }),
  SubmitBreachStatistics: action<SubmitBreachStatistics>({
    ...handled,
    body: SubmitBreachStatistics,
    kind: 'report',
    says: 'Record that the figures of a calendar year, as the register has them, were submitted to the Commissioner.',
    legs: [inRegister((s, { year }: SubmitBreachStatistics, c) => submitStatistics(s, { year }, c))],
    states: [breachFacts.BreachStatisticsSubmitted],
    refuses: [yearNotOver],
    example: { year: 2026 },
  }),
  ReportBreachDeadlineMissed: action<ReportBreachDeadlineMissed>({
    body: ReportBreachDeadlineMissed,
    kind: 'report',
    clauses: ['R7'],
    says: 'The clock says that nothing was known by a deadline of a breach.',
    who: ['system'],
    legs: [
      inRegister((s, { breach, limit, person }: ReportBreachDeadlineMissed, c) =>
        breachDeadlineMissed(s, { breach, limit, ...(person && { person }) }, c),
      ),
    ],
    states: [breachFacts.BreachDeadlinePassed],
    refuses: [breachNotFound, breachDeadlineNotDue],
    example: { breach: aBreach, limit: 'notify', person: someone },
  }),
} as const;
