import type { Mandate, MandateScope } from '../../domain/agency/mandates.js';
import { mandatesOf } from '../../domain/agency/mandates.js';
import type { StreamKind } from '../../domain/language/fact.js';
import { kindOfStream, type StreamStates } from '../kernel/stream-states.js';
import type { Column } from './situation.js';

/** What one live mandate opens of what is looked at. */
export interface Mandated {
  readonly mandate: string;
  readonly freeText: boolean;
  /** True when persons and cases stand under names that are this mandate's alone. */
  readonly pseudonyms: boolean;
}

/** Which mandates of outsiders are live, and what they cover: folded from the agency's stream at this moment. */
export class MandatesInForce {
  constructor(
    private readonly states: StreamStates,
    private readonly today: () => Promise<string>,
  ) {}

  /** Mandates of a person that are live today, the oldest first. */
  async of(person: string): Promise<readonly Mandate[]> {
    const { mandates } = (await this.states.load('mandates', 'mandates')).state;
    // Most people have none: no day is asked for then.
    if (![...mandates.granted.values()].some((one) => one.person === person && !one.ended)) return [];
    return mandatesOf(mandates, person, await this.today());
  }

  /** What covers this kind of information in this stream, or undefined. */
  async covering(person: string, stream: string, column: Column): Promise<Mandated | undefined> {
    for (const { mandate, scope } of await this.of(person))
      if (hasKind(scope, column) && (await this.covers(scope, stream)))
        return { mandate, freeText: scope.freeText, pseudonyms: scope.pseudonyms };
    return undefined;
  }

  /** What covers this kind of information wherever it is, or undefined: only a mandate over everybody does. */
  async coveringAll(person: string, column: Column): Promise<Mandated | undefined> {
    for (const { mandate, scope } of await this.of(person))
      if (scope.everybody && hasKind(scope, column))
        return { mandate, freeText: scope.freeText, pseudonyms: scope.pseudonyms };
    return undefined;
  }

  /** What covers who looked at somebody, or undefined. */
  async coveringLooksAt(person: string, at: string | undefined): Promise<Mandated | undefined> {
    for (const { mandate, scope } of await this.of(person))
      if (scope.kinds.includes('access-log') && (scope.everybody || (at !== undefined && scope.persons.includes(at))))
        return { mandate, freeText: scope.freeText, pseudonyms: scope.pseudonyms };
    return undefined;
  }

  /** Streams that a person's live mandates name: where to look, never that one may. */
  async streamsFor(person: string): Promise<readonly string[]> {
    const streams = new Set<string>();
    for (const { scope } of await this.of(person)) {
      for (const one of scope.cases) streams.add(`case-${one}`);
      for (const one of scope.persons) {
        streams.add(`person-${one}`);
        streams.add(`file-${one}`);
      }
      for (const { complaint, cases, persons } of await this.complaints())
        if (touches(scope, cases, persons)) streams.add(`complaint-${complaint}`);
    }
    return [...streams];
  }

  private async covers(scope: MandateScope, stream: string): Promise<boolean> {
    const kind = kindOfStream(stream);
    if (!OPENED.has(kind)) return false;
    if (scope.everybody) return true;
    const id = stream.slice(kind.length + 1);
    if (kind === 'person' || kind === 'file') return scope.persons.includes(id);
    if (kind === 'case') return scope.cases.includes(id) || (await this.isTheirsAlone(scope, stream));
    const found = (await this.complaints()).find((one) => one.complaint === id);
    return found !== undefined && touches(scope, found.cases, found.persons);
  }

  /** A mandate about a person opens the cases in which nobody else ever took part; others must be named. */
  private async isTheirsAlone({ persons }: MandateScope, stream: string): Promise<boolean> {
    const { members } = (await this.states.load('case', stream)).state.roster;
    return members.length > 0 && members.every(({ participant }) => persons.includes(participant));
  }

  private async complaints() {
    const { register } = (await this.states.load('complaint-register', 'complaint-register')).state;
    return [...register.all.values()];
  }
}

/** Kinds of stream that a mandate may open at all. */
const OPENED: ReadonlySet<StreamKind> = new Set(['person', 'file', 'case', 'complaint']);

const hasKind = ({ kinds }: MandateScope, column: Column): boolean => (kinds as readonly string[]).includes(column);

/** True when a complaint names a case of the scope, or concerns only its persons. */
const touches = (scope: MandateScope, cases: readonly string[], persons: readonly string[]): boolean =>
  scope.everybody ||
  cases.some((one) => scope.cases.includes(one)) ||
  (persons.length > 0 && persons.every((one) => scope.persons.includes(one)));
