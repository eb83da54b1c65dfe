import { affectedBookings } from './affected-bookings.js';
import { collegeFile, complaintFile } from './complaint-file.js';
import { conductReports } from './conduct-reports.js';
import { consents, recordingsView } from './consents.js';
import { correctionsView } from './corrections.js';
import { deadlinesView } from './deadlines.js';
import { disclosuresView } from './disclosures.js';
import { feeLedger } from './fee-ledger.js';
import { figures } from './figures.js';
import { introductions, qualificationsView } from './introductions.js';
import { looks } from './looks.js';
import { agencyView, cases, noticesView, people } from './people.js';
import { recordView } from './record.js';
import { referralsView } from './referrals.js';
import { sessionsView } from './sessions.js';
import { signInsView } from './sign-ins.js';
import { standingView } from './standing.js';
import { techniquesView } from './techniques.js';
import { therapistCalendar } from './therapist-calendar.js';
import { timeline } from './timeline.js';
import type { ViewDefinition } from './view.js';
import { whereabouts } from './whereabouts.js';

/** Every view of the facts, once: the projector makes them all, and readers are shown those that have a scope. */
export const VIEWS: readonly ViewDefinition[] = [
  timeline,
  standingView,
  consents,
  sessionsView,
  therapistCalendar,
  feeLedger,
  deadlinesView,
  complaintFile,
  conductReports,
  collegeFile,
  disclosuresView,
  recordingsView,
  recordView,
  people,
  cases,
  noticesView,
  signInsView,
  correctionsView,
  agencyView,
  figures,
  introductions,
  qualificationsView,
  techniquesView,
  referralsView,
  affectedBookings,
  whereabouts,
];

/** Views of the access log. */
export const ACCESS_VIEWS: readonly ViewDefinition[] = [looks];
