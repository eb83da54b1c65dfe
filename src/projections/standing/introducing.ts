import { introducingFacts } from '../../domain/case/introducing-facts.js';
import { rosterFacts } from '../../domain/case/roster.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { standingPart, stands } from './part.js';

const { TherapistAssigned } = rosterFacts;

/**
 * What is due to a participant about their therapist, whoever it is: each matter stands alone. Who sat in a session and was
 * never introduced to the therapist cannot be any more once they are gone: that is a breach then.
 */
export const introductionDue = (fact: StoredFact, participant: string) =>
  due(participant).map(([clause, matter]) =>
    stands(fact, clause, matter, 'open', { participant, onceGone: 'breached-if-sat' }),
  );

const due = (participant: string) =>
  [
    ['R4', `qualifications for ${participant}`],
    ['R4', `approach for ${participant}`],
    ['T3', `approach for ${participant}`],
    ['T3', `availability for ${participant}`],
  ] as const;

type Invited = StoredFact<{ readonly participant: string; readonly questionsInvited: boolean }>;
const invited = (fact: Invited, about: string) => {
  const { participant, questionsInvited } = fact.open;
  const matter = `questions of ${participant} about ${about} invited`;
  return stands(fact, 'R5', matter, questionsInvited ? 'kept' : 'open', participant);
};

/** R4 and T3 stay open until the participant was shown and told, and reopen for each of them with another therapist. */
export const introducingStanding = standingPart({
  follows: { ...introducingFacts, TherapistAssigned },
  on: {
    TherapistAssigned: (f) => {
      const participants = f.subjects.filter(({ as }) => as === 'participant').map(({ person }) => person);
      return participants.flatMap((participant) => [
        ...introductionDue(f, participant),
        stands(f, 'T2', `explanation for ${participant}`, 'open', { participant, onceGone: 'dropped' }),
      ]);
    },
    QualificationsShown: (f) => [
      stands(f, 'R4', `qualifications for ${f.open.participant}`, 'kept', f.open.participant),
      invited(f, 'qualifications'),
    ],
    // Told without a published text it stays due: nothing shows later what was told.
    ApproachExplained: (f) => [
      ...(f.open.version === undefined
        ? []
        : [
            stands(f, 'R4', `approach for ${f.open.participant}`, 'kept', f.open.participant),
            stands(f, 'T3', `approach for ${f.open.participant}`, 'kept', f.open.participant),
          ]),
      invited(f, 'the approach'),
    ],
    AvailabilityExplained: (f) => [
      ...(f.open.version === undefined
        ? []
        : [stands(f, 'T3', `availability for ${f.open.participant}`, 'kept', f.open.participant)]),
      invited(f, 'the availability'),
    ],
  },
});
