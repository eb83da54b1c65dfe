import type { StoredFact } from '../../domain/language/fact.js';
import { contactFacts } from '../../domain/person/contact.js';
import { nameFacts } from '../../domain/person/names.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

type On = { readonly person: string; readonly channel: string };
const inDoubt = ({ channel }: On) => `${channel} in doubt`;
/** A change was reported: what was in doubt there is not any more. */
const reported = (f: StoredFact, open: On) => [
  gone('C2', inDoubt(open)),
  stands(f, 'C2', `contact by ${open.channel}`, 'kept', open.person),
];

/** C2: kept by each change that is reported, open while something that came back waits to be asked about. */
export const contactStanding = standingPart({
  follows: { ...contactFacts, ...nameFacts },
  on: {
    ContactChanged: (f) => reported(f, f.open),
    ContactPermitted: (f) => [stands(f, 'C2', `permission for ${f.open.channel}`, 'kept', f.open.person)],
    ContactEnded: (f) => reported(f, f.open),
    ContactDoubted: (f) => [stands(f, 'C2', inDoubt(f.open), 'open', f.open.person)],
    ContactConfirmed: (f) => reported(f, f.open),
    NameCorrected: nothing,
    LegalNameChanged: (f) => [stands(f, 'C2', 'legal name', 'kept', f.open.person)],
    NameInUseTold: (f) => [stands(f, 'C2', 'name in use', 'kept', f.open.person)],
    PronounsChanged: nothing,
  },
});
