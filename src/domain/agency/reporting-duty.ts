import { caseNotFound } from '../case/roster.js';
import { inTime } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import type { DutyState, MandatoryReportState } from './mandatory-report.js';
import {
  type AUTHORITIES,
  type Duty,
  mandatoryReportFacts,
  type NAMING,
  type NOT_MADE_BECAUSE,
  type OPINIONS,
  type REPORTED_HOW,
  type TOLD,
} from './mandatory-report-facts.js';
import { OF_ABUSE, weigh } from './weighing-duty.js';

const {
  ReportingDutyConsidered,
  ReportingDutyConsideredAgain,
  ClientToldOfDuty,
  MandatoryReportMade,
  MandatoryReportNotMade,
  MandatoryReportOverdue,
} = mandatoryReportFacts;

type C = Circumstances<World>;
type On = { readonly report: string };

export const dutyNotFound = refusal('reporting-duty-not-found', 'There is no such duty to report.', { clause: 'R7' });
export const nameNeedsConsent = refusal(
  'name-needs-written-consent',
  'A report of sexual abuse names a patient only with their written consent: refer to the writing, or leave the name out.',
  { clause: 'R7', status: 422 },
);
export const opinionNeeded = refusal(
  'risk-opinion-needed',
  'Whoever treats the alleged abuser in psychotherapy says what they think of the future risk, or that they cannot tell.',
  { clause: 'R7', status: 422 },
);
export const dutyNotDue = refusal('reporting-duty-not-due', 'Nothing of this duty is overdue.');

/** What a member of staff considers; the persons and the case only where they are known. */
export interface Consider {
  readonly duty: Duty;
  readonly concerns: readonly string[];
  readonly about?: string;
  readonly alleged?: string;
  readonly abuserNamed?: boolean;
  readonly aged16or17?: boolean;
  readonly treatsAlleged?: boolean;
  readonly mayContinue: boolean;
  readonly known: string;
  readonly whom?: string;
}

/** Streams that considering looks at, to refuse ids that nobody knows. */
export const considerStreams = ({ concerns, about, alleged }: Consider): readonly string[] => [
  ...[...concerns, ...(alleged === undefined ? [] : [alleged])].map((each) => `person-${each}`),
  ...(about === undefined ? [] : [`case-${about}`]),
];

/** The duty is the actor’s own; nobody else’s word is asked for or waited for (rule 30). */
export function consider({ duty: s }: MandatoryReportState, action: Consider, c: C): Decision {
  const { concerns, about, alleged, abuserNamed, aged16or17, treatsAlleged = false } = action;
  if (s.report !== undefined) return accept();
  if (!concerns.every((each) => c.world.person(each).person !== undefined))
    return personNotRegistered({ field: 'concerns' });
  if (alleged !== undefined && c.world.person(alleged).person === undefined)
    return personNotRegistered({ field: 'alleged' });
  if (about !== undefined && c.world.case(about).roster.case === undefined) return caseNotFound({ field: 'about' });
  const weighed = { ...action, abuserNamed: abuserNamed ?? true, aged16or17: aged16or17 ?? false };
  return accept(
    ReportingDutyConsidered({
      report: c.id('report'),
      reporter: c.actor.person,
      duty: action.duty,
      concerns: [...concerns],
      ...(about !== undefined && { about }),
      ...(alleged !== undefined && { alleged }),
      ...(abuserNamed !== undefined && { abuserNamed }),
      ...(aged16or17 !== undefined && { aged16or17 }),
      treatsAlleged,
      ...weigh(weighed, c),
      round: 1,
      known: action.known,
      ...(action.whom !== undefined && { whom: action.whom }),
    }),
  );
}

/** The duty, or the refusal of one that is not there. */
const dutyOf = (s: DutyState): { readonly duty: Duty; readonly reporter: string } | Decision =>
  s.duty === undefined || s.reporter === undefined
    ? dutyNotFound({ field: 'report' })
    : { duty: s.duty, reporter: s.reporter };

/** What a later fact of the duty rests on. */
const onConsidered = ({ consideredBy }: DutyState) => (consideredBy === undefined ? {} : { restsOn: [consideredBy] });

export function considerAgain(
  { duty: s }: MandatoryReportState,
  action: On & { readonly mayContinue: boolean; readonly abuserNamed?: boolean; readonly known: string },
  c: C,
): Decision {
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  const abuserNamed = action.abuserNamed ?? s.abuserNamed;
  const weighed = { duty: owed.duty, abuserNamed, aged16or17: s.aged16or17, mayContinue: action.mayContinue };
  return accept(
    ReportingDutyConsideredAgain(
      {
        ...action,
        reporter: owed.reporter,
        ...weigh(weighed, c),
        round: s.round + 1,
      },
      onConsidered(s),
    ),
  );
}

export function tellClient(
  { duty: s }: MandatoryReportState,
  action: On & { readonly client: string; readonly outcome: (typeof TOLD)[number]; readonly reason?: string },
  { world }: Pick<C, 'world'>,
): Decision {
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  if (world.person(action.client).person === undefined) return personNotRegistered({ field: 'client' });
  return accept(ClientToldOfDuty({ ...action, reporter: owed.reporter, first: !s.made }, onConsidered(s)));
}

/** How a report was made. `named`: the client is named in it; `consents`: the writings in which they agreed. */
export interface Make extends On {
  readonly to: (typeof AUTHORITIES)[number];
  readonly how: (typeof REPORTED_HOW)[number];
  readonly named: boolean;
  readonly consents?: readonly { readonly client: string; readonly evidence: string }[];
  readonly opinion?: 'given' | 'cannot-form';
  readonly riskOpinion?: string;
  readonly reference?: string;
  readonly content?: string;
}

/** Every client concerned agreed in writing; where none is known by id, at least one writing is there. */
const agreed = ({ concerns, alleged }: DutyState, consents: NonNullable<Make['consents']>): boolean => {
  const clients = concerns.filter((each) => each !== alleged);
  return consents.length > 0 && clients.every((each) => consents.some(({ client }) => client === each));
};

const namingOf = (s: DutyState, duty: Duty, { named, consents = [] }: Make): (typeof NAMING)[number] => {
  if (!named) return 'not-named';
  if (!OF_ABUSE.has(duty)) return 'as-the-act-requires';
  return agreed(s, consents) ? 'with-written-consent' : 'without-consent';
};

const opinionOf = (s: DutyState, duty: Duty, { opinion, riskOpinion }: Make): (typeof OPINIONS)[number] => {
  if (!s.treatsAlleged || !OF_ABUSE.has(duty)) return 'does-not-apply';
  return opinion ?? (riskOpinion === undefined ? 'left-out' : 'given');
};

const toldOf = (s: DutyState, duty: Duty): 'first' | 'not-first' | 'does-not-apply' => {
  if (!OF_ABUSE.has(duty)) return 'does-not-apply';
  const [outcomes, clients] = [[...s.told.keys()], s.concerns.filter((each) => each !== s.alleged)];
  return outcomes.length > 0 && clients.every((each) => outcomes.includes(each)) ? 'first' : 'not-first';
};

/** What settles the round; known late of what was done in time, it strikes what the clock said (rule 38). */
const settling = (s: DutyState, { happenedAt, precision, world }: Pick<C, 'happenedAt' | 'precision' | 'world'>) => {
  const late = s.dueBy !== undefined && !inTime(happenedAt, s.dueBy, world.zone, precision);
  return {
    late,
    more: {
      ...onConsidered(s),
      ...(!late && s.overdueBy !== undefined && { supersedes: [s.overdueBy] }),
    },
  };
};

/** What happened is recorded as it was, a name given without consent too (rule 36). */
export function reportMade({ duty: s }: MandatoryReportState, action: Make, c: C): Decision {
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  const { late, more } = settling(s, c);
  const { named: _named, opinion: _opinion, consents = [], ...said } = action;
  return accept(
    MandatoryReportMade(
      {
        ...said,
        ...owed,
        round: s.round,
        late,
        naming: namingOf(s, owed.duty, action),
        opinion: opinionOf(s, owed.duty, action),
        consents: consents.map(({ client, evidence }) => ({ client, evidence })),
        told: toldOf(s, owed.duty),
      },
      more,
    ),
  );
}

/** About to report: a name without written consent, or a missing opinion, is refused while it can be put right. */
export function makeReport(state: MandatoryReportState, action: Make, c: C): Decision {
  const { duty: s } = state;
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  if (namingOf(s, owed.duty, action) === 'without-consent') return nameNeedsConsent({ field: 'consents' });
  if (opinionOf(s, owed.duty, action) === 'left-out') return opinionNeeded({ field: 'opinion' });
  return reportMade(state, action, c);
}

/** Reasons that end the duty. That another has reported, or a mere choice where the law demands it, ends nothing. */
const endsDuty = (because: (typeof NOT_MADE_BECAUSE)[number], { obligation }: DutyState): boolean =>
  because !== 'another-has-reported' && (obligation !== 'must' || (because !== 'chose-not-to' && because !== 'other'));

export function reportNotMade(
  { duty: s }: MandatoryReportState,
  action: On & { readonly because: (typeof NOT_MADE_BECAUSE)[number]; readonly reasons: string },
  c: C,
): Decision {
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  const ends = endsDuty(action.because, s);
  const { late, more } = settling(s, c);
  const { supersedes: _kept, ...rests } = more;
  return accept(
    MandatoryReportNotMade(
      { ...action, reporter: owed.reporter, round: s.round, late, ends },
      ends && !late ? more : rests,
    ),
  );
}

/** The clock says that nothing was known by the day; if something was, nothing is said. */
export function dutyOverdue({ duty: s }: MandatoryReportState, { report }: On, { now }: Pick<C, 'now'>): Decision {
  const owed = dutyOf(s);
  if (!('duty' in owed)) return owed;
  if (s.dueBy === undefined) return dutyNotDue({ field: 'report' });
  if (s.settled || s.overdueBy !== undefined) return accept();
  if (now <= s.dueBy) return dutyNotDue({ field: 'report' });
  return accept(
    MandatoryReportOverdue(
      { report, reporter: owed.reporter, round: s.round, due: s.dueBy },
      { happenedAt: s.dueBy, ...onConsidered(s) },
    ),
  );
}
