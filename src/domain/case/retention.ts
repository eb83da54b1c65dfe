import { parameterOn } from '../agency/agency.js';
import { addDays, addMonths } from '../language/business-time.js';
import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, sealed, text } from '../language/field.js';
import type { World } from '../world.js';
import { caseNotFound, type RosterState } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';

/**
 * Why a record is kept longer than the rule of the profession. The code tells the rule, never what the record is about: which
 * events have no limitation period is in the sealed reason.
 */
export const RETENTION_FLAGS = ['no-limitation-period'] as const;
export type RetentionFlag = (typeof RETENTION_FLAGS)[number];

export const retentionFacts = {
  RetentionFlagged: fact({
    type: 'RetentionFlagged',
    stream: 'case',
    clauses: ['R9'],
    says: 'The record may be evidence of something for which the law knows no limitation period: it is kept much longer (rule 23).',
    fields: { case: id(), flag: code(...RETENTION_FLAGS), reason: sealed('reasons', 'V', text()) },
    compartments: { reasons: 'stream' },
    example: { case: aCase, flag: 'no-limitation-period', reason: 'Limitations Act, 2002, s. 16 (1) (h).' },
  }),
  RetentionFlagLifted: fact({
    type: 'RetentionFlagLifted',
    stream: 'case',
    clauses: ['R9'],
    says: 'The record is kept as long as the rule of the profession says, no longer.',
    fields: { case: id(), flag: code(...RETENTION_FLAGS), reason: sealed('reasons', 'V', text()) },
    compartments: { reasons: 'stream' },
    example: { case: aCase, flag: 'no-limitation-period', reason: 'It was set on the wrong case.' },
  }),
} as const;

const { RetentionFlagged, RetentionFlagLifted } = retentionFacts;

export interface RetentionState {
  /** Flag → the fact that set it. */
  readonly flags: Map<RetentionFlag, string>;
}

/** Flags of a case, by their facts. */
export const retention = evolution<RetentionState, typeof retentionFacts>(
  () => ({ flags: new Map() }),
  retentionFacts,
  {
    RetentionFlagged: (s, { id: factId, open }) => void s.flags.set(open.flag, factId),
    RetentionFlagLifted: (s, { open }) => void s.flags.delete(open.flag),
  },
);

export const retentionFlagNotSet = refusal('retention-flag-not-set', 'The case does not carry this flag.', {
  clause: 'R9',
});

type Slices = { readonly roster: RosterState; readonly retention: RetentionState };
interface Flagging {
  readonly case: string;
  readonly flag: RetentionFlag;
  readonly reason: string;
}

/** Keeps a record longer. */
export function flagRetention({ roster, retention: s }: Slices, action: Flagging): Decision {
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  return s.flags.has(action.flag) ? accept() : accept(RetentionFlagged(action));
}

/** Lets the rule of the profession decide again. */
export function liftRetentionFlag({ roster, retention: s }: Slices, action: Flagging): Decision {
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  const set = s.flags.get(action.flag);
  if (set === undefined) return retentionFlagNotSet({ field: 'flag' });
  return accept(RetentionFlagLifted(action, { restsOn: [set] }));
}

/** Years of retention as they are published for a day. */
export interface RetentionYears {
  readonly CRPO: number;
  readonly OCSWSSW: number;
  readonly neverAttended: number;
  readonly noLimitation: number;
  readonly majority: number;
}

/** The parameters that hold the years of retention. */
export const RETENTION_PARAMETERS = {
  CRPO: 'retention-years-crpo',
  OCSWSSW: 'retention-years-ocswssw',
  neverAttended: 'retention-years-never-attended',
  noLimitation: 'retention-years-no-limitation',
  majority: 'majority-age',
} as const satisfies Readonly<Record<keyof RetentionYears, string>>;

/** The years of retention in force on a day. */
export const retentionYearsOn = ({ parameters }: Pick<World, 'parameters'>, day: string): RetentionYears => ({
  CRPO: parameterOn(parameters, RETENTION_PARAMETERS.CRPO, day),
  OCSWSSW: parameterOn(parameters, RETENTION_PARAMETERS.OCSWSSW, day),
  neverAttended: parameterOn(parameters, RETENTION_PARAMETERS.neverAttended, day),
  noLimitation: parameterOn(parameters, RETENTION_PARAMETERS.noLimitation, day),
  majority: parameterOn(parameters, RETENTION_PARAMETERS.majority, day),
});

/** What the retention of one case is computed from. */
export interface RetentionOf {
  /** Local day of the last interaction with the client. */
  readonly lastInteraction: string;
  readonly attended: boolean;
  /** Month of birth (2012-05) of everybody who is or was on the roster; undefined where nobody knows it. */
  readonly bornIn: readonly (string | undefined)[];
  /** Colleges of every therapist of record there was; undefined where none is recorded. */
  readonly colleges: readonly ('CRPO' | 'OCSWSSW' | undefined)[];
  readonly flags: readonly RetentionFlag[];
}

/** Which rule makes the day until which a record is kept. */
export type RetentionRule =
  | 'last-interaction'
  | 'majority'
  | 'never-attended'
  | 'no-limitation-period'
  | 'birth-unknown';

/** Until which day a record is kept, that day included; without a day it is kept until more is known. */
export interface Retention {
  readonly until: string | undefined;
  readonly rule: RetentionRule;
  readonly years: number | undefined;
}

const LAST_DAY = '9999-12-31';
const inYears = (day: string, years: number): string =>
  Number(day.slice(0, 4)) + years > 9999 ? LAST_DAY : addMonths(day, 12 * years);
const BIRTH_MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
/** The last day of a month of birth: to keep a record some days longer is safe, shorter never. */
const lastDayOf = (month: string): string => addDays(addMonths(`${month}-01`, 1), -1);

/**
 * Until when a case is kept (rule 23): years after the last interaction, or after each participant came of age, whichever is
 * later, by the strictest of the professions that took part. The birth of a participant that nobody knows keeps it.
 */
export function retentionOf(of: RetentionOf, years: RetentionYears): Retention {
  const flagged = of.flags.includes('no-limitation-period');
  if (of.bornIn.some((month) => month === undefined || !BIRTH_MONTH.test(month))) {
    return { until: undefined, rule: 'birth-unknown', years: undefined };
  }
  // Whose profession is not recorded counts as the strictest; who attended is never kept for less than who did not.
  const strictest = Math.max(years.CRPO, years.OCSWSSW);
  const colleges = of.colleges.length > 0 ? of.colleges : [undefined];
  const known = colleges.map((college) => (college ? years[college] : strictest));
  const profession = of.attended ? Math.max(years.neverAttended, ...known) : years.neverAttended;
  const all: readonly (Retention & { readonly until: string })[] = [
    {
      until: inYears(of.lastInteraction, profession),
      rule: of.attended ? 'last-interaction' : 'never-attended',
      years: profession,
    },
    ...of.bornIn.map((month) => ({
      until: inYears(inYears(lastDayOf(month as string), years.majority), profession),
      rule: 'majority' as const,
      years: profession,
    })),
    ...(flagged
      ? [
          {
            until: inYears(of.lastInteraction, years.noLimitation),
            rule: 'no-limitation-period' as const,
            years: years.noLimitation,
          },
        ]
      : []),
  ];
  return all.reduce((latest, each) => (each.until > latest.until ? each : latest));
}

/**
 * Every month of birth known of one person under any of their registrations (rule 46): the latest decides. That nobody knows
 * one counts once, and keeps the case.
 */
export function birthsOf(
  registrations: readonly string[],
  bornIn: (registration: string) => string | undefined,
): readonly (string | undefined)[] {
  const known = registrations.flatMap((one) => bornIn(one) ?? []);
  return known.length > 0 ? known : [undefined];
}

/** When a case may be destroyed: its retention is over and nothing holds it. */
export const mayBeDestroyed = (kept: Retention, holds: readonly unknown[], today: string): boolean =>
  holds.length === 0 && kept.until !== undefined && kept.until < today;
