import { CHARTER, CLAUSES } from '../domain/charter.js';
import { bookingStanding } from './standing/booking.js';
import { breachStanding } from './standing/breaches.js';
import { complaintStanding } from './standing/complaints.js';
import { conductStanding } from './standing/conduct.js';
import { confidentialityStanding } from './standing/confidentiality.js';
import { contactStanding } from './standing/contact.js';
import { emergencyStanding } from './standing/emergency.js';
import { informingStanding } from './standing/informing.js';
import { instructionsStanding } from './standing/instructions.js';
import { introducingStanding } from './standing/introducing.js';
import { mandatoryReportStanding } from './standing/mandatory-reports.js';
import { needsStanding } from './standing/needs.js';
import { matterOf, STANDINGS, settled, standingColumns } from './standing/part.js';
import { participationStanding } from './standing/participation.js';
import { questionsStanding } from './standing/questions.js';
import { recordStanding } from './standing/record.js';
import { recordRequestStanding } from './standing/record-requests.js';
import { referringStanding } from './standing/referring.js';
import { techniquesStanding } from './standing/techniques.js';
import { tellingStanding } from './standing/telling.js';
import { type PresentedRow, view } from './view.js';

/** How each of the twenty clauses stands, with the facts that show it. */
export const standingView = view({
  name: 'standing',
  title: 'Standing of the charter',
  says: 'The twenty clauses, each kept, open, breached, alleged or not evidenced, with the facts that show it.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint'],
  persons: ['participant'],
  columns: standingColumns,
  order: ['clause', 'at'],
  combines: true,
  present: (rows) => tableOfStanding(rows),
  follows: {
    ...bookingStanding.follows,
    ...breachStanding.follows,
    ...emergencyStanding.follows,
    ...complaintStanding.follows,
    ...conductStanding.follows,
    ...confidentialityStanding.follows,
    ...contactStanding.follows,
    ...informingStanding.follows,
    ...instructionsStanding.follows,
    ...introducingStanding.follows,
    ...mandatoryReportStanding.follows,
    ...needsStanding.follows,
    ...participationStanding.follows,
    ...questionsStanding.follows,
    ...recordStanding.follows,
    ...recordRequestStanding.follows,
    ...referringStanding.follows,
    ...techniquesStanding.follows,
    ...tellingStanding.follows,
  },
  on: {
    ...bookingStanding.on,
    ...breachStanding.on,
    ...emergencyStanding.on,
    ...complaintStanding.on,
    ...conductStanding.on,
    ...confidentialityStanding.on,
    ...contactStanding.on,
    ...informingStanding.on,
    ...instructionsStanding.on,
    ...introducingStanding.on,
    ...mandatoryReportStanding.on,
    ...needsStanding.on,
    ...participationStanding.on,
    ...questionsStanding.on,
    ...recordStanding.on,
    ...recordRequestStanding.on,
    ...referringStanding.on,
    ...techniquesStanding.on,
    ...tellingStanding.on,
  },
});

/** Twenty rows, whatever facts there are: the gravest matter under a clause decides how it stands. */
export function tableOfStanding(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const owed = settled(rows);
  return CLAUSES.map((clause) => {
    const matters = owed.filter((row) => row['clause'] === clause);
    const standing = STANDINGS.find((word) => matters.some((m) => m['standing'] === word)) ?? 'not evidenced';
    return {
      clause,
      title: CHARTER[clause].title,
      party: CHARTER[clause].party,
      standing,
      matters: matters.map((row) => ({
        matter: matterOf(row),
        standing: row['standing'],
        ...(row['participant'] ? { participant: row['participant'] } : {}),
        at: row['at'],
        type: row['type'],
        fact: row['fact'],
        stream: row['stream'],
      })),
    };
  });
}
