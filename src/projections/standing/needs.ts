import { needFacts } from '../../domain/person/needs.js';
import { gone, standingPart, stands } from './part.js';

type On = { readonly need: string };
const matter = ({ need }: On) => `need ${need}`;
/** What was done and what was declined stay on record when a need is said otherwise or taken back. */
const provision = (on: On) => `${matter(on)} provided for`;
const no = (on: On) => `${matter(on)} declined`;

/** R2: a need waits for an answer, what was agreed waits to be done; a "no" is for a finding to judge. */
export const needsStanding = standingPart({
  follows: needFacts,
  on: {
    NeedStated: (f) => [stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    NeedChanged: (f) => [stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    NeedWithdrawn: (f) => [gone('R2', matter(f.open))],
    AccommodationAgreed: (f) => [gone('R2', no(f.open)), stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    AccommodationProvided: (f) => [
      gone('R2', matter(f.open)),
      stands(f, 'R2', provision(f.open), 'kept', f.open.person),
    ],
    NeedProvidedFor: (f) => [
      gone('R2', matter(f.open)),
      gone('R2', no(f.open)),
      stands(f, 'R2', provision(f.open), 'kept', f.open.person),
    ],
    AccommodationDeclined: (f) => [gone('R2', matter(f.open)), stands(f, 'R2', no(f.open), 'alleged', f.open.person)],
    NeedNotMet: (f) => [stands(f, 'R2', `need not met, report ${f.open.report}`, 'alleged', f.open.person)],
  },
});
