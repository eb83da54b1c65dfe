import { accept, type Decision, evolution, streamFold } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { id, list } from '../language/field.js';

const aComplaint = '0190c7a0-0000-7000-8000-0000000000e1';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

export const registerFacts = {
  ComplaintRegistered: fact({
    type: 'ComplaintRegistered',
    stream: 'complaint-register',
    clauses: ['R10', 'R7'],
    says: 'A complaint names respondents, persons and cases: until it is cleared, each respondent is denied those cases.',
    fields: {
      complaint: id(),
      complainant: id(),
      respondents: list(id()),
      persons: list(id()),
      cases: list(id()),
    },
    subjects: { complainant: 'complainant', respondents: 'respondent', persons: 'named' },
    example: {
      complaint: aComplaint,
      complainant: aPerson,
      respondents: [aTherapist],
      persons: [aPerson],
      cases: [],
    },
  }),
  ConductReportRegistered: fact({
    type: 'ConductReportRegistered',
    stream: 'complaint-register',
    clauses: ['R1', 'C1', 'T1', 'R7'],
    says: 'A conduct report is entered with whom it is about: it denies them only itself.',
    fields: { complaint: id(), reporter: id(), reported: list(id()) },
    subjects: { reporter: 'complainant', reported: 'respondent' },
    example: { complaint: aComplaint, reporter: aPerson, reported: [aTherapist] },
  }),
  ComplaintCleared: fact({
    type: 'ComplaintCleared',
    stream: 'complaint-register',
    clauses: ['R10'],
    says: 'Every track of a complaint is closed: it denies nobody any more.',
    fields: { complaint: id() },
    example: { complaint: aComplaint },
  }),
} as const;

export interface RegisteredComplaint {
  readonly complaint: string;
  /** Who complains: not always one of `persons`, whose cases it concerns. */
  readonly complainant: string;
  readonly respondents: readonly string[];
  readonly persons: readonly string[];
  readonly cases: readonly string[];
}

export interface RegisterState {
  /** Complaints not yet cleared. */
  readonly open: Map<string, RegisteredComplaint>;
  /** Every complaint and conduct report there ever was. */
  readonly all: Map<string, RegisteredComplaint>;
  /** How often each complaint was entered: it is cleared only once its own stream knows of every entry. */
  readonly entries: Map<string, number>;
  /** When each complaint was first entered. */
  readonly enteredAt: Map<string, string>;
  /** From when each complaint was there, and until when those cleared were. */
  readonly since: Map<string, string>;
  readonly until: Map<string, string>;
}

export const registerFold = streamFold('complaint-register', {
  register: evolution<RegisterState, typeof registerFacts>(
    () => ({
      open: new Map(),
      all: new Map(),
      entries: new Map(),
      enteredAt: new Map(),
      since: new Map(),
      until: new Map(),
    }),
    registerFacts,
    {
      ComplaintRegistered: (s, { open, recordedAt, happenedAt }) => {
        const since = s.since.get(open.complaint);
        if (since === undefined || happenedAt < since) s.since.set(open.complaint, happenedAt);
        s.until.delete(open.complaint);
        s.open.set(open.complaint, open);
        s.all.set(open.complaint, open);
        if (!s.enteredAt.has(open.complaint)) s.enteredAt.set(open.complaint, recordedAt);
        s.entries.set(open.complaint, (s.entries.get(open.complaint) ?? 0) + 1);
      },
      // A report is never open here: it closes no case, and nothing waits for it.
      ConductReportRegistered: (s, { open: { complaint, reporter, reported } }) =>
        void s.all.set(complaint, { complaint, complainant: reporter, respondents: reported, persons: [], cases: [] }),
      ComplaintCleared: (s, { open, happenedAt }) => {
        s.open.delete(open.complaint);
        s.until.set(open.complaint, happenedAt);
      },
    },
  ),
});

/** Minutes within which a lodging that was cut short after its entry may be finished by repeating it. */
export const LODGING_MINUTES = 10;
/** Minutes after which such an entry is cleared: well after the last moment to finish, so that no lodging is ever half. */
export const ABANDONED_MINUTES = 2 * LODGING_MINUTES;

/** True when a complaint was entered so many minutes ago or more. */
export const enteredBefore = (s: RegisterState, complaint: string, minutes: number, now: string): boolean => {
  const at = s.enteredAt.get(complaint);
  return at !== undefined && Date.parse(now) - Date.parse(at) >= minutes * 60_000;
};

/** Enters a complaint, or enters it again, before its own stream says so: denial comes first, and may be entered twice. */
export const register = (parties: RegisteredComplaint): Decision =>
  accept(
    registerFacts.ComplaintRegistered({
      complaint: parties.complaint,
      complainant: parties.complainant,
      respondents: [...parties.respondents],
      persons: [...parties.persons],
      cases: [...parties.cases],
    }),
  );

/**
 * Clears a complaint when every track is closed. `entriesKnown`: how many entries the complaint's own stream knows of; when
 * it knows fewer than were made, a track is just being opened and nothing is cleared. `abandoned`: it was never lodged.
 */
export function clear(
  { register: s }: { readonly register: RegisterState },
  complaint: string,
  {
    tracksClosed,
    entriesKnown,
    abandoned = false,
  }: { readonly tracksClosed: boolean; readonly entriesKnown: number; readonly abandoned?: boolean },
): Decision {
  const closed = tracksClosed && entriesKnown >= (s.entries.get(complaint) ?? 0);
  const due = s.open.has(complaint) && (closed || abandoned);
  return due ? accept(registerFacts.ComplaintCleared({ complaint })) : accept();
}

/** Open complaints that name this case, or, naming no case, one of its participants. */
export function complaintsAbout(
  s: RegisterState,
  caseId: string,
  participants: readonly string[],
): readonly RegisteredComplaint[] {
  return [...s.open.values()].filter((c) => isAbout(c, caseId, participants));
}

/** True when a complaint names a case, or, naming none, one of its participants. */
const isAbout = (c: RegisteredComplaint, caseId: string, participants: readonly string[]): boolean =>
  c.cases.length > 0 ? c.cases.includes(caseId) : c.persons.some((p) => participants.includes(p));

/** Complaints that were there at an instant, cleared since or not. */
export const complaintsAt = (s: RegisterState, at: string): readonly string[] =>
  [...s.since].filter(([id, since]) => since <= at && at < (s.until.get(id) ?? '9')).map(([id]) => id);

/** Complaints that were there at an instant, cleared since or not, about a case. */
export const complaintsAboutAt = (
  s: RegisterState,
  caseId: string,
  participants: readonly string[],
  at: string,
): readonly RegisteredComplaint[] =>
  complaintsAt(s, at)
    .flatMap((id) => s.all.get(id) ?? [])
    .filter((c) => isAbout(c, caseId, participants));
