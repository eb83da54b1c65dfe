import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, digest, id, optional, sealed, text } from '../language/field.js';
import { caseNotFound, type RosterState } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aHold = '0190c7a0-0000-7000-8000-0000000000e5';

/** Why a case is held apart from complaints, requests and breaches, which hold by themselves. */
export const CASE_HOLD_REASONS = ['summons', 'litigation', 'investigation', 'other'] as const;
export type CaseHoldReason = (typeof CASE_HOLD_REASONS)[number];

export const caseHoldFacts = {
  CaseHoldPlaced: fact({
    type: 'CaseHoldPlaced',
    stream: 'case',
    clauses: ['R9'],
    says: 'Because of a proceeding nothing of the case may be destroyed (rule 19); the paper that calls for it is kept by its digest.',
    fields: {
      case: id(),
      hold: id(),
      because: code(...CASE_HOLD_REASONS),
      document: optional(digest()),
      reason: sealed('reasons', 'R', text()),
    },
    compartments: { reasons: 'stream' },
    example: { case: aCase, hold: aHold, because: 'summons', reason: 'Summons of the Superior Court, 12 May.' },
  }),
  CaseHoldReleased: fact({
    type: 'CaseHoldReleased',
    stream: 'case',
    clauses: ['R9'],
    says: 'A hold was released: retention runs its course again.',
    fields: { case: id(), hold: id(), because: code('not-needed', 'proceeding-ended') },
    example: { case: aCase, hold: aHold, because: 'proceeding-ended' },
  }),
} as const;

const { CaseHoldPlaced, CaseHoldReleased } = caseHoldFacts;

export interface CaseHold {
  readonly hold: string;
  readonly because: CaseHoldReason;
  readonly document: string | undefined;
  readonly from: string;
  readonly fact: string;
}

export interface CaseHoldsState {
  /** Holds not released. */
  readonly live: Map<string, CaseHold>;
  /** Holds released, with when: what was destroyed meanwhile is judged by what held it then. */
  readonly past: (CaseHold & { readonly until: string })[];
}

/** Holds of a case, by their facts. */
export const caseHolds = evolution<CaseHoldsState, typeof caseHoldFacts>(
  () => ({ live: new Map(), past: [] }),
  caseHoldFacts,
  {
    CaseHoldPlaced: (s, { id: factId, happenedAt: from, open: { hold, because, document } }) =>
      void s.live.set(hold, { hold, because, document, from, fact: factId }),
    CaseHoldReleased: (s, { open, happenedAt: until }) => {
      const released = s.live.get(open.hold);
      if (released) s.past.push({ ...released, until });
      s.live.delete(open.hold);
    },
  },
);

export const caseHoldNotFound = refusal('case-hold-not-found', 'There is no such hold, or it was released.', {
  clause: 'R9',
});

type Slices = { readonly roster: RosterState; readonly caseHolds: CaseHoldsState };

/** Places a hold; the same paper holds a case once. */
export function placeCaseHold(
  { roster, caseHolds: s }: Slices,
  action: {
    readonly case: string;
    readonly because: CaseHoldReason;
    readonly document?: string;
    readonly reason: string;
  },
  c: Pick<Circumstances, 'id'>,
): Decision {
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  const held = [...s.live.values()].some(
    ({ because, document }) => document !== undefined && because === action.because && document === action.document,
  );
  return held ? accept() : accept(CaseHoldPlaced({ ...action, hold: c.id('hold') }));
}

/** Releases a hold that stands. */
export function releaseCaseHold(
  { roster, caseHolds: s }: Slices,
  action: { readonly case: string; readonly hold: string; readonly because: 'not-needed' | 'proceeding-ended' },
): Decision {
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  const live = s.live.get(action.hold);
  if (live === undefined) return caseHoldNotFound({ field: 'hold' });
  return accept(CaseHoldReleased(action, { restsOn: [live.fact] }));
}
