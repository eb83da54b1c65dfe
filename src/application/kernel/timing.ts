import { type Refused, refusal } from '../../domain/language/decision.js';
import type { ActionBody } from '../actions/action.js';

export const happenedInTheFuture = refusal('happened-in-the-future', 'What is reported cannot lie in the future.', {
  status: 422,
});
export const onlyStaffMaySayWhen = refusal(
  'only-staff-may-say-when',
  'What a client asks happens when it reaches the agency; only staff may record that it happened earlier.',
  { status: 422 },
);
export const earlierNeedsEvidence = refusal(
  'earlier-needs-evidence',
  'Recording that something happened earlier needs the channel by which it came and a reference to what proves it.',
  { status: 422 },
);

const SAY_WHEN: ReadonlySet<string> = new Set([
  'therapist',
  'supervisor',
  'front-desk',
  'complaints-officer',
  'privacy-officer',
  'manager',
  'system',
]);

/** Why an action may not claim the time it claims (rules 3 and 39), or undefined. */
export function timingOf(body: ActionBody, role: string, now: string): Refused | undefined {
  const { happenedAt, channel, evidence } = body;
  if (happenedAt === undefined || happenedAt === now) return undefined;
  if (!SAY_WHEN.has(role)) return onlyStaffMaySayWhen({ field: 'happenedAt' });
  if (happenedAt > now) return happenedInTheFuture({ field: 'happenedAt' });
  if (role !== 'system' && (channel === undefined || evidence === undefined)) {
    return earlierNeedsEvidence({ field: channel === undefined ? 'channel' : 'evidence' });
  }
  return undefined;
}
