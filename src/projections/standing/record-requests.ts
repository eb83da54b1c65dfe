import { attachedFacts } from '../../domain/case/attached.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { clientNoteFacts } from '../../domain/person/client-notes.js';
import { type AGAINST, copyFacts } from '../../domain/person/requests-copies-facts.js';
import { correctionFacts } from '../../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
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
    RecordRefused: (f) => answered(f, f.open),
    CorrectionGranted: (f) => [
      ...answered(f, f.open),
      ...f.open.toTell.map(({ recipient }) =>
        stands(f, 'R9', telling({ ...f.open, recipient }), 'open', f.open.person),
      ),
    ],
    CorrectionRefused: (f) => answered(f, f.open),
    RecipientToldOfCorrection: (f) =>
      f.open.outcome === 'told' ? [stands(f, 'R9', telling(f.open), 'kept', f.open.person)] : [],
    ClientNoteAttached: (f) => [stands(f, 'R9', `note ${f.open.note}`, 'kept', f.open.person)],
    EntryCorrected: (f) => [
      stands(f, 'R9', `correction ${f.open.request} of entry ${f.open.entry}`, 'kept', f.open.participant),
    ],
    NotesCarried: (f) => [stands(f, 'R9', `notes with disclosure ${f.open.disclosure}`, 'kept', f.open.participant)],
  },
});
