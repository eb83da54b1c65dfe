import { CONTENT } from '../case/disclosure.js';
import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, digest, flag, id, list, optional, sealed, text } from '../language/field.js';
import { complaintNotFound, type LodgingState } from './lodging.js';
import { aCase, aComplainant, aComplaint, aDemand, aDisclosure, anEntry, aPaper } from './samples.js';

/** Papers of a proceeding that the agency holds. */
export const PAPERS = ['complaint-form', 'notice', 'response', 'letter', 'decision', 'review'] as const;
/** Who asks for information because of a complaint. */
export const ASKERS = ['College', 'counsel-of-respondent', 'court-or-tribunal', 'lawyer'] as const;
/** What a disclosure for a complaint may rest on without the client's consent; a lawyer's letter is none of these. */
export const PROCEEDING_AUTHORITIES = ['PHIPA-43-1-b', 'RHPA-76', 'PHIPA-41', 'PHIPA-41-summons'] as const;
type Authority = (typeof PROCEEDING_AUTHORITIES)[number];
/** Content categories, and the College's own papers, which no civil proceeding may have (RHPA s. 36 (3)). */
export const PROCEEDING_CONTENT = [...CONTENT, 'college-papers'] as const;
type Content = (typeof PROCEEDING_CONTENT)[number];

const content = list(code(...PROCEEDING_CONTENT));

export const collegeFileFacts = {
  CollegePaperKept: fact({
    type: 'CollegePaperKept',
    stream: 'college',
    clauses: ['R10', 'R7'],
    says: 'A paper of the College’s proceeding reached the agency: its kind and digest; what it says is sealed.',
    fields: {
      complaint: id(),
      paper: id(),
      kind: code(...PAPERS),
      digest: digest(),
      dated: optional(date()),
      summary: optional(sealed('paper', 'V', text())),
    },
    compartments: { paper: 'stream' },
    example: { complaint: aComplaint, paper: aPaper, kind: 'notice', digest: 'a'.repeat(64), dated: '2026-06-12' },
  }),
  CollegeDemandReceived: fact({
    type: 'CollegeDemandReceived',
    stream: 'college',
    clauses: ['R7', 'R10'],
    says: 'An investigator of the College demanded records: authority, appointment letter and scope. No client consent is needed (rule 13).',
    fields: {
      complaint: id(),
      demand: id(),
      authority: code('PHIPA-43-1-b', 'RHPA-76'),
      appointmentLetter: digest(),
      cases: list(id()),
      scope: content,
      due: optional(date()),
      details: optional(sealed('paper', 'V', text())),
    },
    compartments: { paper: 'stream' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      demand: aDemand,
      authority: 'RHPA-76',
      appointmentLetter: 'a'.repeat(64),
      cases: [aCase],
      scope: ['clinical-notes', 'attendance'],
    },
  }),
  CollegeDisclosureMade: fact({
    type: 'CollegeDisclosureMade',
    stream: 'college',
    clauses: ['R7', 'R10'],
    says: 'Information was given for the complaint’s proceeding under a typed authority, no more than asked for.',
    fields: {
      complaint: id(),
      disclosure: id(),
      to: code(...ASKERS),
      demand: optional(id()),
      case: id(),
      clients: list(id()),
      content,
      entries: list(id()),
      authority: code(...PROCEEDING_AUTHORITIES),
      order: optional(digest()),
      what: optional(sealed('paper', 'V', text())),
    },
    subjects: { clients: 'named' },
    compartments: { paper: 'stream' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      disclosure: aDisclosure,
      to: 'College',
      demand: aDemand,
      case: aCase,
      clients: [aComplainant],
      content: ['clinical-notes'],
      entries: [anEntry],
      authority: 'RHPA-76',
    },
  }),
  ComplaintDisclosureRefused: fact({
    type: 'ComplaintDisclosureRefused',
    stream: 'college',
    clauses: ['R7', 'R10'],
    says: 'Information was asked for because of the complaint and refused: no authority, beyond the demand, or papers of the College.',
    fields: {
      complaint: id(),
      to: code(...ASKERS),
      case: id(),
      content,
      because: code('no-order', 'beyond-demand', 'college-papers'),
      escalated: flag(),
    },
    example: {
      complaint: aComplaint,
      to: 'lawyer',
      case: aCase,
      content: ['clinical-notes'],
      because: 'no-order',
      escalated: true,
    },
  }),
} as const;

const { CollegePaperKept, CollegeDemandReceived, CollegeDisclosureMade, ComplaintDisclosureRefused } = collegeFileFacts;

export interface Demand {
  readonly demand: string;
  readonly cases: readonly string[];
  readonly scope: readonly Content[];
  readonly fact: string;
}

export interface CollegeState {
  readonly demands: Map<string, Demand>;
}

export const college = evolution<CollegeState, typeof collegeFileFacts>(
  () => ({ demands: new Map() }),
  collegeFileFacts,
  {
    CollegePaperKept: () => {},
    CollegeDemandReceived: (s, { id: factId, open: { demand, cases, scope } }) =>
      void s.demands.set(demand, { demand, cases, scope, fact: factId }),
    CollegeDisclosureMade: () => {},
    ComplaintDisclosureRefused: () => {},
  },
);

export const demandNotFound = refusal('demand-not-found', 'There is no such demand of the College.', { clause: 'R7' });
export const letterIsNoOrder = refusal(
  'letter-is-no-order',
  'A lawyer’s letter without an order, a summons or the client’s consent opens nothing: it goes to the privacy officer.',
  { clause: 'R7', recorded: true, status: 422 },
);
export const beyondDemand = refusal(
  'beyond-demand',
  'The demand does not reach this case or this information: ask for a wider one.',
  { clause: 'R7', recorded: true },
);
export const collegePapersWithheld = refusal(
  'college-papers-withheld',
  'Papers of a College proceeding are not given to other proceedings (RHPA s. 36 (3)).',
  { clause: 'R7', recorded: true },
);

type Slices = { readonly college: CollegeState };
type Lodged = { readonly lodging: LodgingState };

const unknown = ({ lodging }: Lodged): Decision | undefined =>
  lodging.complaint === undefined ? complaintNotFound({ field: 'complaint' }) : undefined;

export function keepPaper(
  action: Omit<Parameters<typeof CollegePaperKept>[0], 'paper'>,
  complaint: Lodged,
  c: Pick<Circumstances, 'id'>,
): Decision {
  return unknown(complaint) ?? accept(CollegePaperKept({ ...action, paper: c.id('paper') }));
}

/** That a demand came is a report: it is never refused for want of anything. */
export function receiveDemand(
  action: Omit<Parameters<typeof CollegeDemandReceived>[0], 'demand'>,
  complaint: Lodged,
  c: Pick<Circumstances, 'id'>,
): Decision {
  return unknown(complaint) ?? accept(CollegeDemandReceived({ ...action, demand: c.id('demand') }));
}

/** What is asked to be given for the complaint. */
export interface ProceedingDisclosure {
  readonly complaint: string;
  readonly to: (typeof ASKERS)[number];
  readonly case: string;
  readonly clients: readonly string[];
  readonly content: readonly Content[];
  readonly entries: readonly string[];
  readonly demand?: string;
  /** Digest of the order or summons. */
  readonly order?: string;
  readonly what?: string;
}

const within = (demand: Demand, action: ProceedingDisclosure): boolean =>
  demand.cases.includes(action.case) &&
  (demand.scope.includes('whole-record') || action.content.every((each) => demand.scope.includes(each)));

/** What allows giving it, or why not: neither ever asks for the client's consent (rules 12 to 14). */
function authorityFor(
  demand: Demand | undefined,
  action: ProceedingDisclosure,
  { lodging }: Lodged,
): Authority | 'no-order' {
  if (action.to === 'College') return demand === undefined ? 'PHIPA-43-1-b' : 'RHPA-76';
  if (action.to === 'counsel-of-respondent' && lodging.tracks.has('CRPO')) return 'PHIPA-41';
  return action.order === undefined ? 'no-order' : 'PHIPA-41-summons';
}

/** A lock or a refused consent does not stand against the College; a letter of a lawyer stands for nothing. */
export function discloseForProceeding(
  state: Slices,
  action: ProceedingDisclosure,
  complaint: Lodged,
  c: Pick<Circumstances, 'id'>,
): Decision {
  const refused = unknown(complaint);
  if (refused) return refused;
  const demand = action.demand === undefined ? undefined : state.college.demands.get(action.demand);
  if (action.demand !== undefined && demand === undefined) return demandNotFound({ field: 'demand' });
  const { complaint: complaintId, to, case: caseId, content: asked } = action;
  const recorded = (because: 'no-order' | 'beyond-demand' | 'college-papers') =>
    ComplaintDisclosureRefused({
      complaint: complaintId,
      to,
      case: caseId,
      content: [...asked],
      because,
      escalated: true,
    });
  const authority = authorityFor(demand, action, complaint);
  if (authority === 'no-order') return refuseAndRecord(letterIsNoOrder({ field: 'order' }), recorded('no-order'));
  if ((to === 'lawyer' || to === 'court-or-tribunal') && asked.includes('college-papers'))
    return refuseAndRecord(collegePapersWithheld({ field: 'content' }), recorded('college-papers'));
  if (demand !== undefined && !within(demand, action))
    return refuseAndRecord(beyondDemand({ field: 'content' }), recorded('beyond-demand'));
  return accept(
    CollegeDisclosureMade(
      { ...action, disclosure: c.id('disclosure'), authority },
      demand === undefined ? {} : { restsOn: [demand.fact] },
    ),
  );
}
