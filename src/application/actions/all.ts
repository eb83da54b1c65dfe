import type { ActionDefinition } from './action.js';
import { agencyActions } from './agency.js';
import { attendanceActions } from './attendance.js';
import { availabilityActions } from './availability.js';
import { complaintActions } from './complaints.js';
import { confidentialityActions } from './confidentiality.js';
import { decidingActions } from './deciding-for.js';
import { feeActions } from './fees.js';
import { informingActions } from './informing.js';
import { instructionActions } from './instructions.js';
import { mistakeActions } from './mistakes.js';
import { noticeActions } from './notices.js';
import { paymentActions } from './payments.js';
import { peopleActions } from './people.js';
import { recordActions } from './record.js';
import { rosterActions } from './roster.js';
import { sessionActions } from './sessions.js';

const topics = {
  ...agencyActions,
  ...peopleActions,
  ...rosterActions,
  ...informingActions,
  ...confidentialityActions,
  ...instructionActions,
  ...decidingActions,
  ...availabilityActions,
  ...sessionActions,
  ...attendanceActions,
  ...feeActions,
  ...paymentActions,
  ...complaintActions,
  ...noticeActions,
  ...recordActions,
  ...mistakeActions,
};

/** Every action by name: routes, documents, command line and the charter matrix follow from this list. */
export const ACTIONS: ReadonlyMap<string, ActionDefinition> = new Map(
  Object.entries(topics).map(([name, definition]) => [name, { name, ...definition } as unknown as ActionDefinition]),
);
