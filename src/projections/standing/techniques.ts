import { TECHNIQUE_PARTS, techniqueFacts } from '../../domain/case/techniques-facts.js';
import { nothing } from '../view.js';
import { standingPart, stands } from './part.js';

/** T2 for each technique that needs its own explanation and consent; a use without is a breach as soon as it is known. */
export const techniquesStanding = standingPart({
  follows: techniqueFacts,
  on: {
    // What was only proposed obliges nobody yet.
    TechniqueProposed: nothing,
    TechniqueExplained: (f) => {
      const { technique, participant, covered, questionsAnswered } = f.open;
      const complete = questionsAnswered && TECHNIQUE_PARTS.every((part) => covered.includes(part));
      const [explained, asked] = [complete, questionsAnswered].map((yes) => (yes ? 'kept' : 'open') as 'kept' | 'open');
      return [
        stands(f, 'T2', `technique ${technique} explained to ${participant}`, explained ?? 'open', participant),
        stands(f, 'R5', `questions of ${participant} about technique ${technique}`, asked ?? 'open', participant),
      ];
    },
    TechniqueConsentGiven: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
    ],
    TechniqueConsentRefused: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
      stands(f, 'R6', `refusal by ${f.open.participant} of ${f.open.technique}`, 'kept', f.open.participant),
    ],
    TechniqueConsentWithdrawn: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant} to ${f.open.technique}`, 'kept', f.open.participant),
    ],
    TechniqueUsed: (f) => [stands(f, 'T2', `use ${f.open.use}`, 'kept')],
    TechniqueUseRefused: (f) => [stands(f, 'T2', `refusal ${f.id}`, 'kept')],
    TechniqueUseReported: (f) => [
      stands(f, 'T2', `use ${f.open.use}`, f.open.withoutConsentOf.length > 0 ? 'breached' : 'kept'),
    ],
    TechniqueUseQuestioned: (f) => [stands(f, 'T2', `use ${f.open.use}`, 'alleged', f.open.participant)],
  },
});
