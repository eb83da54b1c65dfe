import { SYSTEM } from '../../src/application/access/relations.js';
import { type ActionDefinition, shapesOf, type Who } from '../../src/application/actions/action.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import type { Arc, Step, Told } from './arcs/arc.js';
import { bodyOf, type Choices, type Known, STRANGER } from './bodies.js';
import { actorFor, type Cast, known, type Target, UUID } from './casting.js';

const HOUR = 3_600_000;
/** What an arc is about stays; what its facts tell beside that is where it stands. */
const STAYS: ReadonlySet<string> = new Set(['person', 'participant', 'therapist']);

/** The day of an instant, or the Monday after a weekend. */
function weekdayFrom(instant: number): string {
  const onward = { 0: 1, 6: 2 }[new Date(instant).getUTCDay()] ?? 0;
  return new Date(instant + onward * 24 * HOUR).toISOString().slice(0, 10);
}

/** The value with somebody nobody knows in place of what the story never came to know. */
function orStranger(value: unknown): unknown {
  if (value === undefined) return STRANGER;
  if (Array.isArray(value)) return value.map(orStranger);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, orStranger(inner)]));
}

/** One arc under way: what it is about, what its facts told so far, and which step comes next. */
export class Story {
  #at = 0;
  #beginner: string | undefined;
  readonly #ids = new Map<string, string>();
  readonly #facts = new Map<string, string>();

  constructor(
    private readonly arc: Arc,
    about: Target,
    private readonly cast: Cast,
  ) {
    if (about.case) this.#ids.set('case', about.case);
    for (const name of about.person ? ['person', 'participant'] : []) this.#ids.set(name, about.person);
  }

  get over(): boolean {
    return this.#at >= this.arc.length;
  }

  /** True until something was stated. */
  get isNew(): boolean {
    return this.#facts.size === 0;
  }

  /** The step that comes next; it is taken whatever becomes of it. */
  next(): Step {
    return this.arc[this.#at++] as Step;
  }

  /** What the steps go by, as things are now. */
  async told(choices: Choices): Promise<Told> {
    const { app, staff, supervisor, clients, outsider } = this.cast;
    const { roster } = (await app.states.load('case', `case-${this.#ids.get('case') ?? ''}`)).state;
    if (roster.therapist) this.#ids.set('therapist', roster.therapist);
    const now = Date.parse(app.clock.now());
    const people = Object.entries(staff).filter((one): one is [string, string] => typeof one[1] === 'string');
    return {
      id: (name) => this.#ids.get(name),
      fact: (type) => this.#facts.get(type),
      staff: { ...Object.fromEntries(people), ...staff.policies, supervisor, outsider },
      clients,
      members: roster.members.map(({ participant }) => participant),
      day: (days) => new Date(now + days * 24 * HOUR).toISOString().slice(0, 10),
      ahead: `${weekdayFrom(now + (1 + choices.below(5)) * 24 * HOUR)}T${choices.of(['09:00', '11:30', '14:00', '16:00'])}`,
      hoursAgo: (hours) => new Date(now - hours * HOUR).toISOString(),
    };
  }

  /** The body of a step: what is decisive as the step says, everything else by chance about what the story is about. */
  body(step: Step, { body }: ActionDefinition, told: Told, target: Target, choices: Choices): Record<string, unknown> {
    const general = known(this.cast, target);
    const own: Known = {
      ...general,
      ids: (name, means) => {
        const mine = told.id(name) ?? (name.endsWith('s') ? told.id(name.slice(0, -1)) : undefined);
        return mine === undefined || name === 'participants' ? general.ids(name, means) : [mine];
      },
    };
    const fixed = typeof step.with === 'function' ? step.with(told) : step.with;
    const whole = bodyOf(body, choices, own);
    const shapes = shapesOf(body);
    // What it is about is never left to chance.
    for (const name of Object.keys(whole)) {
      const known = told.id(name);
      if (shapes[name]?.format === 'uuid' && known !== undefined) whole[name] = known;
    }
    for (const [name, value] of Object.entries(fixed ?? {})) {
      if (value !== undefined) whole[name] = orStranger(value);
      else if (shapes[name]?.optional) delete whole[name];
    }
    return whole;
  }

  /** Whoever takes a step. */
  async actor(step: Step, who: readonly Who[], body: Record<string, unknown>, told: Told, choices: Choices) {
    const { by } = step;
    if (typeof by === 'function') return by(told) ?? SYSTEM;
    if (by === 'beginner') return this.#beginner ?? SYSTEM;
    if (by === 'client') return told.id('participant') ?? SYSTEM;
    if (by === 'therapist') return told.id('therapist') ?? this.cast.staff.therapist;
    const role = by ?? choices.of(who.filter((one) => one !== 'system')) ?? 'system';
    return actorFor(this.cast, role, body, choices, 1);
  }

  /** Remembers what a step stated; who took the first step of all is its beginner. */
  remember(by: string, facts: readonly RecordedFact[]): void {
    this.#beginner ??= by;
    for (const { id, type, open } of facts) {
      this.#facts.set(type, id);
      this.#absorb(open);
      if (type === 'PersonRegistered') this.#ids.set('newcomer', String(open['person']));
    }
  }

  /** Where the first step came to nothing there is nothing to go on with. */
  giveUp(): void {
    this.#at = this.arc.length;
  }

  #absorb(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const first = Array.isArray(inner) ? inner[0] : inner;
      const tells = typeof first === 'string' && (UUID.test(first) || name === 'startLocal');
      if (tells && !STAYS.has(name)) this.#ids.set(name, first);
      for (const one of Array.isArray(inner) ? inner : [inner]) this.#absorb(one);
    }
  }
}
