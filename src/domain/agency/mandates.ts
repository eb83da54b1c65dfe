import { caseNotFound } from '../case/roster.js';
import { endOfDay } from '../language/business-time.js';
import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
  streamFold,
} from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import { rolesOn } from './agency.js';
import { dayOf } from './legal-periods.js';
import {
  type Beyond,
  type MandateAuthority,
  type MandateBody,
  type MandateKind,
  mandateFacts,
} from './mandate-facts.js';

const { MandateGranted, MandateNarrowed, MandateEnded, DemandMade, DemandRefused } = mandateFacts;

/** What a mandate covers, and from when to when. */
export interface MandateScope {
  readonly everybody: boolean;
  readonly cases: readonly string[];
  readonly persons: readonly string[];
  readonly kinds: readonly MandateKind[];
  readonly from: string;
  readonly until: string;
  readonly endsAt: string;
  readonly freeText: boolean;
  readonly pseudonyms: boolean;
}

/** One mandate as it stands. */
export interface Mandate {
  readonly mandate: string;
  readonly person: string;
  readonly body: MandateBody;
  readonly authority: MandateAuthority;
  readonly fact: string;
  scope: MandateScope;
  ended: boolean;
}

export interface MandatesState {
  /** Every mandate there ever was: its pseudonyms end with it, and a demand made late is answered by it. */
  readonly granted: Map<string, Mandate>;
}

const scopeOf = (open: MandateScope): MandateScope => ({
  everybody: open.everybody,
  cases: open.cases,
  persons: open.persons,
  kinds: open.kinds,
  from: open.from,
  until: open.until,
  endsAt: open.endsAt,
  freeText: open.freeText,
  pseudonyms: open.pseudonyms,
});

/** How the agency's mandates follow from their facts. */
export const mandatesFold = streamFold('mandates', {
  mandates: evolution<MandatesState, typeof mandateFacts>(() => ({ granted: new Map() }), mandateFacts, {
    MandateGranted: (s, { id: fact, open }) => {
      const { mandate, person, body, authority } = open;
      s.granted.set(mandate, { mandate, person, body, authority, fact, scope: scopeOf(open), ended: false });
    },
    MandateNarrowed: (s, { open }) => {
      const found = s.granted.get(open.mandate);
      if (found) found.scope = scopeOf(open);
    },
    MandateEnded: (s, { open }) => {
      const found = s.granted.get(open.mandate);
      if (found) found.ended = true;
    },
    DemandMade: () => {},
    DemandRefused: () => {},
  }),
});

export const mandateForStaff = refusal(
  'mandate-for-staff',
  'A mandate is for somebody from outside: whoever has a role at the agency sees what the role shows.',
  { clause: 'R7', status: 422 },
);
export const mandateWithoutScope = refusal(
  'mandate-without-scope',
  'Say which cases or persons the mandate covers, or that it covers everybody.',
  { clause: 'R7', status: 422 },
);
export const mandateEndsBeforeItBegins = refusal(
  'mandate-ends-before-it-begins',
  'A mandate ends on the day it begins or later.',
  { clause: 'R7', status: 422 },
);
export const mandateNotFound = refusal('mandate-not-found', 'There is no such mandate.');
export const mandateIsOver = refusal('mandate-is-over', 'The mandate has ended.', { clause: 'R7' });
export const mandateWidened = refusal(
  'mandate-widened',
  'A mandate is narrowed, never widened: for more, grant another under its own document.',
  { clause: 'R7', status: 422 },
);
export const mandateNotOver = refusal('mandate-not-over', 'The last day of this mandate has not passed.');
export const demandBeyondMandate = refusal(
  'demand-beyond-mandate',
  'The mandate does not cover what is demanded. The demand and its refusal are on record.',
  { clause: 'R7', recorded: true },
);

/** Mandates of a person that are live on a day. */
export const mandatesOf = ({ granted }: MandatesState, person: string, day: string): readonly Mandate[] =>
  [...granted.values()].filter(
    (one) => one.person === person && !one.ended && one.scope.from <= day && day <= one.scope.until,
  );

type Slices = { readonly mandates: MandatesState };
type Here = Circumstances<World>;

/** What is said of a scope; what is left out is nobody, nothing, and neither free text nor names. */
export interface ScopeSaid {
  readonly everybody?: boolean;
  readonly cases?: readonly string[];
  readonly persons?: readonly string[];
  readonly kinds: readonly MandateKind[];
  readonly until: string;
  readonly freeText?: boolean;
  readonly pseudonyms?: boolean;
}

/** An absurd day ends on one that has an end. */
const lastDay = (until: string): string =>
  until < '1900-01-01' ? '1900-01-01' : until > '9000-01-01' ? '9000-01-01' : until;

const scopeFrom = (said: ScopeSaid, from: string, { zone }: World): MandateScope => ({
  everybody: said.everybody ?? false,
  cases: said.cases ?? [],
  persons: said.persons ?? [],
  kinds: said.kinds,
  from,
  until: said.until,
  endsAt: endOfDay(lastDay(said.until), zone),
  freeText: said.freeText ?? false,
  pseudonyms: said.pseudonyms ?? true,
});

/** Refuses a scope that names what is not there, nobody at all, or a period that is none. */
function refusedScope(scope: MandateScope, world: World): Decision | undefined {
  if (scope.persons.some((person) => world.person(person).person === undefined))
    return personNotRegistered({ field: 'persons' });
  if (scope.cases.some((one) => world.case(one).roster.case === undefined)) return caseNotFound({ field: 'cases' });
  if (!scope.everybody && scope.cases.length + scope.persons.length === 0)
    return mandateWithoutScope({ field: 'cases' });
  return scope.until < scope.from ? mandateEndsBeforeItBegins({ field: 'until' }) : undefined;
}

/** Lets an outsider in under a document. */
export function grantMandate(
  _state: Slices,
  action: ScopeSaid & {
    readonly person: string;
    readonly body: MandateBody;
    readonly authority: MandateAuthority;
    readonly document: string;
    readonly from: string;
  },
  c: Here,
): Decision {
  const { person, body, authority, document, from } = action;
  if (c.world.person(person).person === undefined) return personNotRegistered({ field: 'person' });
  if ((c.world.staff.roles.get(person) ?? []).length > 0) return mandateForStaff({ field: 'person' });
  const scope = scopeFrom(action, from, c.world);
  return (
    refusedScope(scope, c.world) ??
    accept(MandateGranted({ mandate: c.id('mandate'), person, body, authority, document, ...scope }))
  );
}

const within = (some: readonly string[], all: readonly string[]): boolean => some.every((one) => all.includes(one));

/** True when a scope covers nothing that another does not. */
const isNarrower = (next: MandateScope, now: MandateScope): boolean =>
  (now.everybody || (!next.everybody && within(next.cases, now.cases) && within(next.persons, now.persons))) &&
  within(next.kinds, now.kinds) &&
  next.until <= now.until &&
  (now.freeText || !next.freeText) &&
  (!now.pseudonyms || next.pseudonyms);

/** Makes a mandate cover less from now on; nothing when it covers just that. */
export function narrowMandate(
  { mandates: s }: Slices,
  action: ScopeSaid & { readonly mandate: string },
  c: Here,
): Decision {
  const found = s.granted.get(action.mandate);
  if (found === undefined) return mandateNotFound({ field: 'mandate' });
  if (found.ended) return mandateIsOver({ field: 'mandate' });
  const scope = scopeFrom(action, found.scope.from, c.world);
  const refused = refusedScope(scope, c.world);
  if (refused) return refused;
  if (!isNarrower(scope, found.scope)) return mandateWidened();
  if (isNarrower(found.scope, scope)) return accept();
  const { mandate, person } = found;
  return accept(MandateNarrowed({ mandate, person, ...scope }, { restsOn: [found.fact] }));
}

const ending = (
  { mandate, person, fact }: Mandate,
  because: 'lapsed' | 'done' | 'withdrawn' | 'set-aside',
  at?: string,
) => accept(MandateEnded({ mandate, person, because }, { restsOn: [fact], ...(at && { happenedAt: at }) }));

/** Ends a mandate; nothing when it has ended. */
export function endMandate(
  { mandates: s }: Slices,
  action: { readonly mandate: string; readonly because: 'done' | 'withdrawn' | 'set-aside' },
): Decision {
  const found = s.granted.get(action.mandate);
  if (found === undefined) return mandateNotFound({ field: 'mandate' });
  return found.ended ? accept() : ending(found, action.because);
}

/** The clock says that the last day of a mandate has passed. */
export function lapseMandate({ mandates: s }: Slices, action: { readonly mandate: string }, { now }: Here): Decision {
  const found = s.granted.get(action.mandate);
  if (found === undefined) return mandateNotFound({ field: 'mandate' });
  if (found.ended) return accept();
  const { endsAt } = found.scope;
  return now <= endsAt ? mandateNotOver({ field: 'mandate' }) : ending(found, 'lapsed', endsAt);
}

/** What is demanded under a mandate. */
export interface Demand {
  readonly mandate: string;
  readonly cases: readonly string[];
  readonly persons: readonly string[];
  readonly kinds: readonly MandateKind[];
  readonly freeText: boolean;
  /** True when names are demanded, not pseudonyms. */
  readonly names: boolean;
  readonly words: string;
}

/** In what a demand goes beyond a mandate on a day. */
export function beyond(
  { scope, ended }: Mandate,
  demand: Omit<Demand, 'words' | 'mandate'>,
  day: string,
): readonly Beyond[] {
  const found: Beyond[] = [];
  if (ended || day < scope.from || scope.until < day) found.push('period');
  if (!scope.everybody && !within(demand.cases, scope.cases)) found.push('case');
  if (!scope.everybody && !within(demand.persons, scope.persons)) found.push('person');
  if (!within(demand.kinds, scope.kinds)) found.push('kind');
  if (demand.freeText && !scope.freeText) found.push('free-text');
  if (demand.names && scope.pseudonyms) found.push('names');
  return found;
}

/** Records what is demanded under a mandate: covered, or refused for what goes beyond it. To anybody else there is no mandate. */
export function demandUnderMandate({ mandates: s }: Slices, action: Demand, c: Here): Decision {
  const found = s.granted.get(action.mandate);
  const { person: by } = c.actor;
  const officer = rolesOn(c.world.staff, by, dayOf(c.now, c.world)).includes('privacy-officer');
  if (found === undefined || (found.person !== by && !officer)) return mandateNotFound({ field: 'mandate' });
  const over = beyond(found, action, dayOf(c.happenedAt, c.world));
  const demand = { ...action, demand: c.id('demand'), by };
  const on = { restsOn: [found.fact] };
  if (over.length === 0) return accept(DemandMade(demand, on));
  return refuseAndRecord(demandBeyondMandate(), DemandRefused({ ...demand, beyond: over }, on));
}
