import { caseFold } from '../../../src/domain/case/case.js';
import { type EntryKind, recordFacts } from '../../../src/domain/case/record-facts.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { Circumstances, Decision } from '../../../src/domain/language/decision.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { type FileState, fileFold } from '../../../src/domain/person/file.js';
import type { PersonState } from '../../../src/domain/person/person.js';
import type { World } from '../../../src/domain/world.js';
import { circumstances, given, idOf, stored } from '../../support/given.js';

const ids = (...names: readonly string[]) => names.map(idOf) as [string, string, string, string];

export const [ana, ben, clinic, therapist] = ids('ana', 'ben', 'clinic', 'therapist');
/** Ana alone, and Ana with Ben. */
export const [solo, joint, request, note] = ids('solo', 'joint', 'request', 'note');
export const [anasAlone, anas, bens, communal] = ids('hers alone', 'about ana', 'about ben', 'of both');
export const registered: PersonState = { person: ana, bornIn: undefined, permittedChannels: [], registeredBy: 'fact' };

const written = (theCase: string, entry: string, about?: string, kind: EntryKind = 'note', day = '2025-11-03') => {
  const { participant: _participant, session: _session, ...example } = recordFacts.EntryWritten.example;
  const whose = { whose: about ?? theCase, ...(about && { participant: about }) };
  return recordFacts.EntryWritten({
    ...{ ...example, ...whose, case: theCase, entry, kind },
    contactAt: `${day}T15:00:00.000Z`,
  });
};
const opened = (theCase: string, participants: readonly string[]) =>
  rosterFacts.CaseOpened({
    case: theCase,
    kind: participants.length > 1 ? 'couple' : 'individual',
    participants,
    therapist,
  });

export const entry = (one: string) => ({ case: one === anasAlone ? solo : joint, entry: one });
export const theirs = { person: ana, request };
/** A written request was received on Saturday 10 January 2026. */
export const RECEIVED = '2026-01-10T15:00:00.000Z';
/** Monday 9 February 2026, its last instant in Toronto. */
export const DUE = '2026-02-10T04:59:59.999Z';
/** Six months on is Sunday 9 August: Monday’s last instant. */
export const WINDOW = '2026-08-11T03:59:59.999Z';

/** What happens in Ana’s file, decision by decision, with her cases beside it. */
export function askings(more: readonly NewFact[] = [], files: Readonly<Record<string, FileState>> = {}) {
  const facts: StoredFact[] = [];
  const cases: Readonly<Record<string, readonly NewFact[]>> = {
    [solo]: [opened(solo, [ana]), written(solo, anasAlone, ana)],
    [joint]: [
      opened(joint, [ana, ben]),
      written(joint, anas, ana),
      written(joint, bens, ben),
      written(joint, communal, undefined, 'plan', '2025-12-01'),
      ...more,
    ],
  };
  const at = (happenedAt: string, now = happenedAt) =>
    circumstances({
      now,
      happenedAt,
      world: {
        case: (id) => given(caseFold, cases[id] ?? [], { stream: `case-${id}`, at: '2025-11-03T15:00:00.000Z' }),
        file: (id) => files[id] ?? given(fileFold, []),
        person: () => registered,
      },
    });
  const state = (): FileState => given(fileFold, facts);
  return {
    facts,
    state,
    asked: () => state().requests.all.get(request),
    /** Decides, and keeps what was decided; `now`: when it was entered. */
    did(decide: (s: FileState, c: Circumstances<World>) => Decision, happenedAt: string, now = happenedAt): Decision {
      const decision = decide(state(), at(happenedAt, now));
      facts.push(...stored(decision.facts ?? [], { stream: `file-${ana}`, at: happenedAt, from: facts.length }));
      return decision;
    },
  };
}
export type Askings = ReturnType<typeof askings>;
