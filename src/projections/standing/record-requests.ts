import { attachedFacts } from '../../domain/case/attached.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { clientNoteFacts } from '../../domain/person/client-notes.js';
import { type AGAINST, copyFacts, type REFUSED_AGAINST } from '../../domain/person/requests-copies-facts.js';
import { correctionFacts } from '../../domain/person/requests-corrections-facts.js';
import { type NOT_EXTENDED, requestFacts } from '../../domain/person/requests-facts.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

type On = { readonly person: string; readonly request: string };
const matter = ({ request }: On) => `request ${request}`;
const before = ({ request }: On) => `request ${request} before the Commissioner`;
const open = (f: StoredFact, on: On) => [stands(f, 'R9', matter(on), 'open', on.person)];
/** An answer on a lawful ground keeps the clause as much as a copy does; that it came too late stands beside it. */
const answered = (f: StoredFact, on: On & { readonly last?: boolean }) =>
  on.last === false ? [] : [stands(f, 'R9', matter(on), 'kept', on.person)];
const telling = ({ request, recipient }: On & { readonly recipient: string }) =>
  `recipient ${recipient} told of correction ${request}`;

/** Which clause a copy breaks that was given against the rules: what a stranger gets is a breach of confidentiality. */
const BROKEN: Readonly<Record<(typeof AGAINST)[number], 'R7' | 'R9'>> = {
  'requester-not-verified': 'R7',
  'not-theirs-to-have': 'R7',
  'another-persons-entry': 'R7',
  'severance-not-considered': 'R9',
  'complaint-right-not-told': 'R9',
  'electronic-was-asked': 'R9',
  'entries-left-out': 'R9',
};
/** A refusal that told what it had to answers the request; one that did not is a breach; one that came too late is neither. */
const refused = (
  f: StoredFact,
  on: On & { readonly last?: boolean; readonly against?: readonly (typeof REFUSED_AGAINST)[number][] },
) => {
  const broken = (on.against ?? []).filter((what) => what !== 'request-over');
  const breaches = broken.map((what) => stands(f, 'R9', `refusal ${f.id}: ${what}`, 'breached', on.person));
  if (on.against?.includes('request-over')) return breaches;
  if (broken.length === 0) return answered(f, on);
  return [...(on.last === false ? [] : [gone('R9', matter(on))]), ...breaches];
};
/** What a notice says that extends nothing misleads, unless nothing hung on it. */
const MISLEADS: ReadonlySet<(typeof NOT_EXTENDED)[number]> = new Set(['too-late', 'too-long', 'extended-already']);
/** Whose confidence it was is not said in this file when it was another’s. */
const whoseMatter = (what: (typeof AGAINST)[number], { person }: On) =>
  what === 'another-persons-entry' ? undefined : person;

/** R9: a request is open until it is answered, and a missed day breaches by itself; a note is kept by being attached. */
export const recordRequestStanding = standingPart({
  follows: { ...requestFacts, ...copyFacts, ...correctionFacts, ...clientNoteFacts, ...attachedFacts },
  on: {
    RecordRequested: (f) => open(f, f.open),
    CorrectionRequested: (f) => open(f, f.open),
    RequesterVerified: nothing,
    RequestClarified: nothing,
    RequestExtended: nothing,
    ExtensionWithoutEffect: (f) =>
      MISLEADS.has(f.open.against)
        ? [stands(f, 'R9', `notice ${f.id} of an extension`, 'breached', f.open.person)]
        : [],
    RequestWithdrawn: (f) => [gone('R9', matter(f.open))],
    // Closed without an answer: that shows nothing.
    RequestAbandoned: (f) => [gone('R9', matter(f.open))],
    // An answer that comes late settles the request and leaves this.
    DeemedRefused: (f) => [stands(f, 'R9', `${matter(f.open)} in time`, 'breached', f.open.person)],
    CommissionerComplaintReported: (f) => [stands(f, 'R9', before(f.open), 'alleged', f.open.person)],
    // What was settled or withdrawn there was never found either way.
    CommissionerComplaintEnded: (f) => {
      if (f.open.outcome === 'dismissed') return [gone('R9', before(f.open))];
      return [stands(f, 'R9', before(f.open), f.open.outcome === 'order' ? 'breached' : 'alleged', f.open.person)];
    },
    RecourseLapsed: nothing,
    CopyFeeEstimated: nothing,
    CopyFeeWaived: nothing,
    RecordReleased: (f) => [
      ...answered(f, f.open),
      ...f.open.against.map((what) =>
        stands(f, BROKEN[what], `copy ${f.id}: ${what}`, 'breached', whoseMatter(what, f.open)),
      ),
    ],
    RecordRefused: (f) => refused(f, f.open),
    CorrectionGranted: (f) => [
      ...answered(f, f.open),
      ...f.open.toTell.map(({ recipient }) =>
        stands(f, 'R9', telling({ ...f.open, recipient }), 'open', f.open.person),
      ),
    ],
    CorrectionRefused: (f) => refused(f, f.open),
    RecipientToldOfCorrection: (f) =>
      f.open.outcome === 'told' ? [stands(f, 'R9', telling(f.open), 'kept', f.open.person)] : [],
    ClientNoteAttached: (f) => [stands(f, 'R9', `note ${f.open.note}`, 'kept', f.open.person)],
    EntryCorrected: (f) => [
      stands(f, 'R9', `correction ${f.open.request} of entry ${f.open.entry}`, 'kept', f.open.participant),
    ],
    NotesCarried: (f) => [stands(f, 'R9', `notes with disclosure ${f.open.disclosure}`, 'kept', f.open.participant)],
  },
});
