import { createHash } from 'node:crypto';
import type { StoredFact } from '../../src/domain/language/fact.js';

const PERSON = '01890a5d-ac96-774b-bcce-b302099a8057';
const CLIENT = '01890a5d-ac96-774b-bcce-b302099a8058';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A well-formed fact at a place in a stream, with one sealed box of about 200 bytes; its digests are its own but prove nothing. */
export function factAt(stream: string, revision: number, more: Partial<StoredFact> = {}): StoredFact {
  const digest = digestOf(`${stream} ${revision}`);
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  const place = { stream, revision, type: 'SessionBooked', version: 1 };
  const [compartment, logId] = ['participant', '6f1c3c5e-24f1-4a6e-9d58-0d3a3c9f1a01'];
  return {
    ...place,
    id,
    logId,
    happenedAt: '2025-03-03T15:04:05.000Z',
    recordedAt: '2025-03-03T15:04:05.120Z',
    actor: { person: PERSON, role: 'therapist' },
    purpose: 'treatment',
    subjects: [{ person: CLIENT, as: 'participant' }],
    action: { id, name: 'BookSession', part: 1, of: 1 },
    correlationId: id,
    causationId: id,
    open: { session: id, startsAt: '2025-03-10T15:00:00.000Z', feeCents: 15000 },
    sealed: {
      [compartment]: {
        ...place,
        log: logId,
        fact: id,
        compartment,
        key: digest.slice(0, 16),
        data: digest.repeat(2),
        commitment: digest.slice(0, 43),
      },
    },
    payloadDigest: digestOf(id),
    digest,
    ...more,
  };
}

/** Facts that follow each other in a stream, the first at `from`. */
export const factsFrom = (stream: string, from: number, count: number): readonly StoredFact[] =>
  Array.from({ length: count }, (_, index) => factAt(stream, from + index));
