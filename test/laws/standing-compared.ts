import { ReadView } from '../../src/application/read-view.js';
import type { Clause } from '../../src/domain/charter.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import type { PresentedRow } from '../../src/projections/view.js';
import { Play } from './playing.js';
import { WORDS, type Word } from './standing-history.js';
import { judge, wordOf } from './standing-reference.js';

type Scope = ConstructorParameters<typeof ReadView>[2];
type Matter = {
  readonly standing: Word;
  readonly participant?: string;
  readonly stream: string;
  readonly type: string;
};

/** Rows of the view as somebody reads it who sees the streams whole. */
async function tableFor(play: Play, reader: string, scope: Scope): Promise<readonly PresentedRow[]> {
  const outcome = await play.reading.execute(new ReadView('standing', reader, scope));
  return outcome.kind === 'shown' ? outcome.rows : [];
}

const gravestOf = (row: PresentedRow): Word => {
  const words = (row['matters'] as readonly Matter[]).map(({ standing }) => standing);
  return WORDS.find((word) => words.includes(word)) ?? 'not evidenced';
};

/** Every clause, and every participant under it, of which the table and the reference do not say the same word. */
function differences(name: string, table: readonly PresentedRow[], facts: readonly RecordedFact[]): readonly string[] {
  const reference = judge(facts);
  const seen = new Set(facts.map(({ stream }) => stream));
  return table.flatMap((row) => {
    const clause = row['clause'] as Clause;
    // What is shown of streams that the reader does not see whole is not compared.
    const matters = (row['matters'] as readonly Matter[]).flatMap(({ standing: word, ...rest }) =>
      seen.has(rest.stream) ? [{ clause, word, ...rest }] : [],
    );
    const persons = new Set([...matters, ...reference].flatMap(({ participant }) => participant ?? []));
    const shown = (of?: string) =>
      [
        ...reference
          .filter((one) => one.clause === clause && (!of || one.participant === of))
          .map((one) => `${one.word} by ${one.shownBy}`),
        'but shown',
        ...matters.filter((one) => !of || one.participant === of).map((one) => `${one.word} by ${one.type}`),
      ].join(', ');
    const [all, stands] = [wordOf(reference, clause), wordOf(matters, clause)];
    return [
      ...(all === stands ? [] : [`${name} ${clause}: ${all}, not ${stands}: ${shown()}`]),
      ...(gravestOf(row) === row['standing'] ? [] : [`${name} ${clause} is not its gravest matter`]),
      ...[...persons].flatMap((person) => {
        const [theirs, is] = [wordOf(reference, clause, person), wordOf(matters, clause, person)];
        return theirs === is ? [] : [`${name} ${clause} of one: ${theirs}, not ${is}: ${shown(person)}`];
      }),
    ];
  });
}

/** What is told otherwise after a history of so many steps. */
export async function differencesAfter(seed: number, steps: number): Promise<readonly string[]> {
  const play = await Play.begin();
  for (let step = 0; step < steps; step++) await play.step((seed + step * 7919) | 0);
  await play.settle(64);
  const { privacyOfficer, complaintsOfficer } = play.staff;
  const facts = await play.facts();
  const found: string[] = [];
  for (const stream of new Set(facts.map((fact) => fact.stream))) {
    const [, kind, id] = /^(case|complaint)-([0-9a-f-]{36})$/.exec(stream) ?? [];
    if (kind === undefined) continue;
    const reader = kind === 'case' ? privacyOfficer : complaintsOfficer;
    const table = await tableFor(play, reader, { [kind]: id } as Scope);
    const own = facts.filter((fact) => fact.stream === stream);
    if (table.length > 0) found.push(...differences(kind, table, own));
  }
  for (const client of play.clients) {
    const table = await tableFor(play, privacyOfficer, { client });
    const streams = await whereSeen(play, privacyOfficer, client);
    found.push(
      ...differences(
        'client',
        table,
        facts.filter(({ stream }) => streams.has(stream)),
      ),
    );
  }
  return [...new Set(found)];
}

/** Streams in which a client's matters are looked for. */
async function whereSeen(play: Play, reader: string, client: string): Promise<ReadonlySet<string>> {
  const outcome = await play.reading.execute(new ReadView('timeline', reader, { client }, { limit: 1 }));
  return outcome.kind === 'shown' ? outcome.whole : new Set();
}
