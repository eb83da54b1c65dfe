import { closing, closingFacts } from '../destruction/closing.js';
import { type StateOfSlices, streamFold } from '../language/decision.js';
import { breachTold, breachToldFacts } from './breach-told.js';
import { clientNoteFacts, clientNotes } from './client-notes.js';
import { deciding, decidingFacts } from './deciding-for.js';
import { instructionFacts, instructions } from './instructions.js';
import { needFacts, needs } from './needs.js';
import { requests } from './requests.js';
import { copyFacts } from './requests-copies-facts.js';
import { correctionFacts } from './requests-corrections-facts.js';
import { requestFacts } from './requests-facts.js';
import { telling, tellingFacts } from './telling.js';

const slices = { needs, telling, requests, clientNotes, instructions, deciding, breachTold, closing };

/**
 * What a person tells and asks of the agency apart from any one case: needs, what they decline to tell, privacy
 * instructions, who decides for them, and requests about their record.
 */
export type FileState = StateOfSlices<typeof slices>;

export const fileFold = streamFold('file', slices);

export const fileFacts = {
  ...requestFacts,
  ...copyFacts,
  ...correctionFacts,
  ...clientNoteFacts,
  ...needFacts,
  ...tellingFacts,
  ...breachToldFacts,
  ...instructionFacts,
  ...decidingFacts,
  ...closingFacts,
} as const;
