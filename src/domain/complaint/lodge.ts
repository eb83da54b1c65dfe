import type { Clause } from '../charter.js';
import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { decidesFor } from '../person/deciding-for.js';
import type { World } from '../world.js';
import { type DeadlinesState, stopped } from './deadlines.js';
import { dueAfter } from './limits.js';
import {
  collegeNotWithdrawable,
  complainantIsAnother,
  complaintNotFound,
  type LodgingState,
  lodgingFacts,
  requireTrack,
  type STANDINGS,
  type Track,
  trackIsOpen,
  trackWasDecided,
} from './lodging.js';

import { enteredBefore, LODGING_MINUTES, type RegisteredComplaint } from './register.js';

const { ComplaintLodged, ComplaintReceiptGiven, StatementAdded, RespondentNamed, TrackOpened, ComplaintWithdrawn } =
  lodgingFacts;

type Slices = { readonly lodging: LodgingState };
type C = Circumstances<World>;

/** What a person lodges; complainant, clients and cases are settled by `partiesOf`. */
export interface Lodge {
  readonly kind: 'complaint' | 'conduct-report';
  readonly standing: (typeof STANDINGS)[number];
  readonly complainant?: string;
  readonly clients?: readonly string[];
  readonly respondents: readonly string[];
  readonly cases?: readonly string[];
  readonly tracks: readonly Track[];
  readonly allegations: readonly { readonly clause: Clause; readonly text: string }[];
  readonly notInvolved: boolean;
  readonly outcomeSought?: string;
}

const ENTERS_FOR_OTHERS = ['front-desk', 'complaints-officer'];

/**
 * Who complains about whose care in which cases. Only cases in which one of the clients took part count: naming somebody
 * else's case must not shut its therapist out.
 */
export function partiesOf(action: Lodge, { actor, world }: Pick<C, 'actor' | 'world'>) {
  const complainant = action.complainant ?? actor.person;
  const clients = action.standing === 'client' ? [complainant] : [...(action.clients ?? [])];
  const cases = (action.cases ?? []).filter((each) =>
    world.case(each).roster.members.some((m) => clients.includes(m.participant)),
  );
  return { complainant, clients, cases, respondents: [...action.respondents] };
}

/**
 * Whose cases a complaint closes to its respondents. Whom somebody else merely names is alleged, and stands in the complaint
 * alone: by itself it shuts no therapist out of that person's care (rule 15). It does where they decide for that person
 * today, and once a complaints officer has entered
 * the complaint, or enters it again: by naming a respondent, also one named before, or by opening something on it.
 */
function vouchedFor(
  { complainant, clients, cases }: Pick<ReturnType<typeof partiesOf>, 'complainant' | 'clients' | 'cases'>,
  standing: Lodge['standing'],
  { actor, world, now }: Pick<C, 'actor' | 'world' | 'now'>,
): { readonly persons: readonly string[]; readonly cases: readonly string[] } {
  if (actor.role === 'complaints-officer') return { persons: clients, cases };
  const day = localDateOf(now, world.zone);
  // Who decides for a client today speaks with the client's own word.
  const speaksFor = (each: string) =>
    standing === 'representative' &&
    complainant === actor.person &&
    decidesFor(world.file(each).deciding, world.person(each).bornIn, complainant, 'information', day);
  const persons = clients.filter((each) => each === complainant || speaksFor(each));
  const theirs = (each: string) => world.case(each).roster.members.some((m) => persons.includes(m.participant));
  return { persons, cases: persons.length === 0 ? [] : cases.filter(theirs) };
}

export const reportConductInstead = refusal(
  'report-conduct-instead',
  'A conduct report is no complaint and sets none of its clocks running: use ReportConduct.',
  { clause: 'R10', status: 422 },
);

/** Refuses what is no complaint, and one in the name of another, unless somebody enters it whose work that is. */
export function mayLodge(action: Lodge, { actor }: Pick<C, 'actor'>): Decision | undefined {
  if (action.kind === 'conduct-report') return reportConductInstead({ field: 'kind' });
  const another = action.complainant !== undefined && action.complainant !== actor.person;
  return another && !ENTERS_FOR_OTHERS.includes(actor.role)
    ? complainantIsAnother({ field: 'complainant' })
    : undefined;
}

/** The register's entry for a complaint being lodged. */
export function entryOf(action: Lodge, c: C): RegisteredComplaint {
  const parties = partiesOf(action, c);
  const { complainant, respondents } = parties;
  const { persons, cases } = vouchedFor(parties, action.standing, c);
  return {
    complaint: c.id('complaint'),
    complainant,
    respondents,
    persons,
    cases,
  };
}

/**
 * The register's entry for a complaint that is there, with respondents found later. A complaints officer enters all whom it
 * names; anybody else leaves the persons and cases as they were entered before.
 */
export function entryAgain(
  { lodging: s }: Slices,
  more: readonly string[],
  { actor, world }: Pick<C, 'actor' | 'world'>,
): RegisteredComplaint {
  const before = world.register.all.get(s.complaint ?? '');
  const confirmed = s.kind === 'complaint' && (s.confirmed || actor.role === 'complaints-officer');
  return {
    complaint: s.complaint ?? '',
    complainant: s.complainant ?? '',
    respondents: [...new Set([...s.respondents, ...more])],
    persons: confirmed ? s.clients : (before?.persons ?? []),
    cases: confirmed ? s.cases : (before?.cases ?? []),
  };
}

/** The dates that the agency owes on its own track. */
const agencyClocks = (tracks: readonly Track[], c: C) =>
  tracks.includes('agency')
    ? {
        acknowledgeBy: dueAfter('acknowledge', c.happenedAt, c.world),
        decideBy: dueAfter('decide', c.happenedAt, c.world),
      }
    : {};

export const lodgingLapsed = refusal(
  'lodging-lapsed',
  'This lodging was cut short too long ago to be finished: lodge the complaint anew, under a new key.',
  { clause: 'R10' },
);

/** Lodging is never refused because a case is closed, a therapist gone or a record destroyed (rule 61). */
export function lodge({ lodging: s }: Slices, action: Lodge, c: C): Decision {
  const refused = mayLodge(action, c);
  if (refused) return refused;
  if (s.complaint !== undefined) return accept();
  // The entry may be cleared by now: what would come after that would deny its respondents nothing.
  if (enteredBefore(c.world.register, c.id('complaint'), LODGING_MINUTES, c.now)) return lodgingLapsed();
  const allegations = action.allegations.map((a, i) => ({ ...a, allegation: c.id(`allegation ${i}`) }));
  return accept(
    ComplaintLodged({
      complaint: c.id('complaint'),
      kind: action.kind,
      standing: action.standing,
      ...partiesOf(action, c),
      tracks: [...action.tracks],
      allegations: allegations.map(({ allegation, clause }) => ({ allegation, clause })),
      notInvolved: action.notInvolved,
      ...agencyClocks(action.tracks, c),
      statements: allegations.map(({ allegation, text: words }) => ({ allegation, text: words })),
      ...(action.outcomeSought !== undefined && { outcomeSought: action.outcomeSought }),
    }),
  );
}

/** The receipt names the lodged fact and its digest, so that the complainant can check later that nothing was changed. */
export function giveReceipt(state: Slices, action: { readonly complaint: string }, c: C): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const { lodging: s } = state;
  const filed = c.history.find((f) => f.id === s.lodgedBy);
  if (filed === undefined || s.complainant === undefined) return complaintNotFound({ field: 'complaint' });
  if (s.receipt) return accept();
  return accept(
    ComplaintReceiptGiven(
      {
        complaint: action.complaint,
        to: s.complainant,
        filed: filed.id,
        filedAt: filed.happenedAt,
        tracks: filed.open['tracks'] as readonly Track[],
        digest: filed.digest,
      },
      { restsOn: [filed.id] },
    ),
  );
}

export function addStatement(
  state: Slices,
  action: { readonly complaint: string; readonly statement: string },
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const complainant = state.lodging.complainant ?? '';
  return accept(StatementAdded({ complaint: action.complaint, complainant, statement: action.statement }));
}

/** Names a respondent; a complaints officer who names one again confirms whom the complaint merely names. */
export function nameRespondent(
  state: Slices,
  { complaint, respondent }: { readonly complaint: string; readonly respondent: string },
  { actor }: Pick<C, 'actor'>,
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const { respondents, kind, confirmed, clients, complainant } = state.lodging;
  const alleged = kind === 'complaint' && !confirmed && clients.some((each) => each !== complainant);
  const confirms = alleged && actor.role === 'complaints-officer';
  return respondents.includes(respondent) && !confirms ? accept() : accept(RespondentNamed({ complaint, respondent }));
}

/** The other track is open to the complainant at any time, after the first is closed too (rule 16). */
export function openTrack(
  state: Slices,
  { complaint, track }: { readonly complaint: string; readonly track: Track },
  c: C,
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const { tracks, withdrawn } = state.lodging;
  if (tracks.get(track) === 'open') return trackIsOpen({ field: 'track' });
  // What the agency has decided comes back by an appeal, not by lodging again.
  if (track === 'agency' && tracks.has(track) && withdrawn === undefined) return trackWasDecided({ field: 'track' });
  return accept(TrackOpened({ complaint, track, ...agencyClocks([track], c) }));
}

/** Withdrawing or settling reaches the agency's track alone. */
export function withdraw(
  state: Slices & { readonly deadlines: DeadlinesState },
  action: {
    readonly complaint: string;
    readonly track: Track;
    readonly because: 'withdrawn' | 'settled';
    readonly reason?: string;
  },
): Decision {
  if (action.track === 'CRPO') return requireTrack(state) ?? collegeNotWithdrawable({ field: 'track' });
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  const { track: _track, ...said } = action;
  const ends = stopped(state.deadlines, 'agency');
  if (state.lodging.withdrawn !== undefined) return accept();
  return accept(ComplaintWithdrawn({ ...said, complainant: state.lodging.complainant ?? '', ends }));
}
