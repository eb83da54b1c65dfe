import type { Tokens } from './agency.js';
import { planRetention, planSuspension, planThanksgiving } from './stories-agency.js';
import { planBreaches } from './stories-breaches.js';
import { planReferrals, planTechniques } from './stories-care.js';
import { planClearance } from './stories-clearance.js';
import { planComplaintYear } from './stories-complaint.js';
import { planConduct, planReportTurned } from './stories-conduct.js';
import { planContact, planNotices } from './stories-contact.js';
import { planCorrections } from './stories-corrections.js';
import { planDestruction } from './stories-destruction.js';
import { planDuties } from './stories-duties.js';
import { planEmergencies } from './stories-emergency.js';
import { planIntroducing, planQuestions } from './stories-introducing.js';
import { planAlike, planHindsight } from './stories-linked.js';
import { planMandate } from './stories-mandates.js';
import { planMonitoring } from './stories-monitoring.js';
import { planNeeds, planTelling } from './stories-needs.js';
import { planParticipation } from './stories-participation.js';
import { planCapacity, planChild, planLocks } from './stories-privacy.js';
import { planRecord } from './stories-record.js';
import { planCopy, planSilence } from './stories-requests.js';
import type { Month } from './weeks.js';

/** What is told of the year besides its ordinary sessions, clause by clause. */
export const STORIES: readonly ((month: Month, tokens: Tokens) => void)[] = [
  planIntroducing,
  planQuestions,
  planNeeds,
  planTelling,
  planRecord,
  planNotices,
  planContact,
  planLocks,
  planChild,
  planCapacity,
  planDuties,
  planTechniques,
  planReferrals,
  planParticipation,
  planConduct,
  planReportTurned,
  planCopy,
  planSilence,
  planCorrections,
  planBreaches,
  planRetention,
  planThanksgiving,
  planSuspension,
  planComplaintYear,
  planClearance,
  planMonitoring,
  planHindsight,
  planAlike,
  planEmergencies,
  planMandate,
  planDestruction,
];
