import { incompletenessFacts } from '../../domain/case/incomplete-disclosure.js';
import { instructionFacts } from '../../domain/person/instructions.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

/**
 * What instructions say of R7. That one is in force says nothing of whether it is respected: only what was looked at before
 * it was entered, a recipient not yet told that something is missing, and a disclosure reported against it do.
 */
export const instructionsStanding = standingPart({
  follows: { ...instructionFacts, ...incompletenessFacts },
  on: {
    InstructionGiven: nothing,
    InstructionLifted: nothing,
    LooksQuestioned: (f) => [
      stands(f, 'R7', `looks before instruction ${f.open.instruction} was entered`, 'alleged', f.open.person),
    ],
    LooksReviewed: (f) => {
      const matter = `looks before instruction ${f.open.instruction} was entered`;
      return f.open.outcome === 'unauthorised'
        ? [stands(f, 'R7', matter, 'breached', f.open.person)]
        : [gone('R7', matter)];
    },
    NotRecordingRefused: nothing,
    DisclosureIncomplete: (f) => [
      stands(f, 'R7', `recipient of disclosure ${f.open.disclosure} told it is incomplete`, 'open', f.open.participant),
    ],
    IncompletenessTold: (f) => [
      stands(f, 'R7', `recipient of disclosure ${f.open.disclosure} told it is incomplete`, 'kept', f.open.participant),
    ],
  },
});
