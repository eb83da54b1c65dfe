import type { ViewDefinition } from '../../projections/view.js';
import { isOfDuty, OF_DUTY } from '../access/apart.js';
import type { Relations } from '../access/relations.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewRow } from '../ports.js';

/** How a row may name people whose information it is not. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['respondent', 'staff', 'therapist-of-record']);

/** True for a stream of the access log, which is an instance’s of a day. */
const isAccessLog = (stream: string): boolean => /^access-.+-\d{4}-\d{2}-\d{2}$/.test(stream);

/** Streams that rows come from; those of the access log are nobody's information. */
export const streamsIn = (rows: readonly ViewRow[]): readonly string[] =>
  [...new Set(rows.map((r) => r.stream))].filter((s) => !isAccessLog(s));

/** Whose information rows and streams are, for the access log: everyone shown counts (rule 70). */
export class Whose {
  constructor(
    private readonly states: StreamStates,
    private readonly relations: Relations,
  ) {}

  /** Everyone whose information the rows are: by the view's own columns, and always whose streams they come from. */
  async rows(
    view: ViewDefinition,
    rows: readonly ViewRow[],
    scope: { readonly client?: string },
  ): Promise<readonly string[]> {
    const persons = new Set<string>(scope.client ? [scope.client] : []);
    for (const row of rows) {
      for (const column of view.persons ?? []) {
        const value = row[column];
        for (const one of Array.isArray(value) ? value : [value]) {
          if (typeof one === 'string') persons.add(one);
          const { person, as } = (one ?? {}) as { readonly person?: unknown; readonly as?: unknown };
          if (typeof person === 'string' && !NOT_SHOWN.has(String(as))) persons.add(person);
        }
      }
    }
    if (view.column !== 'figures' && view.column !== 'access-log') {
      for (const person of await this.streams(streamsIn(rows))) persons.add(person);
    }
    return [...persons];
  }

  /** Whose streams these are: a person's own, a case's participants, a complaint's clients and complainant, those whom a duty to report concerns. */
  async streams(streams: readonly string[]): Promise<readonly string[]> {
    const persons: string[] = [];
    for (const stream of streams) {
      if (stream.startsWith('person-') || stream.startsWith('file-'))
        persons.push(stream.slice(stream.indexOf('-') + 1));
      else if (stream.startsWith('case-')) {
        const { state } = await this.states.load('case', stream);
        persons.push(...state.roster.members.map((m) => m.participant));
      } else if (stream.startsWith('complaint-') || stream.startsWith('college-')) {
        persons.push(...(await this.relations.personsOf(stream.slice(stream.indexOf('-') + 1))));
      } else if (isOfDuty(stream)) {
        persons.push(...(await this.relations.concernedByDuty(stream.slice(`${OF_DUTY}-`.length))));
      }
    }
    return persons;
  }
}
