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
const isAfterLeaving = ({ members }: RosterState, person: string, { contactAt }: Entry): boolean =>
  members.filter((m) => m.participant === person).every(({ leftAt }) => leftAt !== undefined && leftAt < contactAt);

const whoseIs = (roster: RosterState, person: string, entry: Entry): Whose => {
  if (!wasMember(roster, person)) return 'unknown';
  if (entry.about !== undefined) return entry.about === person ? 'theirs' : 'anothers';
  return isAfterLeaving(roster, person, entry) ? 'unknown' : 'theirs';
};

/** Whose an entry is to this person (rule 22): unknown when it is not there, or not in a case they were in. */
export function whose(
  { case: caseOf }: Pick<World, 'case'>,
  person: string,
  { case: caseId, entry }: EntryName,
): Whose {
  const { roster, record } = caseOf(caseId);
  const found = record.entries.get(entry);
  return found === undefined ? 'unknown' : whoseIs(roster, person, found);
}

/** True when a person may ask for an entry as their own: about them, or communal. */
export const isTheirs = (world: Pick<World, 'case'>, person: string, entry: EntryName): boolean =>
  whose(world, person, entry) === 'theirs';

/** Every entry of a case that is about a person or communal: what an answer about that case must account for. */
export const entriesOf = (
  { case: caseOf }: Pick<World, 'case'>,
  person: string,
  caseId: string,
): readonly EntryName[] => {
  const { roster, record } = caseOf(caseId);
  return [...record.entries.values()]
    .filter((entry) => whoseIs(roster, person, entry) === 'theirs')
    .map(({ entry }) => ({ case: caseId, entry }));
};
