import { CLAUSES } from '../charter.js';
import { type Decision, evolution, refusal } from '../language/decision.js';
import { fact, type StoredFact } from '../language/fact.js';
import { code, digest, flag, id, instant, list, optional, record, sealed, text } from '../language/field.js';
import type { appealFacts } from './appeal.js';
import type { collegeTrackFacts } from './college-track.js';
import { limitName } from './limits.js';
import { aComplainant, aComplaint, aFact, anAllegation, aRespondent } from './samples.js';

/** Where a complaint is heard; neither track closes the other (rule 16). */
export const TRACKS = ['agency', 'CRPO'] as const;
export type Track = (typeof TRACKS)[number];
/** What entitles somebody to complain; a third party's complaint implies no access to the record (rule 15). */
export const STANDINGS = ['client', 'representative', 'third-party', 'staff'] as const;
const CLOSED_BECAUSE = ['decided', 'withdrawn', 'settled', 'college-ended'] as const;

const agencyDates = { acknowledgeBy: optional(instant()), decideBy: optional(instant()) };

export const lodgingFacts = {
  ComplaintLodged: fact({
    type: 'ComplaintLodged',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A complaint was lodged with the agency, the College or both: each allegation with its clause, its words sealed.',
    fields: {
      complaint: id(),
      kind: code('complaint', 'conduct-report'),
      complainant: id(),
      standing: code(...STANDINGS),
      clients: list(id()),
      respondents: list(id()),
      cases: list(id()),
      tracks: list(code(...TRACKS)),
      allegations: list(record({ allegation: id(), clause: code(...CLAUSES) })),
      /** The complainant asks that the respondents be uninvolved in care: an express instruction (rule 12). */
      notInvolved: flag(),
      ...agencyDates,
      statements: sealed('statement', 'R', list(record({ allegation: id(), text: text() }))),
      outcomeSought: optional(sealed('statement', 'R', text())),
    },
    subjects: { complainant: 'complainant', clients: 'named', respondents: 'respondent' },
    compartments: { statement: 'complainant' },
    example: {
      complaint: aComplaint,
      kind: 'complaint',
      complainant: aComplainant,
      standing: 'client',
      clients: [aComplainant],
      respondents: [aRespondent],
      cases: [],
      tracks: ['agency', 'CRPO'],
      allegations: [{ allegation: anAllegation, clause: 'T1' }],
      notInvolved: true,
      acknowledgeBy: '2026-06-09T03:59:59.999Z',
      decideBy: '2026-08-05T03:59:59.999Z',
      statements: [{ allegation: anAllegation, text: 'I was spoken to with contempt.' }],
    },
  }),
  ComplaintReceiptGiven: fact({
    type: 'ComplaintReceiptGiven',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The complainant was given a receipt: what was filed, when, and the digest by which it can be checked.',
    fields: {
      complaint: id(),
      to: id(),
      filed: id(),
      filedAt: instant(),
      tracks: list(code(...TRACKS)),
      digest: digest(),
    },
    subjects: { to: 'complainant' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      to: aComplainant,
      filed: aFact,
      filedAt: '2026-06-01T14:00:00.000Z',
      tracks: ['agency'],
      digest: 'a'.repeat(64),
    },
  }),
  StatementAdded: fact({
    type: 'StatementAdded',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The complainant added a statement to the complaint.',
    fields: { complaint: id(), complainant: id(), statement: sealed('statement', 'R', text()) },
    subjects: { complainant: 'complainant' },
    compartments: { statement: 'complainant' },
    example: { complaint: aComplaint, complainant: aComplainant, statement: 'There was a witness.' },
  }),
  RespondentNamed: fact({
    type: 'RespondentNamed',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'Another respondent was found to be meant by the complaint, and is denied its cases like the others.',
    fields: { complaint: id(), respondent: id() },
    subjects: { respondent: 'respondent' },
    example: { complaint: aComplaint, respondent: aRespondent },
  }),
  TrackOpened: fact({
    type: 'TrackOpened',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The complaint was taken to the other track too: both run, their clocks independent.',
    fields: { complaint: id(), track: code(...TRACKS), ...agencyDates },
    example: { complaint: aComplaint, track: 'CRPO' },
  }),
  ComplaintWithdrawn: fact({
    type: 'ComplaintWithdrawn',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The complainant withdrew or settled the complaint on the agency’s track; the College’s is not touched.',
    fields: {
      complaint: id(),
      complainant: id(),
      because: code('withdrawn', 'settled'),
      /** Clocks that stop with it. */
      ends: list(limitName),
      reason: optional(sealed('statement', 'R', text())),
    },
    subjects: { complainant: 'complainant' },
    compartments: { statement: 'complainant' },
    example: { complaint: aComplaint, complainant: aComplainant, because: 'settled', ends: [{ kind: 'decide' }] },
  }),
  TrackClosed: fact({
    type: 'TrackClosed',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'One track of the complaint came to its end; the other is not touched.',
    fields: { complaint: id(), track: code(...TRACKS), because: code(...CLOSED_BECAUSE), ends: list(limitName) },
    example: { complaint: aComplaint, track: 'agency', because: 'decided', ends: [] },
  }),
} as const;

export interface Allegation {
  readonly allegation: string;
  readonly clause: (typeof CLAUSES)[number];
}

export interface LodgingState {
  complaint: string | undefined;
  kind: 'complaint' | 'conduct-report' | undefined;
  complainant: string | undefined;
  standing: (typeof STANDINGS)[number] | undefined;
  clients: readonly string[];
  respondents: readonly string[];
  cases: readonly string[];
  /** True once a complaints officer entered it or opened something on it: the persons named are not merely alleged. */
  confirmed: boolean;
  allegations: readonly Allegation[];
  readonly tracks: Map<Track, 'open' | 'closed'>;
  /** Facts that came with an entry in the register: it is cleared only when it knows as many. */
  openings: number;
  withdrawn: 'withdrawn' | 'settled' | undefined;
  /** Id and instant of the fact by which it was lodged. */
  lodgedBy: string | undefined;
  lodgedAt: string | undefined;
  /** True once the complainant has a receipt. */
  receipt: boolean;
}

/** Counts what came with an entry in the register; one by a complaints officer entered all whom the complaint names. */
const entered = (s: LodgingState, { actor }: StoredFact): void => {
  s.openings++;
  if (actor.role === 'complaints-officer') s.confirmed = true;
};
/** Opens a track, or opens it again. */
const opened = (s: LodgingState, track: Track, by: StoredFact): void => {
  s.tracks.set(track, 'open');
  entered(s, by);
};

export const lodging = evolution<
  LodgingState,
  typeof lodgingFacts,
  Pick<typeof appealFacts, 'AppealLodged'> & Pick<typeof collegeTrackFacts, 'CollegeComplaintFiled'>
>(
  () => ({
    complaint: undefined,
    kind: undefined,
    complainant: undefined,
    standing: undefined,
    clients: [],
    respondents: [],
    cases: [],
    confirmed: false,
    allegations: [],
    tracks: new Map(),
    openings: 0,
    withdrawn: undefined,
    lodgedBy: undefined,
    lodgedAt: undefined,
    receipt: false,
  }),
  lodgingFacts,
  {
    ComplaintLodged: (s, lodged) => {
      const { id: factId, open, happenedAt } = lodged;
      Object.assign(s, {
        complaint: open.complaint,
        kind: open.kind,
        complainant: open.complainant,
        standing: open.standing,
        clients: open.clients,
        respondents: [...new Set([...open.respondents, ...s.respondents])],
        cases: open.cases,
        allegations: open.allegations,
        lodgedBy: factId,
        lodgedAt: happenedAt,
      });
      for (const track of open.tracks) s.tracks.set(track, 'open');
      entered(s, lodged);
    },
    ComplaintReceiptGiven: (s) => {
      s.receipt = true;
    },
    StatementAdded: () => {},
    RespondentNamed: (s, named) => {
      s.respondents = [...new Set([...s.respondents, named.open.respondent])];
      entered(s, named);
    },
    TrackOpened: (s, begun) => {
      const { open } = begun;
      opened(s, open.track, begun);
      if (open.track === 'agency') s.withdrawn = undefined;
    },
    ComplaintWithdrawn: (s, { open }) => {
      s.withdrawn = open.because;
    },
    TrackClosed: (s, { open }) => void s.tracks.set(open.track, 'closed'),
  },
  {
    AppealLodged: (s, lodged) => opened(s, 'agency', lodged),
    CollegeComplaintFiled: (s, filed) => opened(s, 'CRPO', filed),
  },
);

/** True when there is a complaint and none of its tracks is open. */
export const everyTrackClosed = (s: LodgingState): boolean => ![...s.tracks.values()].includes('open');

export const complaintNotFound = refusal('complaint-not-found', 'There is no such complaint.', { clause: 'R10' });
export const trackNotOpen = refusal('track-not-open', 'The complaint is not being heard on this track.', {
  clause: 'R10',
});
export const trackIsOpen = refusal('track-open', 'The complaint is being heard on this track already.', {
  clause: 'R10',
});
export const trackWasDecided = refusal(
  'track-was-decided',
  'The agency has decided this complaint: it is heard again by an appeal.',
  { clause: 'R10' },
);
export const complainantIsAnother = refusal(
  'complainant-is-another',
  'You may complain in your own name; the front desk or the complaints officer enters what another person lodged.',
  { clause: 'R10', status: 422 },
);
export const collegeNotWithdrawable = refusal(
  'college-not-withdrawable',
  'A complaint to the College cannot be withdrawn or settled here: only the College ends it.',
  { clause: 'R10' },
);
export const notTheRespondent = refusal('not-the-respondent', 'The person is not a respondent of this complaint.', {
  clause: 'R10',
  status: 422,
});

type Slices = { readonly lodging: LodgingState };

/** Refuses when there is no such complaint, or when the track named is not open. */
export function requireTrack({ lodging: s }: Slices, track?: Track): Decision | undefined {
  if (s.complaint === undefined) return complaintNotFound({ field: 'complaint' });
  if (track !== undefined && s.tracks.get(track) !== 'open') return trackNotOpen({ field: 'track' });
  return undefined;
}
