import { type PropertyShape, shapesOf } from '../../src/application/actions/action.js';
import { sha256 } from '../../src/infrastructure/integrity/digests.js';

/** A source of choices that the same seed always makes alike, so that a failing history can be played again. */
export class Choices {
  constructor(private state: number) {}

  /** An integer from 0 up to, not including, `below`. */
  below(below: number): number {
    // Mulberry32.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  of<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }

  /** At least `least` of the items, in their order, each at most once. */
  some<T>(items: readonly T[], least: number): readonly T[] {
    const chosen = items.filter(() => this.chance(60));
    return chosen.length >= least ? chosen : items.slice(0, least);
  }
}

/** A word that stands in every sealed text and must never be found in the open. */
export const CANARY = 'Nachtigall';

/** Where ids, times and names for a body come from. */
export interface Known {
  readonly now: string;
  /** Ids that fit a property of this name, best ones first chosen by whoever knows the streams. */
  readonly ids: (property: string, means: string | undefined) => readonly string[];
  readonly names: (property: string) => readonly string[];
}

const DAY = 86_400_000;
const HOURS = ['09:00', '10:00', '11:30', '13:00', '14:00', '16:00'] as const;
const CENTS = [12_000, 6_000, 15_000, 7_500, 1, 500] as const;
const COUNTS = [1, 2, 5, 30, 50, 60, 90] as const;
/** An id that nothing has. */
export const STRANGER = '0190c7a0-0000-7000-8000-00000000dead';

/** A well-formed body of a class, property by property, from the shapes its decorators recorded. */
export function bodyOf(
  type: new () => object,
  choices: Choices,
  known: Known,
  nested = false,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(shapesOf(type))) {
    if ((!nested && EVERY_BODY.has(name)) || (shape.optional && choices.chance(50))) continue;
    body[name] = valueFor(name, shape, choices, known);
  }
  return body;
}

/** What the kernel reads from any body is chosen by whoever plays. */
const EVERY_BODY: ReadonlySet<string> = new Set([
  'happenedAt',
  'precision',
  'channel',
  'evidence',
  'onBehalfOf',
  'informant',
]);

function valueFor(name: string, shape: PropertyShape, choices: Choices, known: Known): unknown {
  switch (shape.type) {
    case 'boolean':
      return choices.chance(70);
    case 'integer':
      return integer(shape, choices);
    case 'array':
      return array(name, shape, choices, known);
    case 'object':
      return shape.nested && bodyOf(shape.nested, choices, known, true);
    case 'string':
      return text(name, shape, choices, known);
  }
}

function integer({ means, minimum = 0 }: PropertyShape, choices: Choices): number {
  return Math.max(minimum, choices.of<number>(means === 'cents' ? CENTS : COUNTS) ?? minimum);
}

function array(name: string, shape: PropertyShape, choices: Choices, known: Known): unknown {
  if (shape.nested) {
    const { nested } = shape;
    return Array.from({ length: 1 + choices.below(2) }, () => bodyOf(nested, choices, known, true));
  }
  if (shape.items?.enum) return choices.some(shape.items.enum, 1);
  const ids = known.ids(name, undefined);
  return ids.length === 0 ? [STRANGER] : choices.some([...new Set(ids)].slice(0, 3), 1);
}

function text(name: string, shape: PropertyShape, choices: Choices, known: Known): string {
  const { enum: codes, format, pattern, maxLength } = shape;
  const day = (days: number) => new Date(Date.parse(known.now) + days * DAY).toISOString().slice(0, 10);
  if (codes) return choices.of(codes) as string;
  if (format === 'uuid') return choices.chance(3) ? STRANGER : (choices.of(known.ids(name, shape.means)) ?? STRANGER);
  if (format === 'date-time') return new Date(Date.parse(known.now) + (choices.below(60) - 20) * DAY).toISOString();
  if (format === 'date') return day(choices.below(40) - 30);
  if (pattern === 'YYYY-MM-DDTHH:MM') {
    const ahead = choices.below(12);
    const weekday = new Date(Date.parse(known.now) + ahead * DAY).getUTCDay();
    // Mostly not on a weekend, when nobody is there.
    const onward = choices.chance(85) ? ({ 0: 1, 6: 2 }[weekday] ?? 0) : 0;
    return `${day(ahead + onward)}T${choices.of(HOURS)}`;
  }
  if (pattern !== undefined) return sha256(String(choices.below(4)));
  // A policy is published: its text is everybody's.
  if (maxLength === 50_000) return 'What you tell us stays between us.';
  // A short name is open and never personal; a text is sealed.
  if (maxLength === 200 && known.names(name).length > 0) return choices.of(known.names(name)) as string;
  // Nearly every text is its own, so that what is shown can be traced to who wrote it.
  return `${CANARY} ${String(choices.below(1_000_000)).padStart(6, '0')}`;
}
