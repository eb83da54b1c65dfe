import { READER_ROLES } from './matrix.js';

/** What an act is aimed at, most particular first; `agency` when it names none of them. */
export const TARGETS = ['case', 'complaint', 'duty', 'therapist', 'person', 'agency'] as const;
export type TargetKind = (typeof TARGETS)[number];

/** Columns of the matrix of looks: what kind of information it is. Nobody is shown what is in `never`. */
export const COLUMNS = [
  'booking',
  'clinical',
  'recording',
  'complaint',
  'college',
  'mandatory-report',
  'breach',
  'destroyed',
  'money',
  'figures',
  'agency',
  'access-log',
  'never',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Whose stream it is that is looked at: `looks` for who looked, `across` when no stream is named. */
export const PLACES = ['case', 'complaint', 'duty', 'person', 'file', 'agency', 'looks', 'across'] as const;
export type Place = (typeof PLACES)[number];

/** In what somebody comes: a role, or as any signed-in `person`, or as `staff` in whatever role. */
export const CAPACITIES = [...READER_ROLES, 'person', 'staff'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** How far a look goes, furthest first, and the name under which the policies decide on it. */
export const REACHES = {
  all: 'see-everything',
  own: 'see-own',
  'in-complaint': 'see-in-complaint',
  served: 'see-served',
  skeleton: 'see-skeleton',
} as const;

/** What is true of somebody and what they ask for; each is a boolean that policies may read. */
export const FLAGS = {
  nothingThere: 'there is no such case or complaint',
  barred: 'a complaint not cleared names them as respondent, and this case with it',
  uncleared: 'they hold a role at the agency without a live training in privacy and a signed undertaking',
  ownAffairs: 'it is their own file or case: there they are a client, whatever their work',
  namesOneself: 'it names persons, and only themself',
  namesAnother: 'it names somebody else',
  oneself: 'it is about themself',
  unnamed: 'it names nobody',
  participant: 'they take or took part in the case',
  therapistOfRecord: 'they are the therapist of record of the case',
  supervisorOfRecord: 'they supervise the therapist of record of the case today',
  treats:
    'the person is in a case of theirs: for what a person tells and asks, one that is open and not kept from them',
  supervises: 'the person is in a case of somebody they supervise today, as for treats',
  represents: 'they decide for the person today, on a matter as this is, and nothing shuts them out',
  complainant: 'they lodged this complaint',
  respondent: 'this complaint names them as respondent',
  served: 'something of this complaint was served on them',
  inComplaint: 'a complaint not cleared concerns the case or the person',
  emergency: 'they opened this case, or a case of this person, because of an emergency, and its time has not passed',
  overridesLocks: 'the emergency is a risk of serious harm, which goes before what a client instructed',
  mandated: 'a mandate of theirs that is live covers this kind of information there',
  mandatedText: 'and its free text',
  ownTime: 'it is their own time as a therapist',
  reporter: 'this duty to report is their own',
  concerned: 'this duty to report concerns them',
} as const;
export type Flag = keyof typeof FLAGS;

/** How much of it an instruction keeps from somebody in one role. */
export const LOCKS = ['none', 'part', 'all'] as const;
export type Lock = (typeof LOCKS)[number];

/**
 * All that a decision depends on, and nothing that says who or whose: what is asked, in what they may come (in the order in
 * which it is tried), what is true of them and it, and what instructions keep.
 */
export interface Situation {
  /** Name of the action, `see` for one stream, `see-across` for what names none. */
  readonly asks: string;
  /** What the act is aimed at, or the column that is looked at. */
  readonly of: TargetKind | Column;
  /** Whose stream is looked at; absent for acts. */
  readonly at?: Place;
  readonly as: readonly Capacity[];
  readonly flags: readonly Flag[];
  /** Only those that are not `none`. */
  readonly locks: readonly (readonly [Capacity, Lock])[];
}

/** One question that a policy set answers with yes or no. */
export interface Question {
  readonly principal: Capacity;
  readonly purpose: string;
  readonly action: string;
  readonly of: TargetKind | Column;
  readonly at?: Place;
  /** True when the agency gave them the role and it has not ended. */
  readonly held: boolean;
  readonly flags: ReadonlySet<Flag>;
  readonly lock: Lock;
}

/** The flags that are true, each situation naming them in the same order. */
export const trueOf = (flags: Partial<Readonly<Record<Flag, boolean>>>): readonly Flag[] =>
  (Object.keys(FLAGS) as Flag[]).filter((flag) => flags[flag] === true);

/** The same text for the same situation, and another for any other. */
export const keyOf = ({ asks, of, at, as, flags, locks }: Situation): string =>
  `${asks} ${of} ${at ?? ''} ${as.join(',')} ${flags.join(',')} ${locks.map(([role, lock]) => `${role}=${lock}`).join(',')}`;
