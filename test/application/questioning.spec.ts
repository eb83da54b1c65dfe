import { describe, expect, it } from '@jest/globals';
import { Hindsight } from '../../src/application/access/hindsight.js';
import { QUESTIONED_AT_ONCE } from '../../src/application/actions/questioned-access.js';
import type { EventStore } from '../../src/application/ports.js';
import type { Around } from '../../src/application/reactions/reactions.js';
import { REACTIONS } from '../../src/application/reactions/reactions.js';
import type { Questioned } from '../../src/domain/agency/questioned-access.js';
import { recordingFacts } from '../../src/domain/case/recording.js';
import type { NewFact, RecordedFact } from '../../src/domain/language/fact.js';
import { instructionFacts } from '../../src/domain/person/instructions.js';
import { FOLDS } from '../../src/domain/world.js';
import { idOf, stored } from '../support/given.js';

const [ana, ben, therapist] = [idOf('ana'), idOf('ben'), idOf('therapist')];
const recorded = (fact: NewFact, happenedAt: string, recordedAt = happenedAt, n = 0): RecordedFact => ({
  ...(stored([fact], { stream: `case-${idOf('case')}`, actor: therapist, from: n })[0] as RecordedFact),
  happenedAt,
  recordedAt,
  position: BigInt(n + 1),
});

const late = recorded(
  instructionFacts.InstructionGiven({
    ...{ instruction: idOf('instruction'), person: ana, covers: 'file', against: 'everyone', givenBy: ana },
  }),
  '2026-03-10T15:00:00.000Z',
  '2026-03-14T15:00:00.000Z',
);

/** What the reaction to the late instruction wants, given what hindsight finds. */
async function wanted(found: readonly Questioned[], unknown: ReadonlySet<string> = new Set()) {
  const load = async (_kind: string, stream: string) => {
    const state = FOLDS.person.initial();
    const person = stream.slice('person-'.length);
    if (!unknown.has(person)) state.person.person = person;
    return { state };
  };
  const hindsight = { lookedInBetween: async () => found };
  const around = { states: { load }, hindsight } as unknown as Around;
  return (await Promise.all((REACTIONS['InstructionGiven'] ?? []).map((react) => react(late, around)))).flat();
}
const look = (person: string): Questioned => ({
  ...{ person, reader: therapist, of: 'look', entries: [idOf(`look ${person}`)], count: 1 },
  ...{ first: '2026-03-12T15:00:00.000Z', last: '2026-03-12T15:00:00.000Z' },
});

describe('R7: what is put into the register because of late knowledge (rule 11)', () => {
  it('R7: nothing where nobody looked, and nobody who was never registered', async () => {
    expect(await wanted([])).toEqual([]);
    expect(await wanted([look(ben)], new Set([ben]))).toEqual([]);
  });

  it('R7: so many at once, all in the same breach, found when the fact was entered; the same keys again', async () => {
    const people = Array.from({ length: 2 * QUESTIONED_AT_ONCE + 1 }, (_, i) => look(idOf(`person ${i}`)));
    const actions = await wanted(people);
    expect(actions.map(({ name }) => name)).toEqual(['QuestionAccess', 'QuestionAccess', 'QuestionAccess']);
    expect(actions.flatMap(({ body }) => body['questioned'])).toEqual(people);
    expect(new Set(actions.map(({ key }) => key)).size).toBe(3);
    expect(actions.map(({ body }) => [body['fact'], body['happenedAt']])).toEqual(
      actions.map(() => [late.id, late.recordedAt]),
    );
    expect(await wanted(people)).toEqual(actions);
  });
});

describe('R8: a recording played before its late-entered disallowing was known (rules 9 and 11)', () => {
  const played = (participants: string[], at: string, n: number) =>
    recorded(
      recordingFacts.RecordingPlayed({
        ...{ case: idOf('case'), recording: idOf('recording'), purpose: 'clinical-supervision', participants },
      }),
      at,
      at,
      n,
    );
  const disallowed = (happenedAt: string) =>
    recorded(
      recordingFacts.RecordingDisallowed({ case: idOf('case'), participant: ana, medium: 'audio', how: 'verbal' }),
      happenedAt,
      '2026-03-14T15:00:00.000Z',
      9,
    );
  const hindsight = (facts: readonly RecordedFact[]) =>
    new Hindsight({ readStream: async () => facts } as unknown as EventStore, () => {
      throw new Error('no look is asked for');
    });

  it('R8: each playing in between is questioned, with who played it; earlier ones and others’ stay lawful', async () => {
    const all = [
      played([ana, ben], '2026-03-08T15:00:00.000Z', 1),
      played([ana, ben], '2026-03-12T15:00:00.000Z', 2),
      played([ben], '2026-03-12T16:00:00.000Z', 3),
      played([ana], '2026-03-13T15:00:00.000Z', 4),
    ];
    expect(await hindsight(all).playedInBetween(disallowed('2026-03-10T15:00:00.000Z'))).toMatchObject([
      { person: ana, reader: therapist, of: 'recording', count: 2, entries: [all[1]?.id, all[3]?.id] },
    ]);
    expect(await hindsight(all).playedInBetween(disallowed('2026-03-14T15:00:00.000Z'))).toEqual([]);
  });
});
