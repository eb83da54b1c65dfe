import { ABANDONED_MINUTES, enteredBefore } from '../../domain/complaint/register.js';
import type { StreamStates } from '../kernel/stream-states.js';

/** Complaints in the register, entered long ago, that were never lodged: the service stopped in between. */
export async function abandonedLodgings(states: StreamStates, now: string): Promise<readonly string[]> {
  const { register } = (await states.load('complaint-register', 'complaint-register')).state;
  const abandoned: string[] = [];
  for (const complaint of register.open.keys()) {
    if (!enteredBefore(register, complaint, ABANDONED_MINUTES, now)) continue;
    if ((await states.load('complaint', `complaint-${complaint}`)).revision < 0) abandoned.push(complaint);
  }
  return abandoned;
}
