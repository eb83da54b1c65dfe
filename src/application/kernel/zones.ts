import type { TimeZone } from '../../domain/language/business-time.js';
import type { StreamStates } from './stream-states.js';

/** Finds a time zone by its IANA name; throws a RangeError when there is none of that name. */
export type Zones = (name: string) => TimeZone;

/** The zone an agency promises in before one is established. */
export const DEFAULT_ZONE = 'America/Toronto';

/** The agency's zone, as committed. */
export async function timeZoneOf(states: StreamStates, zones: Zones): Promise<TimeZone> {
  const { state } = await states.load('parameters', 'parameters');
  return zones(state.parameters.agency?.zone ?? DEFAULT_ZONE);
}
