import { openBreachesAbout } from '../agency/breach-register.js';
import { spanOf } from '../agency/linked-persons.js';
import { heldCases } from '../complaint/holds.js';
import { complaintsAbout, type RegisteredComplaint, type RegisterState } from '../complaint/register.js';
import { requestsHolding } from '../person/requests.js';
import type { World } from '../world.js';
import type { CaseHoldReason, CaseHoldsState } from './case-holds.js';
import type { RosterState } from './roster.js';

/** What may keep a case from being destroyed, from wherever it is known (rule 19). */
export interface HoldSources {
  readonly placed: readonly { readonly hold: string; readonly because: CaseHoldReason }[];
  /** Complaints not cleared about the case, and complaints that hold it by name. */
  readonly complaints: readonly Pick<RegisteredComplaint, 'complaint'>[];
  /** Requests of its participants about their record; `until` is unknown while one is open. */
  readonly requests: readonly { readonly request: string; readonly until: string | undefined }[];
  /** Breaches not closed that concern the case. */
  readonly breaches: readonly { readonly breach: string }[];
}

/** One thing that keeps a case from being destroyed. */
export interface HoldOn {
  readonly because: CaseHoldReason | 'complaint' | 'request' | 'breach';
  /** The hold, complaint, request or breach. */
  readonly by: string;
  /** The last instant it holds, where that is known. */
  readonly until: string | undefined;
}

/** Everything that keeps a case from being destroyed at an instant, each thing once. */
export function holdsOn({ placed, complaints, requests, breaches }: HoldSources, at: string): readonly HoldOn[] {
  const all: readonly HoldOn[] = [
    ...placed.map(({ hold, because }) => ({ because, by: hold, until: undefined })),
    ...complaints.map(({ complaint }) => ({ because: 'complaint' as const, by: complaint, until: undefined })),
    ...requests.map(({ request, until }) => ({ because: 'request' as const, by: request, until })),
    ...breaches.map(({ breach }) => ({ because: 'breach' as const, by: breach, until: undefined })),
  ];
  const seen = new Map(all.map((hold) => [`${hold.because} ${hold.by}`, hold]));
  return [...seen.values()].filter(({ until }) => until === undefined || until >= at);
}

type Held = { readonly roster: RosterState; readonly caseHolds: CaseHoldsState };

/** Everybody who takes or took part: what concerns who has left still concerns their part of the record. */
const everybody = ({ roster }: Pick<Held, 'roster'>): readonly string[] => [
  ...new Set(roster.members.map((member) => member.participant)),
];

/** Streams that say what holds a case besides its own. */
export const streamsHolding = (state: Pick<Held, 'roster'>, register: RegisterState): readonly string[] => [
  ...[...register.open.keys()].map((complaint) => `complaint-${complaint}`),
  ...everybody(state).map((person) => `file-${person}`),
  'breaches',
];

/** Everything that keeps a case from being destroyed, as committed; the streams of `streamsHolding` must be looked at. */
export function holdsOnCase(
  caseId: string,
  state: Held,
  world: Pick<World, 'register' | 'complaint' | 'file' | 'breaches' | 'links'>,
  at: string,
): readonly HoldOn[] {
  // What one registration of a person is held for holds what is kept under every other (rule 46).
  const participants = spanOf(world.links, everybody(state));
  const holding = [...world.register.open.keys()].filter((id) => heldCases(world.complaint(id)).includes(caseId));
  return holdsOn(
    {
      placed: [...state.caseHolds.live.values()],
      complaints: [
        ...complaintsAbout(world.register, caseId, participants),
        ...holding.map((complaint) => ({ complaint })),
      ],
      requests: participants.flatMap((person) => requestsHolding(world.file(person).requests, at)),
      breaches: openBreachesAbout(world.breaches().register, caseId, participants),
    },
    at,
  );
}
