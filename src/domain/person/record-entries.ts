import { linkedWith } from '../agency/linked-persons.js';
import type { RosterState } from '../case/roster.js';
import { wasMember } from '../case/roster.js';
import { refusal } from '../language/decision.js';
import type { World } from '../world.js';
import type { EntryName } from './requests-facts.js';

/** Whose an entry is, as one person may ask for it: a communal entry of a case they were in is theirs. */
export type Whose = 'theirs' | 'anothers' | 'unknown';

export const recordEntryNotFound = refusal(
  'record-entry-not-found',
  'There is no such entry in a case of this person.',
  { clause: 'R9' },
);

type Entry = { readonly about: string | undefined; readonly contactAt: string };

/** True for a communal entry about a time when the person was not on the roster any more. */
const isAfterLeaving = ({ members }: RosterState, persons: readonly string[], { contactAt }: Entry): boolean =>
  members
    .filter((m) => persons.includes(m.participant))
    .every(({ leftAt }) => leftAt !== undefined && leftAt < contactAt);

/** `persons`: every registration of who asks (rule 46). */
const whoseIs = (roster: RosterState, persons: readonly string[], entry: Entry): Whose => {
  if (!persons.some((person) => wasMember(roster, person))) return 'unknown';
  if (entry.about !== undefined) return persons.includes(entry.about) ? 'theirs' : 'anothers';
  return isAfterLeaving(roster, persons, entry) ? 'unknown' : 'theirs';
};

/** True when a person took part in a case, under whichever registration. */
export const tookPart = ({ case: caseOf, links }: Pick<World, 'case' | 'links'>, person: string, of: string): boolean =>
  linkedWith(links, person).some((one) => wasMember(caseOf(of).roster, one));

/** Whose an entry is to this person (rule 22): unknown when it is not there, or not in a case they were in. */
export function whose(
  { case: caseOf, links }: Pick<World, 'case' | 'links'>,
  person: string,
  { case: caseId, entry }: EntryName,
): Whose {
  const { roster, record } = caseOf(caseId);
  const found = record.entries.get(entry);
  return found === undefined ? 'unknown' : whoseIs(roster, linkedWith(links, person), found);
}

/** True when a person may ask for an entry as their own: about them, or communal. */
export const isTheirs = (world: Pick<World, 'case' | 'links'>, person: string, entry: EntryName): boolean =>
  whose(world, person, entry) === 'theirs';

/** Every entry of a case that is about a person or communal: what an answer about that case must account for. */
export const entriesOf = (
  { case: caseOf, links }: Pick<World, 'case' | 'links'>,
  person: string,
  caseId: string,
): readonly EntryName[] => {
  const { roster, record } = caseOf(caseId);
  const persons = linkedWith(links, person);
  return [...record.entries.values()]
    .filter((entry) => whoseIs(roster, persons, entry) === 'theirs')
    .map(({ entry }) => ({ case: caseId, entry }));
};
