import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact, type NewFact } from '../language/fact.js';
import { code, id, optional, sealed, text } from '../language/field.js';
import { type LodgingState, requireTrack } from './lodging.js';
import { aCase, aComplaint, aHold } from './samples.js';

export const holdFacts = {
  HoldPlaced: fact({
    type: 'HoldPlaced',
    stream: 'complaint',
    clauses: ['R10', 'R9'],
    says: 'Because of the complaint a case or one recording of it must not be destroyed (rule 19).',
    fields: {
      complaint: id(),
      hold: id(),
      on: code('case', 'recording'),
      case: id(),
      recording: optional(id()),
      reason: optional(sealed('reasons', 'R', text())),
    },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, hold: aHold, on: 'case', case: aCase },
  }),
  HoldReleased: fact({
    type: 'HoldReleased',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A hold was released: retention runs its course again.',
    fields: { complaint: id(), hold: id(), because: code('not-needed', 'complaint-ended') },
    example: { complaint: aComplaint, hold: aHold, because: 'not-needed' },
  }),
} as const;

const { HoldPlaced, HoldReleased } = holdFacts;

export interface Hold {
  readonly hold: string;
  readonly on: 'case' | 'recording';
  readonly case: string;
  readonly recording: string | undefined;
  readonly from: string;
  readonly fact: string;
}

export interface HoldsState {
  /** Holds not released. */
  readonly live: Map<string, Hold>;
  /** Holds released, with when: what was destroyed meanwhile is judged by what held it then. */
  readonly past: (Hold & { readonly until: string })[];
}

export const holds = evolution<HoldsState, typeof holdFacts>(() => ({ live: new Map(), past: [] }), holdFacts, {
  HoldPlaced: (s, { id: factId, happenedAt: from, open: { hold, on, case: caseId, recording } }) =>
    void s.live.set(hold, { hold, on, case: caseId, recording, from, fact: factId }),
  HoldReleased: (s, { open, happenedAt: until }) => {
    const released = s.live.get(open.hold);
    if (released) s.past.push({ ...released, until });
    s.live.delete(open.hold);
  },
});

type Slices = { readonly holds: HoldsState };

/** Cases that this complaint holds as a whole. */
export const heldCases = ({ holds: s }: Slices): readonly string[] =>
  [...s.live.values()].filter((h) => h.on === 'case').map((h) => h.case);
/** Recordings that this complaint holds, alone or because their whole case is held. */
export const holdsRecording = ({ holds: s }: Slices, caseId: string, recording: string): boolean =>
  [...s.live.values()].some((h) => h.case === caseId && (h.on === 'case' || h.recording === recording));

/** True when this complaint held a recording at an instant, alone or with its whole case, whatever it holds now. */
export const heldRecordingAt = ({ holds: s }: Slices, caseId: string, recording: string, at: string): boolean =>
  [...s.live.values(), ...s.past].some(
    (h) =>
      h.case === caseId &&
      (h.on === 'case' || h.recording === recording) &&
      h.from <= at &&
      (!('until' in h) || at < (h.until as string)),
  );

export const holdNotFound = refusal('hold-not-found', 'There is no such hold, or it was released.', { clause: 'R10' });
export const recordingNotSaid = refusal('recording-not-said', 'Say which recording is held.', { status: 422 });

export function placeHold(
  state: Slices & { readonly lodging: LodgingState },
  action: {
    readonly complaint: string;
    readonly on: 'case' | 'recording';
    readonly case: string;
    readonly recording?: string;
    readonly reason?: string;
  },
  c: Pick<Circumstances, 'id'>,
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  if (action.on === 'recording' && action.recording === undefined) return recordingNotSaid({ field: 'recording' });
  const held = [...state.holds.live.values()].some(
    (h) => h.on === action.on && h.case === action.case && (h.on === 'case' || h.recording === action.recording),
  );
  return held ? accept() : accept(HoldPlaced({ ...action, hold: c.id('hold') }));
}

export function releaseHold(
  state: Slices & { readonly lodging: LodgingState },
  { complaint, hold }: { readonly complaint: string; readonly hold: string },
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const live = state.holds.live.get(hold);
  if (live === undefined) return holdNotFound({ field: 'hold' });
  return accept(HoldReleased({ complaint, hold, because: 'not-needed' }, { restsOn: [live.fact] }));
}

/** With the last track its holds end too. */
export const releaseAll = ({ holds: s }: Slices, complaint: string): readonly NewFact[] =>
  [...s.live.values()].map(({ hold, fact: placed }) =>
    HoldReleased({ complaint, hold, because: 'complaint-ended' }, { restsOn: [placed] }),
  );
