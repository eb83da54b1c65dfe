import { TECHNIQUE_PARTS, techniqueFacts } from '../../domain/case/techniques-facts.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

type Technique = { readonly technique: string; readonly participant: string };
const explained = ({ technique, participant }: Technique) => `technique ${technique} explained to ${participant}`;
const inPart = (technique: Technique) => `${explained(technique)} in part`;
const useFor = ({ use }: { readonly use: string }, participant: string) => `use ${use} for ${participant}`;

/** T2 for each technique that needs its own explanation and consent; a use without is a breach as soon as it is known. */
export const techniquesStanding = standingPart({
  follows: techniqueFacts,
  on: {
    // What was only proposed obliges nobody yet.
    TechniqueProposed: nothing,
    TechniqueExplained: (f) => {
      const { technique, participant, covered, questionsAnswered } = f.open;
      const whole = questionsAnswered && TECHNIQUE_PARTS.every((part) => covered.includes(part));
      return [
        ...(whole
          ? [gone('T2', inPart(f.open)), stands(f, 'T2', explained(f.open), 'kept', participant)]
          : [stands(f, 'T2', inPart(f.open), 'open', { participant, onceGone: 'dropped' })]),
        stands(
          f,
          'R5',
          `questions of ${participant} about technique ${technique}`,
          questionsAnswered ? 'kept' : 'open',
          participant,
        ),
      ];
    },
    TechniqueConsentGiven: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
    ],
    // Whoever wants it not needs no more explanation of it.
    TechniqueConsentRefused: (f) => [
      gone('T2', inPart(f.open)),
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
      stands(f, 'R6', `refusal by ${f.open.participant} of ${f.open.technique}`, 'kept', f.open.participant),
    ],
    TechniqueConsentWithdrawn: (f) => [
      gone('T2', inPart(f.open)),
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
    ],
    // Whose consent was missing is each participant's own matter.
    TechniqueUsed: (f) => f.open.participants.map((one) => stands(f, 'T2', useFor(f.open, one), 'kept', one)),
    TechniqueUseRefused: (f) =>
      f.open.withoutConsentOf.map((one) => stands(f, 'T2', `refusal ${f.id} for ${one}`, 'kept', one)),
    TechniqueUseReported: (f) =>
      f.open.participants.map((one) =>
        stands(f, 'T2', useFor(f.open, one), f.open.withoutConsentOf.includes(one) ? 'breached' : 'kept', one),
      ),
    TechniqueUseQuestioned: (f) => [
      stands(f, 'T2', `${useFor(f.open, f.open.participant)} after a withdrawal`, 'alleged', f.open.participant),
    ],
  },
});
