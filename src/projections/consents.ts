import { counsellingFacts } from '../domain/case/counselling.js';
import { disclosureFacts } from '../domain/case/disclosure.js';
import { recordingFacts } from '../domain/case/recording.js';
import { rosterFacts } from '../domain/case/roster.js';
import { nothing, put, set, view } from './view.js';

const { DisclosureConsentGiven, DisclosureConsentWithdrawn } = disclosureFacts;
const { RecordingAllowed, RecordingDisallowed } = recordingFacts;
const { TherapistAssigned } = rosterFacts;
const { CounsellingExplained: _explained, ...counselling } = counsellingFacts;

/** Every consent given, refused and withdrawn, by whom, for what, since when: one row a consent. */
export const consents = view({
  name: 'consents',
  title: 'Consent register',
  says: 'Consent to counselling, to disclosure and to recording: what each participant said, when, and whether it is live.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant', 'recipient'],
  columns: {
    participant: { kind: 'text', says: 'Whose consent.', indexed: true },
    about: { kind: 'text', says: 'Counselling, disclosure, or audio or video recording.' },
    state: { kind: 'text', says: 'live, refused or withdrawn; due-again when another therapist took the case.' },
    from: { kind: 'text', says: 'Since when it was given or refused.' },
    until: { kind: 'text', says: 'When it ends by itself.' },
    endedAt: { kind: 'text', says: 'When it was withdrawn.' },
    how: { kind: 'text', says: 'How it was said.' },
    form: { kind: 'text', says: 'Express or implied.' },
    recipient: { kind: 'text', says: 'To whom a disclosure is allowed.' },
    content: { kind: 'json', says: 'What may be disclosed.' },
    purpose: { kind: 'text', says: 'For what.' },
    details: { kind: 'box', says: 'What else was said.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['from'],
  follows: {
    ...counselling,
    DisclosureConsentGiven,
    DisclosureConsentWithdrawn,
    RecordingAllowed,
    RecordingDisallowed,
    TherapistAssigned,
  },
  on: {
    // With another therapist what was consented to is asked for anew (rule 55).
    TherapistAssigned: ({ id, happenedAt, subjects }) =>
      subjects
        .filter(({ as }) => as === 'participant')
        .map(({ person }) => set(`counselling ${person}`, { state: 'due-again', endedAt: happenedAt, fact: id })),
    CounsellingConsentGiven: ({ id, open, happenedAt }) => [
      put(`counselling ${open.participant}`, {
        participant: open.participant,
        about: 'counselling',
        state: 'live',
        from: happenedAt,
        how: open.how,
        form: 'express',
        fact: id,
      }),
    ],
    CounsellingConsentRefused: ({ id, open, happenedAt }) => [
      put(`counselling ${open.participant}`, {
        participant: open.participant,
        about: 'counselling',
        state: 'refused',
        from: happenedAt,
        how: open.how,
        fact: id,
      }),
    ],
    CounsellingConsentWithdrawn: ({ id, open, happenedAt }) => [
      set(`counselling ${open.participant}`, { state: 'withdrawn', endedAt: happenedAt, fact: id }),
    ],
    DisclosureConsentGiven: ({ id, open, sealed, happenedAt }) => [
      put(`disclosure ${open.consent}`, {
        participant: open.participant,
        about: 'disclosure',
        state: 'live',
        from: happenedAt,
        until: open.until ?? null,
        how: open.how,
        form: open.form,
        recipient: open.recipient,
        content: open.content,
        purpose: open.purpose,
        details: sealed['consent'] ?? null,
        fact: id,
      }),
    ],
    DisclosureConsentWithdrawn: ({ id, open, happenedAt }) => [
      set(`disclosure ${open.consent}`, { state: 'withdrawn', endedAt: happenedAt, fact: id }),
    ],
    RecordingAllowed: ({ id, open, happenedAt }) => [
      put(`${open.medium} ${open.participant}`, {
        participant: open.participant,
        about: `${open.medium} recording`,
        state: 'live',
        from: happenedAt,
        how: open.how,
        form: 'express',
        purpose: 'clinical-supervision',
        fact: id,
      }),
    ],
    RecordingDisallowed: ({ id, open, happenedAt }) => [
      put(`${open.medium} ${open.participant}`, {
        participant: open.participant,
        about: `${open.medium} recording`,
        state: 'withdrawn',
        endedAt: happenedAt,
        how: open.how,
        purpose: 'clinical-supervision',
        fact: id,
      }),
    ],
  },
});

/** Every recording: of which session, with whose consent, and whether it is to be or was destroyed. */
export const recordingsView = view({
  name: 'recordings',
  title: 'Recordings',
  says: 'Recordings made or reported, by digest and reference, with when each is to be destroyed and what was refused.',
  column: 'recording',
  scopes: ['case'],
  columns: {
    recording: { kind: 'text', says: 'Which recording.' },
    participant: { kind: 'text', says: 'Who had not allowed it, in a row of their own.' },
    session: { kind: 'text', says: 'Of which session.' },
    medium: { kind: 'text', says: 'Audio or video.' },
    state: { kind: 'text', says: 'kept, without-consent, refused, destroyed or destroyed-while-held.' },
    madeAt: { kind: 'text', says: 'When it was made.' },
    destroyBy: { kind: 'text', says: 'When it is to be destroyed at the latest, unless held.', indexed: true },
    destroyedAt: { kind: 'text', says: 'When it was destroyed.' },
    lastPlayedAt: { kind: 'text', says: 'When it was last played.' },
    sha256: { kind: 'text', says: 'Digest of the media.' },
    because: { kind: 'text', says: 'Why a use was refused.' },
    reference: { kind: 'box', says: 'Where the media is kept.' },
    reason: { kind: 'box', says: 'Why it was destroyed although something held it.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['madeAt'],
  follows: recordingFacts,
  on: {
    RecordingAllowed: nothing,
    RecordingDisallowed: nothing,
    SessionRecorded: ({ id, open, sealed, happenedAt }) => [
      put(open.recording, {
        recording: open.recording,
        session: open.session,
        medium: open.medium,
        state: 'kept',
        madeAt: happenedAt,
        destroyBy: open.destroyBy,
        sha256: open.sha256,
        reference: sealed['recording'] ?? null,
        fact: id,
      }),
    ],
    RecordingReported: ({ id, open, sealed, happenedAt }) => [
      put(open.recording, {
        recording: open.recording,
        session: open.session,
        medium: open.medium,
        state: 'kept',
        madeAt: happenedAt,
        destroyBy: open.destroyBy,
        sha256: open.sha256 ?? null,
        reference: sealed['recording'] ?? null,
        fact: id,
      }),
      // Who had not allowed it is theirs to know, and the staff's.
      ...open.withoutConsentOf.map((participant) =>
        put(`${open.recording} without consent of ${participant}`, {
          recording: open.recording,
          session: open.session,
          medium: open.medium,
          participant,
          state: 'without-consent',
          madeAt: happenedAt,
          fact: id,
        }),
      ),
    ],
    RecordingPlayed: ({ open, happenedAt }) => [set(open.recording, { lastPlayedAt: happenedAt })],
    RecordingUseRefused: ({ id, open, happenedAt }) => [
      put(`refused ${id}`, {
        recording: open.recording ?? null,
        session: open.session ?? null,
        state: 'refused',
        madeAt: happenedAt,
        because: open.because,
        fact: id,
      }),
    ],
    RecordingDestructionDue: ({ open }) => [set(open.recording, { destroyBy: open.by })],
    RecordingDestroyed: ({ id, open, happenedAt }) => [
      set(open.recording, { state: 'destroyed', destroyedAt: happenedAt, fact: id }),
    ],
    RecordingDestroyedWhileHeld: ({ id, open, sealed }) => [
      set(open.recording, { state: 'destroyed-while-held', reason: sealed['recording'] ?? null, fact: id }),
    ],
  },
});
