import { accessReviewActions } from './access-reviews.js';
import type { ActionDefinition } from './action.js';
import { agencyActions } from './agency.js';
import { attendanceActions } from './attendance.js';
import { availabilityActions } from './availability.js';
import { breachActions } from './breaches.js';
import { callingOffActions } from './calling-off.js';
import { clearanceActions } from './clearance.js';
import { complaintActions } from './complaints.js';
import { conductActions } from './conduct.js';
import { confidentialityActions } from './confidentiality.js';
import { contactActions } from './contact.js';
import { decidingActions } from './deciding-for.js';
import { destroyingActions } from './destroying.js';
import { destructionActions } from './destruction.js';
import { emergencyActions } from './emergency.js';
import { factDestructionActions } from './fact-destruction.js';
import { feeActions } from './fees.js';
import { informingActions } from './informing.js';
import { instructionActions } from './instructions.js';
import { introducingActions } from './introducing.js';
import { linkedPersonsActions } from './linked-persons.js';
import { mandateActions } from './mandates.js';
import { mandatoryReportActions } from './mandatory-reports.js';
import { mistakeActions } from './mistakes.js';
import { needActions } from './needs.js';
import { noticeActions } from './notices.js';
import { participationActions } from './participation.js';
import { paymentActions } from './payments.js';
import { peopleActions } from './people.js';
import { questionedAccessActions } from './questioned-access.js';
import { questionActions } from './questions.js';
import { recordActions } from './record.js';
import { recordAnswerActions } from './record-answers.js';
import { recordRecourseActions } from './record-recourse.js';
import { recordReportActions } from './record-reports.js';
import { recordRequestActions } from './record-requests.js';
import { referringActions } from './referring.js';
import { retentionActions } from './retention.js';
import { rosterActions } from './roster.js';
import { sessionActions } from './sessions.js';
import { techniqueActions } from './techniques.js';
import { tellingActions } from './telling.js';

const topics = {
  ...accessReviewActions,
  ...agencyActions,
  ...clearanceActions,
  ...peopleActions,
  ...rosterActions,
  ...linkedPersonsActions,
  ...contactActions,
  ...informingActions,
  ...introducingActions,
  ...questionActions,
  ...needActions,
  ...tellingActions,
  ...confidentialityActions,
  ...instructionActions,
  ...decidingActions,
  ...recordActions,
  ...emergencyActions,
  ...techniqueActions,
  ...referringActions,
  ...availabilityActions,
  ...sessionActions,
  ...attendanceActions,
  ...callingOffActions,
  ...participationActions,
  ...feeActions,
  ...paymentActions,
  ...noticeActions,
  ...recordRequestActions,
  ...recordAnswerActions,
  ...recordRecourseActions,
  ...recordReportActions,
  ...complaintActions,
  ...conductActions,
  ...mandatoryReportActions,
  ...mandateActions,
  ...breachActions,
  ...questionedAccessActions,
  ...retentionActions,
  ...destructionActions,
  ...destroyingActions,
  ...factDestructionActions,
  ...mistakeActions,
};

/** Every action by name: routes, documents, command line and the charter matrix follow from this list. */
export const ACTIONS: ReadonlyMap<string, ActionDefinition> = new Map(
  Object.entries(topics).map(([name, definition]) => [name, { name, ...definition } as unknown as ActionDefinition]),
);
