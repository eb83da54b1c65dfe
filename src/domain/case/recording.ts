import { addDaysToInstant } from '../language/business-time.js';
import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import { fact, type NewFact } from '../language/fact.js';
import { code, digest, id, instant, list, name, optional, sealed, text } from '../language/field.js';
import { membersOf, type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aSession = '0190c7a0-0000-7000-8000-000000005e55';
const aRecording = '0190c7a0-0000-7000-8000-0000000000f1';

export const MEDIA = ['audio', 'video'] as const;
export type Medium = (typeof MEDIA)[number];
/** What a recording might be wanted for; only the first is what the charter allows. */
export const RECORDING_PURPOSES = [
  'clinical-supervision',
  'training',
  'quality',
  'transcription',
  'research',
  'other',
] as const;

export const recordingFacts = {
  RecordingAllowed: fact({
    type: 'RecordingAllowed',
    stream: 'case',
    clauses: ['R8'],
    says: 'A participant allowed audio or video recording of their sessions, for their therapist’s clinical supervision only.',
    fields: { case: id(), participant: id(), medium: code(...MEDIA), how: code('verbal', 'written', 'portal') },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, medium: 'audio', how: 'written' },
  }),
  RecordingDisallowed: fact({
    type: 'RecordingDisallowed',
    stream: 'case',
    clauses: ['R8'],
    says: 'A participant disallowed recording, or withdrew what they had allowed: new recordings, playback and copying stop at once.',
    fields: { case: id(), participant: id(), medium: code(...MEDIA), how: code('verbal', 'written', 'portal') },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, medium: 'audio', how: 'verbal' },
  }),
  SessionRecorded: fact({
    type: 'SessionRecorded',
    stream: 'case',
    clauses: ['R8'],
    says: 'A session was recorded with every participant’s live consent: where the media is kept and its SHA-256, never the media.',
    fields: {
      case: id(),
      recording: id(),
      session: id(),
      medium: code(...MEDIA),
      participants: list(id()),
      sha256: digest(),
      destroyBy: instant(),
      reference: sealed('recording', 'V', text()),
    },
    subjects: { participants: 'participant' },
    compartments: { recording: 'stream' },
    inTheWorld: true,
    example: {
      case: aCase,
      recording: aRecording,
      session: aSession,
      medium: 'audio',
      participants: [aPerson],
      sha256: 'b'.repeat(64),
      destroyBy: '2026-06-01T04:00:00.000Z',
      reference: 'media store, shelf 4',
    },
  }),
  RecordingReported: fact({
    type: 'RecordingReported',
    stream: 'case',
    clauses: ['R8'],
    says: 'A recording made without everyone’s live consent was reported: it may not be played and is to be destroyed.',
    fields: {
      case: id(),
      recording: id(),
      session: id(),
      medium: code(...MEDIA),
      participants: list(id()),
      withoutConsentOf: list(id()),
      sha256: optional(digest()),
      destroyBy: instant(),
      reference: sealed('recording', 'V', text()),
    },
    subjects: { participants: 'participant' },
    compartments: { recording: 'stream' },
    inTheWorld: true,
    example: {
      case: aCase,
      recording: aRecording,
      session: aSession,
      medium: 'video',
      participants: [aPerson],
      withoutConsentOf: [aPerson],
      destroyBy: '2026-03-20T04:00:00.000Z',
      reference: 'telephone of the therapist',
    },
  }),
  RecordingPlayed: fact({
    type: 'RecordingPlayed',
    stream: 'case',
    clauses: ['R8'],
    says: 'A recording was played for clinical supervision.',
    fields: { case: id(), recording: id(), purpose: code(...RECORDING_PURPOSES), participants: list(id()) },
    subjects: { participants: 'participant' },
    example: { case: aCase, recording: aRecording, purpose: 'clinical-supervision', participants: [aPerson] },
  }),
  RecordingUseRefused: fact({
    type: 'RecordingUseRefused',
    stream: 'case',
    clauses: ['R8'],
    says: 'Playing or making a recording was asked for and refused.',
    fields: {
      case: id(),
      recording: optional(id()),
      session: optional(id()),
      because: code('no-consent', 'other-purpose', 'destroyed', 'made-without-consent'),
    },
    example: { case: aCase, recording: aRecording, because: 'other-purpose' },
  }),
  RecordingDestructionDue: fact({
    type: 'RecordingDestructionDue',
    stream: 'case',
    clauses: ['R8'],
    says: 'A recording is to be destroyed by a day, because consent ended; a hold makes it wait.',
    fields: { case: id(), recording: id(), by: instant() },
    example: { case: aCase, recording: aRecording, by: '2026-03-17T15:00:00.000Z' },
  }),
  RecordingDestroyed: fact({
    type: 'RecordingDestroyed',
    stream: 'case',
    clauses: ['R8'],
    says: 'A recording was destroyed; its digest and history remain.',
    fields: { case: id(), recording: id(), method: name() },
    inTheWorld: true,
    example: { case: aCase, recording: aRecording, method: 'overwritten and shredded' },
  }),
  RecordingDestroyedWhileHeld: fact({
    type: 'RecordingDestroyedWhileHeld',
    stream: 'case',
    clauses: ['R8', 'R9'],
    says: 'A recording was destroyed although something held it (rule 19): what it could have shown is lost to those in it.',
    fields: {
      case: id(),
      recording: id(),
      participants: list(id()),
      reason: optional(sealed('recording', 'V', text())),
    },
    subjects: { participants: 'participant' },
    compartments: { recording: 'stream' },
    inTheWorld: true,
    example: {
      case: aCase,
      recording: aRecording,
      participants: [aPerson],
      reason: 'The device was wiped before its return.',
    },
  }),
} as const;

const {
  RecordingAllowed,
  RecordingDisallowed,
  SessionRecorded,
  RecordingReported,
  RecordingPlayed,
  RecordingUseRefused,
  RecordingDestructionDue,
  RecordingDestroyed,
  RecordingDestroyedWhileHeld,
} = recordingFacts;

export interface Recording {
  readonly recording: string;
  readonly medium: Medium;
  readonly participants: readonly string[];
  readonly consented: boolean;
  readonly fact: string;
  destroyed: boolean;
}

export interface RecordingState {
  /** `participant medium` → what they said last, and by which fact. */
  readonly consents: Map<string, { readonly allowed: boolean; readonly since: string; readonly fact: string }>;
  readonly recordings: Map<string, Recording>;
}

const about = (participant: string, medium: Medium): string => `${participant} ${medium}`;

/** True when a participant's consent to this medium is live. */
export const allowsRecording = (s: RecordingState, participant: string, medium: Medium): boolean =>
  s.consents.get(about(participant, medium))?.allowed === true;

export const recordings = evolution<RecordingState, typeof recordingFacts>(
  () => ({ consents: new Map(), recordings: new Map() }),
  recordingFacts,
  {
    RecordingAllowed: (s, { id: factId, open, happenedAt }) =>
      void s.consents.set(about(open.participant, open.medium), { allowed: true, since: happenedAt, fact: factId }),
    RecordingDisallowed: (s, { id: factId, open, happenedAt }) =>
      void s.consents.set(about(open.participant, open.medium), { allowed: false, since: happenedAt, fact: factId }),
    SessionRecorded: (s, { id: factId, open }) =>
      void s.recordings.set(open.recording, {
        recording: open.recording,
        medium: open.medium,
        participants: open.participants,
        consented: true,
        fact: factId,
        destroyed: false,
      }),
    RecordingReported: (s, { id: factId, open }) =>
      void s.recordings.set(open.recording, {
        recording: open.recording,
        medium: open.medium,
        participants: open.participants,
        consented: open.withoutConsentOf.length === 0,
        fact: factId,
        destroyed: false,
      }),
    RecordingPlayed: () => {},
    RecordingUseRefused: () => {},
    RecordingDestructionDue: () => {},
    RecordingDestroyed: (s, { open }) => {
      const recording = s.recordings.get(open.recording);
      if (recording) recording.destroyed = true;
    },
    // Stated beside that it was destroyed.
    RecordingDestroyedWhileHeld: () => {},
  },
);

export const recordingNotAllowed = refusal(
  'recording-not-allowed',
  'Not every participant’s consent to this kind of recording is live.',
  { clause: 'R8', recorded: true },
);
export const recordingForSupervisionOnly = refusal(
  'recording-for-supervision-only',
  'A recording is for the therapist’s clinical supervision only, whatever else was agreed.',
  { clause: 'R8', recorded: true },
);
export const recordingNotFound = refusal('recording-not-found', 'There is no such recording.', { clause: 'R8' });
export const recordingDestroyed = refusal('recording-destroyed', 'The recording has been destroyed.', { clause: 'R8' });
export const recordingIsHeld = refusal(
  'recording-held',
  'The recording is held: a complaint, a request about the record, a proceeding or a breach may need it, so it may not be destroyed yet.',
  { clause: 'R10' },
);

type Slices = { readonly roster: RosterState; readonly recordings: RecordingState };
type Choice = Parameters<typeof RecordingAllowed>[0];
type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];

export function allowRecording(state: Slices, action: Choice): Decision {
  const refused = requireParticipant(state, action.participant);
  if (refused) return refused;
  if (allowsRecording(state.recordings, action.participant, action.medium)) return accept();
  return accept(RecordingAllowed(action));
}

/** Disallowing ends playback at once and makes every recording of that medium with this participant due for destruction. */
export function disallowRecording(
  state: Slices,
  action: Choice,
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  destructionDays: number,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const before = state.recordings.consents.get(about(action.participant, action.medium));
  if (before?.allowed === false) return accept();
  const due: NewFact[] = [...state.recordings.recordings.values()]
    .filter((r) => !r.destroyed && r.medium === action.medium && r.participants.includes(action.participant))
    .map((r) =>
      RecordingDestructionDue(
        { case: action.case, recording: r.recording, by: addDaysToInstant(happenedAt, destructionDays) },
        { restsOn: [r.fact] },
      ),
    );
  return accept(RecordingDisallowed(action, before ? { restsOn: [before.fact] } : {}), ...due);
}

/** Records that a session was recorded; refused, on record, unless everyone in the room allows this medium. */
export function recordSession(
  state: Slices,
  action: Omit<Open<typeof SessionRecorded>, 'participants' | 'destroyBy'> & {
    readonly participants?: readonly string[] | undefined;
  },
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  retentionDays: number,
): Decision {
  const participants = action.participants ?? membersOf(state.roster);
  for (const participant of participants) {
    const refused = requireParticipant(state, participant);
    if (refused) return refused;
  }
  if (!participants.every((p) => allowsRecording(state.recordings, p, action.medium))) {
    return refuseAndRecord(
      recordingNotAllowed({ field: 'medium' }),
      RecordingUseRefused({ case: action.case, session: action.session, because: 'no-consent' }),
    );
  }
  const restsOn = participants.flatMap((p) => state.recordings.consents.get(about(p, action.medium))?.fact ?? []);
  return accept(
    SessionRecorded({ ...action, participants, destroyBy: addDaysToInstant(happenedAt, retentionDays) }, { restsOn }),
  );
}

/** A recording that was made is recorded whatever was consented to (rule 36). */
export function reportRecording(
  state: Slices,
  action: Omit<Open<typeof RecordingReported>, 'participants' | 'withoutConsentOf' | 'destroyBy'>,
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  destructionDays: number,
): Decision {
  const participants = membersOf(state.roster);
  const withoutConsentOf = participants.filter((p) => !allowsRecording(state.recordings, p, action.medium));
  return accept(
    RecordingReported({
      ...action,
      participants,
      withoutConsentOf,
      destroyBy: addDaysToInstant(happenedAt, destructionDays),
    }),
  );
}

/** Plays a recording: for clinical supervision only (rule 10), and only while everyone in it allows it. */
export function playRecording(
  state: Slices,
  action: { readonly case: string; readonly recording: string; readonly purpose: (typeof RECORDING_PURPOSES)[number] },
): Decision {
  const recording = state.recordings.recordings.get(action.recording);
  if (recording === undefined) return recordingNotFound({ field: 'recording' });
  const refusedBecause = (because: Open<typeof RecordingUseRefused>['because']) =>
    RecordingUseRefused({ case: action.case, recording: action.recording, because }, { restsOn: [recording.fact] });
  if (recording.destroyed)
    return refuseAndRecord(recordingDestroyed({ field: 'recording' }), refusedBecause('destroyed'));
  if (action.purpose !== 'clinical-supervision') {
    return refuseAndRecord(recordingForSupervisionOnly({ field: 'purpose' }), refusedBecause('other-purpose'));
  }
  const live = recording.participants.every((p) => allowsRecording(state.recordings, p, recording.medium));
  if (!recording.consented || !live) {
    return refuseAndRecord(
      recordingNotAllowed({ field: 'recording' }),
      refusedBecause(recording.consented ? 'no-consent' : 'made-without-consent'),
    );
  }
  return accept(RecordingPlayed({ ...action, participants: recording.participants }, { restsOn: [recording.fact] }));
}

type Destruction = Open<typeof RecordingDestroyed>;

/** Destroys a recording, unless something holds it. */
export function destroyRecording(state: Slices, action: Destruction, held: boolean): Decision {
  const recording = state.recordings.recordings.get(action.recording);
  if (recording === undefined) return recordingNotFound({ field: 'recording' });
  if (recording.destroyed) return accept();
  if (held) return recordingIsHeld({ field: 'recording' });
  return accept(RecordingDestroyed(action, { restsOn: [recording.fact] }));
}

/** A recording that was destroyed is recorded so whatever held it, and says when something did (rule 36). */
export function reportRecordingDestroyed(
  state: Slices,
  { reason, ...action }: Destruction & { readonly reason?: string },
  held: boolean,
): Decision {
  const recording = state.recordings.recordings.get(action.recording);
  if (recording === undefined) return recordingNotFound({ field: 'recording' });
  if (recording.destroyed) return accept();
  const { participants, fact: made } = recording;
  const { method: _method, ...which } = action;
  const whileHeld = { ...which, participants, ...(reason && { reason }) };
  return accept(
    RecordingDestroyed(action, { restsOn: [made] }),
    ...(held ? [RecordingDestroyedWhileHeld(whileHeld, { restsOn: [made] })] : []),
  );
}
