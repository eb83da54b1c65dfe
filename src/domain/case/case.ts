import { type StateOfSlices, streamFold } from '../language/decision.js';
import { attendanceFacts } from './attendance-facts.js';
import { counselling, counsellingFacts } from './counselling.js';
import { disclosureFacts, disclosures } from './disclosure.js';
import { ending, endingFacts } from './ending.js';
import { fees } from './fees.js';
import { feeFacts, paymentFacts } from './fees-facts.js';
import { informing, informingFacts } from './informing.js';
import { noticeFacts, notices } from './notices.js';
import { record } from './record.js';
import { recordFacts } from './record-facts.js';
import { recordingFacts, recordings } from './recording.js';
import { roster, rosterFacts } from './roster.js';
import { sessions } from './sessions.js';
import { sessionFacts } from './sessions-facts.js';

const slices = { roster, informing, counselling, disclosures, recordings, sessions, fees, ending, notices, record };

/** Everything a decision about a case looks at, one slice per topic. */
export type CaseState = StateOfSlices<typeof slices>;

export const caseFold = streamFold('case', slices);

export const caseFacts = {
  ...rosterFacts,
  ...informingFacts,
  ...counsellingFacts,
  ...disclosureFacts,
  ...recordingFacts,
  ...sessionFacts,
  ...attendanceFacts,
  ...feeFacts,
  ...paymentFacts,
  ...endingFacts,
  ...noticeFacts,
  ...recordFacts,
} as const;
