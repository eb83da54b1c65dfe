import { accessDecisionsView, policySetsView } from './access-decisions.js';
import { accessAuditsView, accessReviewsView } from './access-reviews.js';
import { affectedBookings } from './affected-bookings.js';
import { breachStatistics } from './breach-statistics.js';
import { breachesToldView, breachesView } from './breaches.js';
import { clientNotesView } from './client-notes.js';
import { collegeFile, complaintFile } from './complaint-file.js';
import { conductReports } from './conduct-reports.js';
import { consents, recordingsView } from './consents.js';
import { contactsView, namesView } from './contacts.js';
import { correctionsView } from './corrections.js';
import { deadlinesView } from './deadlines.js';
import { destroyedRecordsView, destructionsView } from './destructions.js';
import { disclosuresView } from './disclosures.js';
import { emergencyAccesses } from './emergency-accesses.js';
import { feeLedger } from './fee-ledger.js';
import { figures } from './figures.js';
import { goalsView, participationView } from './goals.js';
import { introductions, qualificationsView } from './introductions.js';
import { linkedPersons, possibleMatches } from './linked-persons.js';
import { looks, unsealingView } from './looks.js';
import { mandatesView } from './mandates.js';
import { mandatoryReports } from './mandatory-reports.js';
import { accommodationsView, needsView } from './needs.js';
import { agencyView, cases, noticesView } from './people.js';
import { privacyInstructionsView } from './privacy-instructions.js';
import { questionedAccessView } from './questioned-access.js';
import { questionsView } from './questions.js';
import { recordView } from './record.js';
import { recordRequestsView } from './record-requests.js';
import { referralsView } from './referrals.js';
import { people } from './registered.js';
import { retentionView } from './retention.js';
import { sessionsView } from './sessions.js';
import { signInsView } from './sign-ins.js';
import { staffClearance } from './staff-clearance.js';
import { standingView } from './standing.js';
import { deathsView, substitutesView } from './substitutes.js';
import { techniquesView } from './techniques.js';
import { therapistCalendar } from './therapist-calendar.js';
import { timeline } from './timeline.js';
import { toldView } from './told.js';
import type { ViewDefinition } from './view.js';
import { whereabouts } from './whereabouts.js';

/** Every view of the facts, once: the projector makes them all, and readers are shown those that have a scope. */
export const VIEWS: readonly ViewDefinition[] = [
  timeline,
  standingView,
  consents,
  privacyInstructionsView,
  substitutesView,
  deathsView,
  sessionsView,
  therapistCalendar,
  feeLedger,
  deadlinesView,
  complaintFile,
  conductReports,
  mandatoryReports,
  collegeFile,
  disclosuresView,
  recordingsView,
  recordView,
  recordRequestsView,
  clientNotesView,
  people,
  possibleMatches,
  linkedPersons,
  contactsView,
  namesView,
  needsView,
  accommodationsView,
  toldView,
  questionsView,
  goalsView,
  participationView,
  cases,
  noticesView,
  signInsView,
  correctionsView,
  agencyView,
  staffClearance,
  figures,
  introductions,
  qualificationsView,
  techniquesView,
  referralsView,
  affectedBookings,
  emergencyAccesses,
  mandatesView,
  breachesView,
  questionedAccessView,
  breachStatistics,
  breachesToldView,
  accessReviewsView,
  accessAuditsView,
  retentionView,
  destructionsView,
  destroyedRecordsView,
  whereabouts,
];

/** Views of the access log. */
export const ACCESS_VIEWS: readonly ViewDefinition[] = [looks, unsealingView, policySetsView, accessDecisionsView];
