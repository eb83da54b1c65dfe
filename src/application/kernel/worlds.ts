import { linkedWith } from '../../domain/agency/linked-persons.js';
import type { ClosingState } from '../../domain/destruction/closing.js';
import type { StreamKind } from '../../domain/language/fact.js';
import type { StateOf, World } from '../../domain/world.js';
import { kindOfStream, type StreamStates } from './stream-states.js';
import { timeZoneOf, type Zones } from './zones.js';

/** Gathers what a decision may know beyond its own stream, as committed at this moment. */
export class Worlds {
  constructor(
    private readonly states: StreamStates,
    private readonly zones: Zones,
    private readonly digestOf: (text: string) => string,
  ) {}

  /** The agency's streams and those named. Asking a decision's world for a stream that was not named is a bug and throws. */
  async with(also: readonly string[]): Promise<World> {
    const { states } = this;
    const staff = await states.load('staff', 'staff');
    const calendars = await states.load('calendars', 'calendars');
    const policies = await states.load('policies', 'policies');
    const parameters = await states.load('parameters', 'parameters');
    const register = await states.load('complaint-register', 'complaint-register');
    const { links } = (await states.load('linked-persons', 'linked-persons')).state;
    const others = new Map<string, unknown>();
    for (const stream of spanned(also, links))
      others.set(stream, (await states.load(kindOfStream(stream), stream)).state);
    const other = <K extends StreamKind>(kind: K, id: string): StateOf<K> => stateOf(kind, `${kind}-${id}`);
    const stateOf = <K extends StreamKind>(kind: K, stream: string): StateOf<K> => {
      const state = others.get(stream);
      if (state === undefined) throw new Error(`the ${kind} a decision asks for was not declared`);
      return state as StateOf<K>;
    };
    return {
      zone: await timeZoneOf(states, this.zones),
      staff: staff.state.staff,
      calendars: calendars.state.calendars,
      policies: policies.state.policies,
      parameters: parameters.state.parameters,
      register: register.state.register,
      links,
      therapist: (id) => other('therapist', id),
      case: (id) => other('case', id),
      complaint: (id) => other('complaint', id),
      college: (id) => other('college', id),
      person: (id) => other('person', id).person,
      contact: (person) => other('person', person).contact,
      file: (id) => other('file', id),
      mandatoryReport: (id) => other('mandatory-report', id),
      breaches: () => stateOf('breaches', 'breaches'),
      accessReviews: () => stateOf('access-reviews', 'access-reviews'),
      closing: (stream) => (stateOf(kindOfStream(stream), stream) as { readonly closing: ClosingState }).closing,
      digestOf: this.digestOf,
    };
  }
}

/** Streams of one person: what they say holds under every registration. */
const OF_A_PERSON = ['file-', 'person-'] as const;
/** The streams, and for each of one person those of the same person’s other registrations (rule 46). */
const spanned = (streams: readonly string[], links: World['links']): ReadonlySet<string> =>
  new Set(
    streams.flatMap((stream) => {
      const kind = OF_A_PERSON.find((each) => stream.startsWith(each));
      return kind === undefined
        ? [stream]
        : linkedWith(links, stream.slice(kind.length)).map((person) => `${kind}${person}`);
    }),
  );
