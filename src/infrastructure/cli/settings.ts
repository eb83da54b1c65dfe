import { existsSync, readFileSync } from 'node:fs';
import type { Clock } from '../../application/ports.js';
import { type Configuration, configurationFrom } from '../../configuration.js';
import { type ClockState, MovableClock, SystemClock } from '../time/clocks.js';

/** Variables of the command line alone: the service knows none of them. */
export const CLI_VARIABLES = {
  ALLIANCE_URL: 'address of the service, when it does not run on this data directory',
  ALLIANCE_TOKEN: 'bearer token, instead of --token',
  ALLIANCE_PERSON: 'id of the person who acts or looks, instead of --person',
} as const;

/** The configuration that the environment and `--data` give. */
export function configurationOf(data: string | undefined, more: Readonly<Record<string, string>> = {}): Configuration {
  const own = new Set<string>(Object.keys(CLI_VARIABLES));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.has(name)));
  return configurationFrom({ ...environment, ...(data !== undefined && { ALLIANCE_DATA: data }), ...more });
}

/** The clock that the service of a configuration goes by. */
export function clockOf({ clockFile }: Configuration): Clock {
  if (clockFile === undefined || !existsSync(clockFile)) return new SystemClock();
  return MovableClock.restore(JSON.parse(readFileSync(clockFile, 'utf8')) as ClockState);
}
