import { fact } from '../language/fact.js';
import { code, count, date, flag, id, instant, list, optional, record, sealed, text } from '../language/field.js';

/** What can happen to information against PHIPA s. 12; each is counted in the figures of 1 March. */
export const BREACH_KINDS = ['stolen', 'lost', 'used', 'disclosed'] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];

/** The seven grounds on which the Commissioner must be told of a breach (O. Reg. 329/04 s. 6.3). */
export const GROUNDS = {
  'knew-without-authority': 'Somebody used or disclosed who knew or ought to have known that they had no authority',
  stolen: 'The information was stolen',
  'further-use': 'It was or will be used or disclosed further without authority',
  pattern: 'It is part of a pattern of similar losses, uses or disclosures',
  'college-notice': 'A College must be told of it (PHIPA s. 17.1)',
  'as-if-member': 'A College would have to be told if the agent were its member',
  significant: 'It is significant: sensitive, large, of many people, or of several custodians',
} as const;
export type Ground = keyof typeof GROUNDS;
/** Codes of the seven grounds. */
export const GROUND_CODES = Object.keys(GROUNDS) as Ground[];

/** What is due because of a breach. */
export const BREACH_LIMITS = ['assess', 'notify', 'commissioner', 'college', 'statistics'] as const;
export type BreachLimit = (typeof BREACH_LIMITS)[number];

/** How a person concerned is told. */
export const TOLD_HOW = ['mail', 'e-mail', 'telephone', 'in-person', 'portal'] as const;
/** Colleges of those who provide care. */
export const COLLEGES = ['CRPO', 'OCSWSSW', 'other'] as const;

const begins = list(record({ limit: code(...BREACH_LIMITS), person: optional(id()), due: instant() }));
const ends = list(record({ limit: code(...BREACH_LIMITS), person: optional(id()) }));

/** Whether it meets a clock that was running, in time or late; absent when none was. */
const meets = optional(code('in-time', 'late'));

const aBreach = '0190c7a0-0000-7000-8000-0000000000b1';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const due = '2026-03-20T03:59:59.999Z';

/**
 * Breaches of privacy (PHIPA s. 12; rule 28). Every breach of the agency lives in one stream, so a fact names the persons
 * concerned without making the whole stream theirs: what a person is told of a breach stands in their own file.
 */
export const breachFacts = {
  BreachFound: fact({
    type: 'BreachFound',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'Information was found to be stolen, lost, used or disclosed without authority, or may have been: whom it concerns, and what is due because of it.',
    fields: {
      breach: id(),
      kind: code(...BREACH_KINDS),
      occurredAt: optional(instant()),
      /** Calendar year in which it was found: that of its figures. */
      year: count(),
      persons: list(id()),
      cases: list(id()),
      staff: list(id()),
      /** The fact of a case or file that raised it, if it was not reported (rule 11). */
      raisedBy: optional(id('fact')),
      begins,
      details: optional(sealed('details', 'R', text())),
    },
    subjects: { staff: 'staff' },
    compartments: { details: 'stream' },
    example: {
      breach: aBreach,
      kind: 'disclosed',
      occurredAt: '2026-03-05T15:00:00.000Z',
      year: 2026,
      persons: [aPerson],
      cases: [aCase],
      staff: [aTherapist],
      begins: [{ limit: 'notify', person: aPerson, due }],
      details: 'A letter was put into the wrong envelope.',
    },
  }),
  BreachExtended: fact({
    type: 'BreachExtended',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A breach was found to concern more persons or cases; it is open again if it was closed.',
    fields: { breach: id(), persons: list(id()), cases: list(id()), begins },
    example: { breach: aBreach, persons: [aPerson], cases: [], begins: [{ limit: 'notify', person: aPerson, due }] },
  }),
  BreachAssessed: fact({
    type: 'BreachAssessed',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A breach was assessed: whether it is one, and for each of the seven grounds whether it applies; from them follows who must be told.',
    fields: {
      breach: id(),
      finding: code('breach', 'no-breach'),
      grounds: list(record({ ground: code(...GROUND_CODES), applies: flag() })),
      commissionerNotice: flag(),
      collegeNotice: flag(),
      /** A real risk of significant harm to a person concerned. */
      realRisk: flag(),
      meets,
      begins,
      ends,
      reasons: sealed('reasons', 'R', text()),
    },
    compartments: { reasons: 'stream' },
    example: {
      breach: aBreach,
      finding: 'breach',
      grounds: [{ ground: 'significant', applies: true }],
      commissionerNotice: true,
      collegeNotice: false,
      realRisk: false,
      meets: 'in-time',
      begins: [{ limit: 'commissioner', due }],
      ends: [],
      reasons: 'The notes of a whole year were in the envelope.',
    },
  }),
  BreachContained: fact({
    type: 'BreachContained',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'What was done to contain a breach and to keep it from happening again.',
    fields: { breach: id(), measures: sealed('measures', 'N', text()) },
    compartments: { measures: 'stream' },
    inTheWorld: true,
    example: { breach: aBreach, measures: 'The letter came back unopened; envelopes have windows now.' },
  }),
  PersonNotifiedOfBreach: fact({
    type: 'PersonNotifiedOfBreach',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A person concerned was told of a breach and of their right to complain to the Commissioner (PHIPA s. 12(2)).',
    fields: { breach: id(), person: id(), how: code(...TOLD_HOW), meets },
    inTheWorld: true,
    example: { breach: aBreach, person: aPerson, how: 'mail', meets: 'in-time' },
  }),
  PersonNotReached: fact({
    type: 'PersonNotReached',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A person concerned by a breach could not be reached, with how it was tried and why it is given up for now.',
    fields: {
      breach: id(),
      person: id(),
      tried: list(code(...TOLD_HOW)),
      meets,
      reasons: sealed('reasons', 'R', text()),
    },
    compartments: { reasons: 'stream' },
    inTheWorld: true,
    example: { breach: aBreach, person: aPerson, tried: ['mail'], meets: 'in-time', reasons: 'Two letters came back.' },
  }),
  BreachReportedToCommissioner: fact({
    type: 'BreachReportedToCommissioner',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'The Information and Privacy Commissioner was told of a breach (PHIPA s. 12(3)).',
    fields: { breach: id(), meets, reference: optional(sealed('reference', 'N', text())) },
    compartments: { reference: 'stream' },
    inTheWorld: true,
    example: { breach: aBreach, meets: 'in-time', reference: 'File HR26-00017' },
  }),
  BreachReportedToCollege: fact({
    type: 'BreachReportedToCollege',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A College was told of discipline or a resignation because of a breach (PHIPA s. 17.1).',
    fields: {
      breach: id(),
      college: code(...COLLEGES),
      meets,
      reference: optional(sealed('reference', 'N', text())),
    },
    compartments: { reference: 'stream' },
    inTheWorld: true,
    example: { breach: aBreach, college: 'CRPO', meets: 'in-time' },
  }),
  BreachClosed: fact({
    type: 'BreachClosed',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'A breach was closed: everyone concerned was told or could not be reached, and every notice due was given.',
    fields: { breach: id(), finding: code('breach', 'no-breach') },
    example: { breach: aBreach, finding: 'breach' },
  }),
  BreachDeadlinePassed: fact({
    type: 'BreachDeadlinePassed',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'Nothing was known by a deadline of a breach: late knowledge undoes it.',
    fields: { breach: id(), limit: code(...BREACH_LIMITS), person: optional(id()), due: instant() },
    example: { breach: aBreach, limit: 'notify', person: aPerson, due },
  }),
  BreachStatisticsSubmitted: fact({
    type: 'BreachStatisticsSubmitted',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'The figures of a calendar year were submitted to the Commissioner (O. Reg. 329/04 s. 6.4), due on 1 March of the next.',
    fields: {
      year: count(),
      /** Every breach counted, those too that were never reported one by one. */
      breaches: list(id()),
      /** Those whose deadline this meets, and those for which it comes too late. */
      met: list(id()),
      late: list(id()),
      counts: record({ stolen: count(), lost: count(), used: count(), disclosed: count() }),
      persons: count(),
      submittedOn: date(),
    },
    inTheWorld: true,
    example: {
      year: 2026,
      breaches: [aBreach],
      met: [aBreach],
      late: [],
      counts: { stolen: 0, lost: 0, used: 0, disclosed: 1 },
      persons: 1,
      submittedOn: '2027-02-10',
    },
  }),
} as const;
