import { breachesAboutAt } from '../agency/breach-register.js';
import { spanOf } from '../agency/linked-persons.js';
import { heldRecordingAt } from '../complaint/holds.js';
import { complaintsAboutAt, complaintsAt, type RegisterState } from '../complaint/register.js';
import { requestsHoldingAt } from '../person/requests.js';
import type { World } from '../world.js';
import type { CaseHoldsState } from './case-holds.js';
import type { RosterState } from './roster.js';

type Held = { readonly roster: RosterState; readonly caseHolds: CaseHoldsState };

/** Complaints that may have held something at an instant: their own streams say what. */
export const complaintsHoldingAt = (register: RegisterState, at: string): readonly string[] =>
  complaintsAt(register, at).map((complaint) => `complaint-${complaint}`);

/**
 * True when something held a recording at an instant, whatever holds it now: its case by a proceeding, a complaint, a request
 * or a breach that was there then, or a complaint that named it.
 */
export function recordingHeldAt(
  { case: caseId, recording }: { readonly case: string; readonly recording: string },
  { roster, caseHolds: s }: Held,
  world: Pick<World, 'register' | 'complaint' | 'file' | 'breaches' | 'links'>,
  at: string,
): boolean {
  const everybody = spanOf(world.links, [...new Set(roster.members.map(({ participant }) => participant))]);
  return (
    [...s.live.values()].some(({ from }) => from <= at) ||
    s.past.some(({ from, until }) => from <= at && at < until) ||
    complaintsAboutAt(world.register, caseId, everybody, at).length > 0 ||
    complaintsAt(world.register, at).some((id) => heldRecordingAt(world.complaint(id), caseId, recording, at)) ||
    everybody.some((person) => requestsHoldingAt(world.file(person).requests, at).length > 0) ||
    breachesAboutAt(world.breaches().register, caseId, everybody, at).length > 0
  );
}
