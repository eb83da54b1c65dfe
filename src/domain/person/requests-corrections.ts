import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { isOfTheRecord } from './client-notes.js';
import { whose } from './record-entries.js';
import type { RecordRequest, RequestsState } from './requests.js';
import { answering, complainUntil, requestIn, requestNotFound, requestOver } from './requests-asking.js';
import { releaseRefusals } from './requests-copies.js';
import { correctionFacts } from './requests-corrections-facts.js';
import type { EntryName } from './requests-facts.js';

const { CorrectionGranted, CorrectionRefused, RecipientToldOfCorrection } = correctionFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'now' | 'happenedAt' | 'world'>;
type S = { readonly requests: RequestsState };

export const notACorrectionRequest = refusal(
  'not-a-correction-request',
  'This request asks for a copy, not for a correction.',
  { clause: 'R9', status: 422 },
);
export const notAskedToCorrect = refusal('not-asked-to-correct', 'This request does not ask to correct that.', {
  clause: 'R9',
});
export const nobodyToTell = refusal('not-a-recipient-to-tell', 'This recipient is not among those to be told.', {
  clause: 'R9',
});

type Found = { readonly found: RecordRequest } | { readonly refused: Decision };

function correcting(state: S, request: string): Found {
  const found = requestIn(state, request);
  if (found === undefined) return { refused: requestNotFound({ field: 'request' }) };
  if (found.kind !== 'correction') return { refused: notACorrectionRequest({ field: 'request' }) };
  return found.standing === 'withdrawn' ? { refused: requestOver({ field: 'request' }) } : { found };
}

/** True when, once these are answered, nothing that the request asks to correct is open. */
const isLast = ({ corrects }: RecordRequest, now: readonly string[]): boolean =>
  [...corrects].every(([what, state]) => state !== 'open' || now.includes(what));

/** Whom to tell of a correction of an entry: those to whom it, or the record of its case, had been disclosed. */
function recipientsOf({ case: caseId, entry }: EntryName, person: string, { world }: Pick<C, 'world'>) {
  return world
    .case(caseId)
    .disclosures.made.filter((d) => d.participant === person)
    .filter((d) => (d.entries.length > 0 ? d.entries.includes(entry) : isOfTheRecord(d.content)))
    .map(({ recipient, disclosure }) => ({ recipient, case: caseId, disclosure }));
}

/**
 * Grants the correction of an entry, or of what the request described in words. The original stays and is struck through,
 * labelled or set apart (rule 21); those who had it are to be told when the person asked so.
 */
export function grantCorrection(
  state: S,
  action: Omit<Open<typeof CorrectionGranted>, 'toTell' | 'last'> & { readonly recipients: readonly string[] },
  c: C,
): Decision {
  const asked = correcting(state, action.request);
  if ('refused' in asked) return asked.refused;
  const { found } = asked;
  const { recipients, ...granted } = action;
  const what = granted.corrects?.entry ?? granted.request;
  const before = found.corrects.get(what);
  const elsewhere = granted.corrects !== undefined && whose(c.world, granted.person, granted.corrects) === 'unknown';
  if (before === undefined || elsewhere) return notAskedToCorrect({ field: granted.corrects ? 'entry' : 'request' });
  if (before === 'granted') return accept();
  const known = granted.corrects ? recipientsOf(granted.corrects, granted.person, c) : [];
  const toTell = found.tellRecipients ? [...known, ...recipients.map((recipient) => ({ recipient }))] : [];
  const last = isLast(found, [what]);
  const { first, more } =
    last && found.answeredAt === undefined
      ? answering(found, granted.person, c)
      : { first: [], more: { restsOn: [found.fact] } };
  return accept(...first, CorrectionGranted({ ...granted, toTell, last }, more));
}

/** Refuses a correction with its reason; the complaint right is told, and the person’s own note stays attached all the same. */
export function refuseCorrection(
  state: S,
  {
    complaintRightTold,
    ...action
  }: Omit<Open<typeof CorrectionRefused>, 'complainUntil' | 'last'> & { readonly complaintRightTold: boolean },
  c: C,
): Decision {
  const asked = correcting(state, action.request);
  if ('refused' in asked) return asked.refused;
  const { found } = asked;
  const open = [...found.corrects].flatMap(([what, how]) => (how === 'open' ? [what] : []));
  const what = action.entries.length > 0 ? action.entries.map((e) => e.entry) : open;
  if (what.some((one) => !found.corrects.has(one))) return notAskedToCorrect({ field: 'entries' });
  if (!what.some((one) => open.includes(one))) return requestOver({ field: 'request' });
  if (!complaintRightTold) return releaseRefusals['complaint-right-not-told']({ field: 'complaintRightTold' });
  const last = isLast(found, what);
  const { first, more } = last ? answering(found, action.person, c) : { first: [], more: { restsOn: [found.fact] } };
  const refused = { ...action, last, complainUntil: complainUntil(c.happenedAt, c) };
  return accept(...first, CorrectionRefused(refused, more));
}

/** Records that somebody who had the uncorrected information was told, or could not be reached. */
export function recipientTold(state: S, action: Open<typeof RecipientToldOfCorrection>): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  const before = found.toTell.get(action.recipient);
  if (before === undefined) return nobodyToTell({ field: 'recipient' });
  if (before === 'told') return accept();
  return accept(RecipientToldOfCorrection(action, { restsOn: [found.fact] }));
}
