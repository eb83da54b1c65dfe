import { accept, type Circumstances, type Decision } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import type { RecordRequest, RequestsState } from './requests.js';
import {
  alreadyExtended,
  answering,
  complainUntil,
  extendRequest,
  extensionTooLate,
  extensionTooLong,
  noClockToExtend,
  requestIn,
  requestNotFound,
  requestOver,
} from './requests-asking.js';
import { notACopyRequest } from './requests-copies.js';
import { copyFacts, type REFUSED_AGAINST, SEVERABLE } from './requests-copies-facts.js';
import { notACorrectionRequest, notAskedToCorrect } from './requests-corrections.js';
import { correctionFacts } from './requests-corrections-facts.js';
import { type NOT_EXTENDED, requestFacts } from './requests-facts.js';

const { RecordRefused } = copyFacts;
const { CorrectionRefused } = correctionFacts;
const { ExtensionWithoutEffect } = requestFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'now' | 'happenedAt' | 'world'>;
type S = { readonly requests: RequestsState };
type Against = (typeof REFUSED_AGAINST)[number];
type Letter<F extends (...args: never[]) => unknown> = Omit<Open<F>, 'complainUntil' | 'against' | 'last'> & {
  readonly complaintRightTold: boolean;
};

/** What was against the rules in a letter, in the order in which they are catalogued. */
const brokenIn = (broken: Readonly<Partial<Record<Against, boolean>>>): readonly Against[] =>
  (Object.keys(broken) as Against[]).filter((one) => broken[one]);

/** What is said besides a letter: nothing when the request was over, for it answers nothing then. */
const besides = (found: RecordRequest, person: string, c: C, answers: boolean) =>
  answers ? answering(found, person, c) : { first: [] as readonly NewFact[], more: { restsOn: [found.fact] } };

/** A letter that refused a copy went out: it is recorded with what it did against the rules (rule 36). */
export function reportRecordRefused(
  state: S,
  { complaintRightTold, ...letter }: Letter<typeof RecordRefused>,
  c: C,
): Decision {
  const found = requestIn(state, letter.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.copy === undefined) return notACopyRequest({ field: 'request' });
  const over = !['open', 'deemed-refused', 'abandoned'].includes(found.standing);
  const against = brokenIn({
    'severance-not-considered': SEVERABLE.has(letter.ground) && !letter.severanceConsidered,
    'complaint-right-not-told': !complaintRightTold,
    'request-over': over,
  });
  const { first, more } = besides(found, letter.person, c, !over);
  return accept(...first, RecordRefused({ ...letter, complainUntil: complainUntil(c.happenedAt, c), against }, more));
}

/** A letter that refused a correction went out: it is recorded with what it did against the rules (rule 36). */
export function reportCorrectionRefused(
  state: S,
  { complaintRightTold, ...letter }: Letter<typeof CorrectionRefused>,
  c: C,
): Decision {
  const found = requestIn(state, letter.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.kind !== 'correction') return notACorrectionRequest({ field: 'request' });
  const open = [...found.corrects].flatMap(([what, how]) => (how === 'open' ? [what] : []));
  const what = letter.entries.length > 0 ? letter.entries.map((one) => one.entry) : open;
  if (what.some((one) => !found.corrects.has(one))) return notAskedToCorrect({ field: 'entries' });
  const over = found.standing === 'withdrawn' || !what.some((one) => open.includes(one));
  const last = !over && open.every((one) => what.includes(one));
  const against = brokenIn({ 'complaint-right-not-told': !complaintRightTold, 'request-over': over });
  const { first, more } = besides(found, letter.person, c, last);
  const refused = { ...letter, last, complainUntil: complainUntil(c.happenedAt, c), against };
  return accept(...first, CorrectionRefused(refused, more));
}

/** Why an extension is refused, as what a notice of it did. */
const NOT_EXTENDED_BECAUSE: Readonly<Record<string, (typeof NOT_EXTENDED)[number]>> = {
  [extensionTooLate.code]: 'too-late',
  [extensionTooLong.code]: 'too-long',
  [alreadyExtended.code]: 'extended-already',
  [noClockToExtend.code]: 'no-clock',
  [requestOver.code]: 'request-over',
};

/** A notice of an extension went out: it extends the time where it can, and is recorded as without effect where not (rule 36). */
export function reportExtensionNotice(state: S, notice: Parameters<typeof extendRequest>[1], c: C): Decision {
  const decision = extendRequest(state, notice, c);
  if (!('refusal' in decision)) return decision;
  const found = requestIn(state, notice.request);
  const against = NOT_EXTENDED_BECAUSE[decision.refusal.code];
  if (found === undefined || against === undefined) return decision;
  return accept(ExtensionWithoutEffect({ ...notice, against }, { restsOn: [found.fact] }));
}
