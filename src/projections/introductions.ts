import { introducingFacts } from '../domain/case/introducing-facts.js';
import { rosterFacts } from '../domain/case/roster.js';
import type { StoredFact } from '../domain/language/fact.js';
import { approachFacts } from '../domain/therapist/approach.js';
import { qualificationFacts } from '../domain/therapist/qualifications.js';
import { put, set, view } from './view.js';

const { CaseOpened, ParticipantJoined, TherapistAssigned } = rosterFacts;
const ABOUT = ['qualifications', 'approach', 'availability'] as const;
type About = (typeof ABOUT)[number];
const keyOf = (about: About, participant: string): string => `${about} ${participant}`;

const due = (participant: string, therapist: string | null, since: string, fact: string) =>
  ABOUT.map((about) =>
    put(keyOf(about, participant), { participant, about, state: 'due', since, ...(therapist && { therapist }), fact }),
  );

type Shown = StoredFact<{
  readonly participant: string;
  readonly therapist: string;
  readonly how: string;
  readonly questionsInvited: boolean;
}>;
const shown = (about: About, { id, open, happenedAt }: Shown, version: string | null, details: unknown) =>
  put(keyOf(about, open.participant), {
    participant: open.participant,
    about,
    state: 'shown',
    since: happenedAt,
    therapist: open.therapist,
    how: open.how,
    questionsInvited: open.questionsInvited ? 1 : 0,
    version,
    details,
    fact: id,
  });

/** What each participant knows of their therapist: shown as it stood, or still due; all of it due again with another. */
export const introductions = view({
  name: 'introductions',
  title: 'Introductions',
  says: 'Whether each participant was shown their therapist’s qualifications and told the approach and the availability: what, when, how, or still due.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant'],
  staff: ['therapist'],
  columns: {
    participant: { kind: 'text', says: 'To whom.', indexed: true },
    about: { kind: 'text', says: 'qualifications, approach or availability.' },
    state: { kind: 'text', says: 'due, due-again or shown.' },
    since: { kind: 'text', says: 'Since when it is due, or when it was shown.' },
    therapist: { kind: 'text', says: 'Of which therapist.' },
    how: { kind: 'text', says: 'How it was shown or told.' },
    questionsInvited: { kind: 'integer', says: '1 when questions were invited, 0 when not.' },
    version: {
      kind: 'text',
      says: 'Version of the approach or the availability; none when nothing published was in force.',
    },
    details: {
      kind: 'json',
      says: 'What was shown: title, College, status and supervisors with digest; waiting time and ways to book.',
    },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['since'],
  follows: { ...introducingFacts, CaseOpened, ParticipantJoined, TherapistAssigned },
  on: {
    CaseOpened: ({ id, open, happenedAt }) =>
      open.participants.flatMap((participant) => due(participant, open.therapist, happenedAt, id)),
    ParticipantJoined: ({ id, open, happenedAt }) => due(open.participant, null, happenedAt, id),
    TherapistAssigned: ({ id, open, happenedAt, subjects }) =>
      subjects
        .filter(({ as }) => as === 'participant')
        .flatMap(({ person }) =>
          ABOUT.map((about) =>
            set(keyOf(about, person), { state: 'due-again', since: happenedAt, therapist: open.therapist, fact: id }),
          ),
        ),
    QualificationsShown: (fact) => {
      const { title, college, status, supervisors, day, digest, from } = fact.open;
      return [shown('qualifications', fact, null, { title, college, status, supervisors, day, digest, from })];
    },
    ApproachExplained: (fact) => [
      shown('approach', fact, fact.open.version ?? null, { digest: fact.open.digest ?? null }),
    ],
    AvailabilityExplained: (fact) => {
      const { version, waitingDays, bookedBy } = fact.open;
      return [shown('availability', fact, version ?? null, { waitingDays: waitingDays ?? null, bookedBy })];
    },
  },
});

/** What is public of therapists beside their registration: for every client to read before and after they are asked. */
export const qualificationsView = view({
  name: 'qualifications',
  title: 'Qualifications and approaches',
  says: 'Degrees, trainings and certified techniques of therapists with their dates, and each published version of how they work.',
  column: 'agency',
  scopes: ['therapist', 'agency'],
  staff: ['therapist'],
  columns: {
    therapist: { kind: 'text', says: 'Whose.', indexed: true },
    kind: { kind: 'text', says: 'degree, training, technique, language or approach.' },
    technique: { kind: 'text', says: 'For which technique they are certified.' },
    version: { kind: 'text', says: 'Version of the approach.' },
    from: { kind: 'text', says: 'From which day on.' },
    until: { kind: 'text', says: 'The day it ran out.' },
    digest: { kind: 'text', says: 'Digest of the text.' },
    title: { kind: 'box', says: 'What the qualification is called.' },
    text: { kind: 'box', says: 'The approach in the therapist’s words.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['therapist', 'kind', 'from'],
  follows: { ...qualificationFacts, ...approachFacts },
  on: {
    QualificationRecorded: ({ id, open, sealed }) => [
      put(open.qualification, {
        therapist: open.therapist,
        kind: open.kind,
        technique: open.technique ?? null,
        from: open.from,
        title: sealed['qualification'] ?? null,
        fact: id,
      }),
    ],
    QualificationEnded: ({ id, open }) => [set(open.qualification, { until: open.on, fact: id })],
    ApproachPublished: ({ id, open, sealed }) => [
      put(`approach ${open.version}`, {
        therapist: open.therapist,
        kind: 'approach',
        version: open.version,
        from: open.effectiveFrom,
        digest: open.digest,
        text: sealed['approach'] ?? null,
        fact: id,
      }),
    ],
  },
});
