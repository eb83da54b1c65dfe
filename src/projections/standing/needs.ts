import { needFacts } from '../../domain/person/needs.js';
import { gone, standingPart, stands } from './part.js';

const matter = ({ need }: { readonly need: string }) => `need ${need}`;

/** R2: a need waits for an answer, what was agreed waits to be done; a "no" is for a finding to judge. */
export const needsStanding = standingPart({
  follows: needFacts,
  on: {
    NeedStated: (f) => [stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    NeedChanged: (f) => [stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    NeedWithdrawn: (f) => [gone('R2', matter(f.open))],
    AccommodationAgreed: (f) => [stands(f, 'R2', matter(f.open), 'open', f.open.person)],
    AccommodationProvided: (f) => [stands(f, 'R2', matter(f.open), 'kept', f.open.person)],
    AccommodationDeclined: (f) => [stands(f, 'R2', matter(f.open), 'alleged', f.open.person)],
    NeedNotMet: (f) => [stands(f, 'R2', `need not met, report ${f.open.report}`, 'alleged', f.open.person)],
  },
});
