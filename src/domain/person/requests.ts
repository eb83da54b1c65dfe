import { evolution } from '../language/decision.js';
import { copyFacts } from './requests-copies-facts.js';
import { correctionFacts } from './requests-corrections-facts.js';
import { type EntryName, type FORMATS, REQUEST_KINDS, requestFacts, type SCOPES } from './requests-facts.js';

/** What a request about the record asks for. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How a request about the record stands. */
export type RequestStanding = 'open' | 'answered' | 'refused' | 'deemed-refused' | 'withdrawn' | 'abandoned';

/** What of the record a copy was asked of, and in what form. */
export interface CopyAsked {
  readonly scope: (typeof SCOPES)[number];
  readonly cases: readonly string[];
  readonly entries: readonly EntryName[];
  /** First and last day of the period asked for. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly format: (typeof FORMATS)[number];
}

/** One request of a person for a copy or a correction of their record. */
export interface RecordRequest {
  readonly request: string;
  readonly kind: RequestKind;
  readonly requester: string;
  /** Only a written request sets the legal clock running (rule 18). */
  readonly written: boolean;
  readonly receivedAt: string;
  standing: RequestStanding;
  /** The last instant that is in time; undefined for an oral request, which no clock runs for. */
  dueBy: string | undefined;
  extendedBy: string | undefined;
  /** When it was withdrawn. */
  withdrawnAt: string | undefined;
  /** When it was first answered whole. */
  answeredAt: string | undefined;
  /** The last instant to complain to the Commissioner about what was refused, wholly, in part or by silence. */
  recourseUntil: string | undefined;
  /** True while a complaint to the Commissioner about it is not ended. */
  before: boolean;
  /** When the last complaint to the Commissioner about it ended. */
  beforeUntil: string | undefined;
  /** Facts by which the clock said that it was not answered, and that nobody complained. */
  deemedBy: string | undefined;
  lapsedBy: string | undefined;
  verified: { readonly requester: string; readonly fact: string } | undefined;
  /** When the agency last asked back or told its estimate, unless the requester answered since. */
  askedBackAt: string | undefined;
  feeEstimatedBy: string | undefined;
  feeWaived: boolean;
  readonly copy: CopyAsked | undefined;
  /** Entries, or whole cases, that answers so far released or withheld: what is not among them was left out. */
  readonly accounted: Set<string>;
  /** What is to be corrected: entries, or the request itself when it is described in words; and what became of each. */
  readonly corrects: Map<string, 'open' | 'granted' | 'refused'>;
  readonly tellRecipients: boolean;
  /** Recipients to be told of a correction, and what became of it; another correction is told again. */
  readonly toTell: Map<string, 'to-tell' | 'told' | 'not-reached'>;
  readonly fact: string;
}

/** When and by which request the content of a record entry was last given, and to whom: the person, or who decides for them. */
export interface ReleasedEntry {
  readonly request: string;
  readonly case: string;
  /** Recipient → when they were last given it: what was written later was not in the copy. */
  readonly to: Map<string, string>;
}

export interface RequestsState {
  /** Every request, since a complaint about one may come long after its answer. */
  readonly all: Map<string, RecordRequest>;
  /** Record entries of case streams whose content the person was given, by entry: it opens for them from then on. */
  readonly released: Map<string, ReleasedEntry>;
}

/** A request for which what it covers is kept; `until` is undefined while nobody can say for how long. */
export interface HoldingRequest {
  readonly request: string;
  readonly until: string | undefined;
}

/** Requests for which what they cover is kept at an instant, until all recourse lapses (PHIPA s. 13(2); rule 19). */
export const requestsHolding = (s: RequestsState, at: string): readonly HoldingRequest[] =>
  [...s.all.values()]
    .filter((r) => r.standing === 'open' || r.before || (r.recourseUntil !== undefined && r.recourseUntil >= at))
    .map((r) => ({
      request: r.request,
      until: r.standing === 'open' || r.before ? undefined : r.recourseUntil,
    }));

/** Requests for which what they cover was kept at an instant, whatever became of them since. */
export const requestsHoldingAt = (s: RequestsState, at: string): readonly RecordRequest[] =>
  [...s.all.values()].filter((r) => {
    const ends = [r.answeredAt ?? r.withdrawnAt, r.recourseUntil, r.beforeUntil].flatMap((end) => end ?? []);
    const open = r.before || (r.answeredAt === undefined && r.withdrawnAt === undefined);
    return r.receivedAt <= at && (open || ends.some((end) => at < end));
  });

type Begin = Pick<RecordRequest, 'request' | 'kind' | 'requester' | 'written' | 'receivedAt' | 'dueBy' | 'fact'> &
  Partial<Pick<RecordRequest, 'copy' | 'tellRecipients'>> & { readonly corrects?: readonly string[] };

const begun = ({ corrects = [], ...begin }: Begin): RecordRequest => ({
  copy: undefined,
  tellRecipients: false,
  ...begin,
  standing: 'open',
  extendedBy: undefined,
  answeredAt: undefined,
  withdrawnAt: undefined,
  recourseUntil: undefined,
  before: false,
  beforeUntil: undefined,
  deemedBy: undefined,
  lapsedBy: undefined,
  verified: undefined,
  askedBackAt: undefined,
  feeEstimatedBy: undefined,
  feeWaived: false,
  accounted: new Set(),
  corrects: new Map(corrects.map((one) => [one, 'open'])),
  toTell: new Map(),
});

/** Changes a request that is there: what is said of one struck as a mistake changes nothing. */
const on = (s: RequestsState, request: string, change: (r: RecordRequest) => void): void => {
  const found = s.all.get(request);
  if (found) change(found);
};
/** What is refused opens a window, or a longer one: that an earlier one lapsed says nothing of it. */
const window = (r: RecordRequest, complainUntil: string | undefined): void => {
  if (complainUntil === undefined || (r.recourseUntil !== undefined && r.recourseUntil >= complainUntil)) return;
  r.recourseUntil = complainUntil;
  r.lapsedBy = undefined;
};
const answered = (r: RecordRequest, standing: RequestStanding, at: string, complainUntil?: string): void => {
  r.standing = standing;
  // What became known later may have been given earlier.
  if (r.answeredAt === undefined || at < r.answeredAt) r.answeredAt = at;
  window(r, complainUntil);
};
/** A correction is answered once nothing of it is open; it is refused when nothing was granted. */
const settled = (r: RecordRequest, last: boolean, at: string, complainUntil?: string): void => {
  if (last) answered(r, [...r.corrects.values()].includes('granted') ? 'answered' : 'refused', at, complainUntil);
  else window(r, complainUntil);
};

/** True of a refusal of what was answered or withdrawn already: it refuses nothing more, and may be complained of. */
const wasOver = ({ against }: { readonly against?: readonly string[] }): boolean =>
  against?.includes('request-over') ?? false;

const allFacts = { ...requestFacts, ...copyFacts, ...correctionFacts };

/** How requests about the record stand, by their facts. */
export const requests = evolution<RequestsState, typeof allFacts>(
  () => ({ all: new Map(), released: new Map() }),
  allFacts,
  {
    RecordRequested: (s, { id: fact, open, happenedAt: receivedAt }) => {
      const { request, requester, dueBy, scope, cases, entries, from, until, format } = open;
      const copy = { scope, cases, entries, from, until, format };
      s.all.set(
        request,
        begun({ request, kind: 'copy', requester, written: open.how === 'written', receivedAt, dueBy, copy, fact }),
      );
    },
    CorrectionRequested: (s, { id: fact, open, happenedAt: receivedAt }) => {
      const { request, requester, dueBy, tellRecipients, entries } = open;
      const corrects = entries.length > 0 ? entries.map((e) => e.entry) : [request];
      const asked = { request, requester, written: open.how === 'written', receivedAt, dueBy, tellRecipients, fact };
      s.all.set(request, begun({ ...asked, kind: 'correction', corrects }));
    },
    RequesterVerified: (s, { id: fact, open }) =>
      on(s, open.request, (r) => {
        r.verified = { requester: open.requester, fact };
      }),
    RequestClarified: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        r.askedBackAt = open.step === 'asked-back' ? happenedAt : undefined;
      }),
    RequestExtended: (s, { id: fact, open }) =>
      on(s, open.request, (r) => {
        r.dueBy = open.dueBy;
        r.extendedBy = fact;
      }),
    ExtensionWithoutEffect: () => {},
    RequestWithdrawn: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        r.standing = 'withdrawn';
        r.withdrawnAt = happenedAt;
      }),
    RequestAbandoned: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => answered(r, 'abandoned', happenedAt, open.complainUntil)),
    DeemedRefused: (s, { id: fact, open }) =>
      on(s, open.request, (r) => {
        r.deemedBy = fact;
        window(r, open.complainUntil);
        if (r.standing === 'open') r.standing = 'deemed-refused';
      }),
    CommissionerComplaintReported: (s, { open }) =>
      on(s, open.request, (r) => {
        r.before = true;
      }),
    CommissionerComplaintEnded: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        r.before = false;
        r.beforeUntil = happenedAt;
      }),
    RecourseLapsed: (s, { id: fact, open }) =>
      on(s, open.request, (r) => {
        r.lapsedBy = fact;
      }),
    CopyFeeEstimated: (s, { id: fact, open, happenedAt }) =>
      on(s, open.request, (r) => {
        r.feeEstimatedBy = fact;
        r.feeWaived = false;
        r.askedBackAt = happenedAt;
      }),
    CopyFeeWaived: (s, { open }) =>
      on(s, open.request, (r) => {
        r.feeWaived = true;
      }),
    RecordReleased: (s, { open, happenedAt: at }) => {
      for (const { case: caseId, entry } of open.entries)
        s.released.set(entry, {
          request: open.request,
          case: caseId,
          to: new Map(s.released.get(entry)?.to).set(open.recipient, at),
        });
      on(s, open.request, (r) => {
        for (const one of [...open.entries, ...open.withheld]) r.accounted.add(one.entry ?? one.case);
        if (open.last) answered(r, 'answered', at, open.complainUntil);
        else window(r, open.complainUntil);
      });
    },
    RecordRefused: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        if (wasOver(open)) window(r, open.complainUntil);
        else answered(r, 'refused', happenedAt, open.complainUntil);
      }),
    CorrectionGranted: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        r.corrects.set(open.corrects?.entry ?? open.request, 'granted');
        for (const { recipient } of open.toTell) r.toTell.set(recipient, 'to-tell');
        settled(r, open.last, happenedAt);
      }),
    CorrectionRefused: (s, { open, happenedAt }) =>
      on(s, open.request, (r) => {
        if (wasOver(open)) return window(r, open.complainUntil);
        const named = open.entries.map((e) => e.entry);
        // None named: everything still open.
        for (const [one, how] of r.corrects)
          if (named.includes(one) || (named.length === 0 && how === 'open')) r.corrects.set(one, 'refused');
        settled(r, open.last, happenedAt, open.complainUntil);
      }),
    RecipientToldOfCorrection: (s, { open }) =>
      on(s, open.request, (r) => void r.toTell.set(open.recipient, open.outcome)),
  },
);
