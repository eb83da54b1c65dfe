import { inForce } from '../agency/agency.js';
import { WEEKDAYS, type Weekday, weekdayOf } from '../language/business-time.js';
import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, count, date, id, list, name, optional, record } from '../language/field.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

/** When a therapist sees clients, published by version (T3). */
export const availabilityFacts = {
  AvailabilityPublished: fact({
    type: 'AvailabilityPublished',
    stream: 'therapist',
    clauses: ['T3'],
    says: 'A therapist published when they see clients: weekly windows in minutes after local midnight, and days away.',
    fields: {
      therapist: id(),
      version: name(),
      effectiveFrom: date(),
      windows: list(record({ weekday: code(...WEEKDAYS), fromMinute: count(), toMinute: count() })),
      away: optional(list(date())),
    },
    subjects: { therapist: 'staff' },
    example: {
      therapist: aTherapist,
      version: '2026-1',
      effectiveFrom: '2026-01-05',
      windows: [{ weekday: 'tuesday', fromMinute: 540, toMinute: 1020 }],
      away: ['2026-03-17'],
    },
  }),
} as const;

/** One weekly stretch in which a therapist sees clients. */
export interface Window {
  readonly weekday: Weekday;
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface Availability {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly windows: readonly Window[];
  readonly away: readonly string[];
}

export interface AvailabilityState {
  readonly published: Availability[];
}

const { AvailabilityPublished } = availabilityFacts;

export const availability = evolution<AvailabilityState, typeof availabilityFacts>(
  () => ({ published: [] }),
  availabilityFacts,
  {
    AvailabilityPublished: (s, { open }) =>
      void s.published.push({
        version: open.version,
        effectiveFrom: open.effectiveFrom,
        windows: open.windows,
        away: open.away ?? [],
      }),
  },
);

export const availabilityVersionExists = refusal(
  'availability-version-exists',
  'This version of the availability was published already.',
  { clause: 'T3' },
);
export const windowEndsBeforeItBegins = refusal(
  'window-ends-before-it-begins',
  'A window begins before it ends, within one day.',
  { clause: 'T3', status: 422 },
);
export const outsideAvailability = refusal(
  'outside-availability',
  'The therapist does not see clients then; ask the front desk.',
  { clause: 'T3' },
);

/** True when a session at a local wall time lies within one published window. */
export function isAvailable(s: AvailabilityState, startLocal: string, minutes: number): boolean {
  const day = startLocal.slice(0, 10);
  const current = inForce(s.published, day);
  if (current === undefined || current.away.includes(day)) return false;
  const from = Number(startLocal.slice(11, 13)) * 60 + Number(startLocal.slice(14, 16));
  const weekday = weekdayOf(day);
  return current.windows.some((w) => w.weekday === weekday && w.fromMinute <= from && from + minutes <= w.toMinute);
}

export function publishAvailability(
  { availability: s }: { readonly availability: AvailabilityState },
  action: Parameters<typeof AvailabilityPublished>[0],
): Decision {
  if (s.published.some((a) => a.version === action.version)) return availabilityVersionExists({ field: 'version' });
  if (action.windows.some((w) => w.fromMinute >= w.toMinute || w.toMinute > 1440)) {
    return windowEndsBeforeItBegins({ field: 'windows' });
  }
  return accept(AvailabilityPublished(action));
}
