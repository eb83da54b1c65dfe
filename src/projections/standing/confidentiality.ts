import { disclosureFacts } from '../../domain/case/disclosure.js';
import { recordingFacts } from '../../domain/case/recording.js';
import { nothing } from '../view.js';
import { standingPart, stands } from './part.js';

/** R7 and R8: what is told to others, and what is recorded, of each participant alone. */
export const confidentialityStanding = standingPart({
  follows: { ...disclosureFacts, ...recordingFacts },
  on: {
    DisclosureConsentGiven: nothing,
    DisclosureConsentWithdrawn: nothing,
    DisclosureMade: (f) => [stands(f, 'R7', `disclosure ${f.open.disclosure}`, 'kept', f.open.participant)],
    DisclosureReported: (f) => [
      stands(
        f,
        'R7',
        `disclosure ${f.open.disclosure}`,
        f.open.allowed === 'not-allowed' ? 'breached' : 'kept',
        f.open.participant,
      ),
    ],
    DisclosureRefused: (f) => [stands(f, 'R7', `refusal ${f.id}`, 'kept', f.open.participant)],
    // Beside what was reported of the disclosure, never in place of it.
    DisclosureQuestioned: (f) => [
      stands(f, 'R7', `disclosure ${f.open.disclosure} after a withdrawal`, 'alleged', f.open.participant),
    ],
    RecordingAllowed: (f) => [stands(f, 'R8', `${f.open.medium} of ${f.open.participant}`, 'kept', f.open.participant)],
    RecordingDisallowed: (f) => [
      stands(f, 'R8', `${f.open.medium} of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    SessionRecorded: (f) =>
      f.open.participants.map((one) => stands(f, 'R8', `recording ${f.open.recording} of ${one}`, 'kept', one)),
    RecordingReported: (f) =>
      f.open.participants.map((one) => {
        const standing = f.open.withoutConsentOf.includes(one) ? 'breached' : 'kept';
        return stands(f, 'R8', `recording ${f.open.recording} of ${one}`, standing, one);
      }),
    RecordingPlayed: nothing,
    RecordingUseRefused: (f) => [stands(f, 'R8', `refusal ${f.id}`, 'kept')],
    RecordingDestructionDue: (f) => [stands(f, 'R8', `destruction of ${f.open.recording}`, 'open')],
    RecordingDestroyed: (f) => [stands(f, 'R8', `destruction of ${f.open.recording}`, 'kept')],
    // Beside that it was destroyed, never in place of it.
    RecordingDestroyedWhileHeld: (f) =>
      f.open.participants.map((one) =>
        stands(f, 'R8', `destruction of ${f.open.recording} held, of ${one}`, 'breached', one),
      ),
  },
});
