import { appealFacts } from '../../domain/complaint/appeal.js';
import { collegeFileFacts } from '../../domain/complaint/college-file.js';
import { collegeTrackFacts } from '../../domain/complaint/college-track.js';
import { deadlineFacts } from '../../domain/complaint/deadlines.js';
import { handlingFacts } from '../../domain/complaint/handling-facts.js';
import { lodgingFacts } from '../../domain/complaint/lodging.js';
import { gone, standingPart, stands } from './part.js';

const { ComplaintLodged, ComplaintReceiptGiven, ComplaintWithdrawn, TrackOpened, TrackClosed } = lodgingFacts;
const { ComplaintAcknowledged, ComplaintDecided, FindingRecorded } = handlingFacts;
const { AppealLodged, AppealDecided } = appealFacts;
const { CollegeComplaintFiled, ReviewRequested, ReviewDecided } = collegeTrackFacts;
const { CollegeDisclosureMade, ComplaintDisclosureRefused } = collegeFileFacts;

type Ends = readonly { readonly kind: string; readonly person?: string | undefined }[];
/** Appeals that nobody decides any more: their track ended under them. */
const appealsEnded = (ends: Ends) =>
  ends.flatMap(({ kind, person }) => (kind === 'decide-appeal' && person ? [gone('R10', `appeal by ${person}`)] : []));

/** R10, and any clause that a complaint alleges: breached by a finding only. */
export const complaintStanding = standingPart({
  follows: {
    ...deadlineFacts,
    ComplaintLodged,
    TrackOpened,
    TrackClosed,
    FindingRecorded,
    ComplaintReceiptGiven,
    ComplaintWithdrawn,
    ComplaintAcknowledged,
    ComplaintDecided,
    AppealLodged,
    AppealDecided,
    CollegeComplaintFiled,
    ReviewRequested,
    ReviewDecided,
    CollegeDisclosureMade,
    ComplaintDisclosureRefused,
  },
  on: {
    ComplaintLodged: (f) => [
      ...f.open.tracks.map((track) => stands(f, 'R10', `${track} track`, 'open')),
      ...f.open.allegations.map(({ allegation, clause }) => stands(f, clause, `allegation ${allegation}`, 'alleged')),
    ],
    TrackOpened: (f) => [stands(f, 'R10', `${f.open.track} track`, 'open')],
    TrackClosed: (f) => [
      stands(f, 'R10', `${f.open.track} track`, 'kept'),
      ...appealsEnded(f.open.ends),
      ...(f.open.track === 'CRPO' ? [gone('R10', 'review')] : []),
    ],
    FindingRecorded: (f) => {
      const { allegation, clause, finding } = f.open;
      if (finding === 'not-founded') return [gone(clause, `allegation ${allegation}`)];
      return [stands(f, clause, `allegation ${allegation}`, finding === 'founded' ? 'breached' : 'alleged')];
    },
    ComplaintReceiptGiven: (f) => [stands(f, 'R10', 'receipt', 'kept')],
    ComplaintWithdrawn: (f) => [stands(f, 'R10', 'agency track', 'kept'), ...appealsEnded(f.open.ends)],
    ComplaintAcknowledged: (f) => [stands(f, 'R10', 'acknowledgement', 'kept')],
    ComplaintDecided: (f) => [stands(f, 'R10', 'decision', 'kept')],
    AppealLodged: (f) => [stands(f, 'R10', `appeal by ${f.open.by}`, 'open'), stands(f, 'R10', 'agency track', 'open')],
    AppealDecided: (f) => [
      stands(f, 'R10', `appeal by ${f.open.by}`, 'kept'),
      ...(f.open.outcome === 'sent-back' ? [stands(f, 'R10', 'agency track', 'open')] : []),
    ],
    CollegeComplaintFiled: (f) => [stands(f, 'R10', 'CRPO track', 'open')],
    ReviewRequested: (f) => [stands(f, 'R10', 'review', 'open')],
    ReviewDecided: (f) => [stands(f, 'R10', 'review', 'kept')],
    CollegeDisclosureMade: (f) => [stands(f, 'R7', `disclosure ${f.open.disclosure}`, 'kept')],
    ComplaintDisclosureRefused: (f) => [stands(f, 'R7', `refusal ${f.id}`, 'kept')],
    ComplaintDeadlinePassed: (f) =>
      f.open.duty === 'agency' && !f.open.asReported
        ? [stands(f, 'R10', `${f.open.kind} by the agency in time`, 'breached')]
        : [],
  },
});
