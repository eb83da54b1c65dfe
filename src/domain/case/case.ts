import { closing, closingFacts } from '../destruction/closing.js';
import { type StateOfSlices, streamFold } from '../language/decision.js';
import { attached, attachedFacts } from './attached.js';
import { attendanceFacts } from './attendance-facts.js';
import { callingOffFacts } from './calling-off.js';
import { caseHoldFacts, caseHolds } from './case-holds.js';
import { counselling, counsellingFacts } from './counselling.js';
import { destruction } from './destruction.js';
import { destructionFacts } from './destruction-facts.js';
import { disclosureFacts, disclosures } from './disclosure.js';
import { emergencies } from './emergency.js';
import { emergencyFacts } from './emergency-facts.js';
import { ending, endingFacts } from './ending.js';
import { fees } from './fees.js';
import { feeFacts, paymentFacts } from './fees-facts.js';
import { goalFacts, goals } from './goals.js';
import { incompleteness, incompletenessFacts } from './incomplete-disclosure.js';
import { informing, informingFacts } from './informing.js';
import { introducing } from './introducing.js';
import { introducingFacts } from './introducing-facts.js';
import { noticeFacts, notices } from './notices.js';
import { participation, participationFacts } from './participation.js';
import { questionFacts, questions } from './questions.js';
import { record } from './record.js';
import { recordFacts } from './record-facts.js';
import { recordingFacts, recordings } from './recording.js';
import { referring } from './referring.js';
import { referringFacts } from './referring-facts.js';
import { retention, retentionFacts } from './retention.js';
import { roster, rosterFacts } from './roster.js';
import { sessions } from './sessions.js';
import { sessionFacts } from './sessions-facts.js';
import { techniques } from './techniques.js';
import { techniqueFacts } from './techniques-facts.js';

const slices = {
  attached,
  questions,
  goals,
  participation,
  roster,
  informing,
  counselling,
  disclosures,
  incompleteness,
  recordings,
  sessions,
  fees,
  ending,
  notices,
  record,
  caseHolds,
  emergencies,
  retention,
  destruction,
  closing,
  introducing,
  techniques,
  referring,
};

/** Everything a decision about a case looks at, one slice per topic. */
export type CaseState = StateOfSlices<typeof slices>;

export const caseFold = streamFold('case', slices);

export const caseFacts = {
  ...attachedFacts,
  ...caseHoldFacts,
  ...emergencyFacts,
  ...retentionFacts,
  ...destructionFacts,
  ...closingFacts,
  ...rosterFacts,
  ...informingFacts,
  ...counsellingFacts,
  ...disclosureFacts,
  ...incompletenessFacts,
  ...recordingFacts,
  ...sessionFacts,
  ...attendanceFacts,
  ...feeFacts,
  ...paymentFacts,
  ...endingFacts,
  ...noticeFacts,
  ...questionFacts,
  ...goalFacts,
  ...participationFacts,
  ...recordFacts,
  ...introducingFacts,
  ...techniqueFacts,
  ...referringFacts,
  ...callingOffFacts,
} as const;
