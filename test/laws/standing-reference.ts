import type { Clause } from '../../src/domain/charter.js';
import type { StoredFact } from '../../src/domain/language/fact.js';
import { History, type Judged, WORDS, type Word } from './standing-history.js';
import { byBookings } from './standing-of-bookings.js';
import { byDisclosure, byIntroducing, byRecord } from './standing-of-care.js';
import { byComplaints } from './standing-of-complaints.js';
import { byEmergencies } from './standing-of-emergencies.js';
import { byFiles } from './standing-of-files.js';
import { byRequests } from './standing-of-requests.js';

/**
 * How the charter stands by all that ever happened, judged without any view: in every stream each obligation that the history
 * shows is found, and judged from the whole of what stands of that history, before and after it.
 */
export function judge(facts: readonly StoredFact[]): readonly Judged[] {
  const streams = new Map<string, StoredFact[]>();
  for (const fact of facts) streams.set(fact.stream, [...(streams.get(fact.stream) ?? []), fact]);
  return [...streams.values()].flatMap((own) => {
    const h = new History(own);
    return [
      byBookings,
      byIntroducing,
      byDisclosure,
      byRecord,
      byFiles,
      byRequests,
      byComplaints,
      byEmergencies,
    ].flatMap((judgesOf) => judgesOf(h));
  });
}

/** The gravest word under a clause, of everybody's matters or of one participant's. */
export function wordOf(
  all: readonly Pick<Judged, 'clause' | 'word' | 'participant'>[],
  clause: Clause,
  of?: string,
): Word {
  const words = all
    .filter((one) => one.clause === clause && (of === undefined || one.participant === of))
    .map(({ word }) => word);
  return WORDS.find((word) => words.includes(word)) ?? 'not evidenced';
}
