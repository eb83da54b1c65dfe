import { recordFacts } from '../../domain/case/record-facts.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

/**
 * What the clinical record says of the charter. That an entry was written or signed in time keeps no clause by itself; a
 * correction that keeps the original does, and a signature that nobody gave stays open.
 */
export const recordStanding = standingPart({
  follows: recordFacts,
  on: {
    EntryDrafted: nothing,
    EntryWritten: (f) =>
      f.open.byOther ? [stands(f, 'R9', `who wrote entry ${f.open.entry}`, 'breached', f.open.participant)] : [],
    EntrySigned: (f) => [gone('R9', `signature of entry ${f.open.entry}`)],
    EntryAmended: (f) => [stands(f, 'R9', `entry ${f.open.entry} amended`, 'kept', f.open.participant)],
    EntryCoSigned: (f) => [stands(f, 'R4', `co-signature of entry ${f.open.entry}`, 'kept', f.open.participant)],
    SignatureMissed: (f) => [
      f.open.signature === 'author'
        ? stands(f, 'R9', `signature of entry ${f.open.entry}`, 'open', f.open.participant)
        : stands(f, 'R4', `co-signature of entry ${f.open.entry}`, 'open', f.open.participant),
    ],
    SessionCircumstancesNoted: (f) => {
      const { session, participant, others, modality, technologyConsented } = f.open;
      const who = `who was there with ${participant} in ${session}`;
      const technology = `technology for ${participant} in ${session}`;
      return [
        // A note that follows does not undo what an earlier one says; striking that one does.
        ...(others === 'all-with-consent' ? [stands(f, 'R7', who, 'kept', participant)] : []),
        ...(others === 'somebody-without-consent'
          ? [stands(f, 'R7', `${who}, without consent`, 'breached', participant)]
          : []),
        modality === 'in-person'
          ? gone('T2', technology)
          : stands(f, 'T2', technology, technologyConsented ? 'kept' : 'open', participant),
      ];
    },
  },
});
