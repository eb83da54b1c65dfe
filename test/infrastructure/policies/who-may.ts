import type { Capacity, Column, Flag, Question } from '../../../src/application/access/situation.js';
import { ACTIONS } from '../../../src/application/actions/all.js';

/** How far each role sees each column, written out apart from the policies: a second opinion, to be changed only on purpose. */
const TABLE = `
role               | booking      | clinical     | recording | complaint | college | mandatory-report | breach   | destroyed | money        | figures | agency | access-log
client             | own          | own          | own       | own       | no      | no               | no       | own       | own          | no      | all    | own
complainant        | no           | no           | no        | own       | no      | no               | no       | no        | no           | no      | no     | no
respondent         | no           | no           | no        | served    | no      | no               | no       | no        | no           | no      | no     | no
therapist          | own          | own          | own       | no        | no      | own              | no       | no        | own          | no      | all    | own
supervisor         | own          | own          | own       | no        | no      | own              | no       | no        | no           | no      | all    | own
front-desk         | all          | no           | no        | no        | no      | own              | no       | no        | all          | no      | all    | own
complaints-officer | in-complaint | in-complaint | no        | all       | no      | own              | no       | no        | in-complaint | no      | all    | in-complaint
privacy-officer    | all          | all          | no        | no        | all     | all              | all      | all       | no           | all     | all    | all
auditor            | skeleton     | skeleton     | no        | skeleton  | no      | skeleton         | skeleton | skeleton  | all          | all     | all    | all
manager            | no           | no           | no        | no        | no      | own              | no       | no        | no           | all     | all    | own
system             | all          | no           | no        | no        | no      | no               | no       | no        | no           | no      | no     | no
representative     | own          | own          | no        | own       | no      | no               | no       | no        | own          | no      | all    | own
`;

const REACH: ReadonlyMap<string, string> = new Map(
  (() => {
    const [head = [], ...rows] = TABLE.trim()
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    return rows.flatMap(([role, ...cells]) => cells.map((cell, i) => [`${role} ${head[i + 1]}`, cell] as const));
  })(),
);

/** Names of looks by how far they go; those that go all the way may also name no stream. */
const LOOKS: Readonly<Record<string, readonly string[]>> = {
  all: ['see-everything', 'see-everything-across'],
  own: ['see-own'],
  'in-complaint': ['see-in-complaint'],
  served: ['see-served'],
  skeleton: ['see-skeleton', 'see-skeleton-across'],
};

/** The purpose each comes for. */
export const PURPOSE: Readonly<Record<string, string>> = {
  client: 'PATRQT',
  representative: 'PATRQT',
  complainant: 'PATRQT',
  respondent: 'LEGAL',
  therapist: 'TREAT',
  supervisor: 'TREAT',
  'front-desk': 'PATADMIN',
  'complaints-officer': 'HLEGAL',
  'privacy-officer': 'HCOMPL',
  auditor: 'HCOMPL',
  manager: 'HOPERAT',
  staff: 'HOPERAT',
  person: 'HOPERAT',
  system: 'HSYSADMIN',
  mandate: 'LEGAL',
};

const BY_RELATION = ['client', 'complainant', 'respondent', 'representative', 'person'];
const HANDLE = ['front-desk', 'complaints-officer', 'privacy-officer', 'auditor', 'manager'];
const WORK = ['therapist', 'supervisor', ...HANDLE];
const CARE = ['therapist', 'supervisor', 'privacy-officer'];

/** What must be true of whoever sees only what is theirs; several words are alternatives. */
const THEIRS: Readonly<Record<string, readonly Flag[]>> = {
  client: ['participant', 'oneself', 'complainant'],
  complainant: ['complainant'],
  therapist: ['therapistOfRecord', 'treats', 'ownTime'],
  supervisor: ['supervisorOfRecord', 'supervises'],
  representative: ['represents'],
};

function isTheirs(role: string, column: string, has: (...flags: readonly Flag[]) => boolean): boolean {
  if (column === 'mandatory-report') return has('reporter');
  if (column === 'access-log' && WORK.includes(role)) return has('unnamed');
  if (role === 'representative' && column === 'complaint') return has('complainant');
  return has(...(THEIRS[role] ?? []));
}

/** Kinds of information that a mandate can cover. */
const UNDER_MANDATE: readonly string[] = ['booking', 'clinical', 'recording', 'complaint', 'money', 'access-log'];

function isSeen({ principal, action, of, at, purpose, flags }: Question): boolean {
  const has = (...some: readonly Flag[]) => some.some((flag) => flags.has(flag));
  if (principal === 'mandate') {
    if (!has('mandated') || !UNDER_MANDATE.includes(of)) return false;
    return LOOKS['skeleton']?.includes(action) || (has('mandatedText') && LOOKS['all']?.includes(action)) || false;
  }
  const inEmergency = has('emergency') && purpose === 'ETREAT' && CARE.includes(principal);
  if (inEmergency && action === 'see-everything' && (of === 'booking' || of === 'clinical')) return true;
  const reach = REACH.get(`${principal} ${of}`) ?? 'no';
  if (!LOOKS[reach]?.includes(action)) return false;
  if (of === 'agency' && (principal === 'client' || principal === 'representative'))
    return action === 'see-everything' && (at === 'agency' || has(principal === 'client' ? 'oneself' : 'represents'));
  if (reach === 'own') return isTheirs(principal, of, has);
  if (reach === 'in-complaint') return has('inComplaint');
  return reach !== 'served' || (has('respondent') && has('served'));
}

function isDone({ principal, action, of, flags }: Question): boolean {
  const who: readonly string[] = ACTIONS.get(action)?.who ?? [];
  const has = (...some: readonly Flag[]) => some.some((flag) => flags.has(flag));
  const asked = principal === 'person' ? 'anyone' : principal === 'representative' ? 'client' : principal;
  if (!who.includes(asked)) return false;
  switch (principal) {
    case 'client':
      return of === 'case' ? has('participant') && !has('namesAnother') : has('namesOneself');
    case 'representative':
      return has('represents');
    case 'therapist':
      return has('therapistOfRecord', 'treats', 'ownTime');
    case 'supervisor':
      return has('supervisorOfRecord', 'supervises');
    case 'complainant':
      return has('complainant');
    case 'respondent':
      return has('respondent') && has('served');
    case 'staff':
      return of !== 'duty' || has('reporter');
    default:
      return true;
  }
}

/** Whether this should be allowed, by the table and the rules of access; knows nothing of the policies. */
export function shouldBe(question: Question): boolean {
  const { principal, action, purpose, held, flags, lock } = question;
  const looks = action.startsWith('see-');
  const inEmergency = flags.has('emergency') && purpose === 'ETREAT' && CARE.includes(principal);
  if (purpose !== PURPOSE[principal] && !inEmergency) return false;
  if (!held && !BY_RELATION.includes(principal)) return false;
  if (flags.has('barred')) return false;
  const inTraining = question.of === 'agency' && looks;
  if (flags.has('uncleared') && WORK.includes(principal))
    if (!inTraining && action !== 'RecordTraining' && action !== 'RecordUndertaking') return false;
  if (flags.has('nothingThere') && looks) return false;
  if (flags.has('ownAffairs') && [...WORK, 'mandate'].includes(principal)) return false;
  if (flags.has('respondent') && HANDLE.includes(principal)) return false;
  if (flags.has('concerned') && HANDLE.includes(principal) && action !== 'see-own') return false;
  if (lock === 'all') {
    const overridden = flags.has('emergency') && flags.has('overridesLocks') && purpose === 'ETREAT';
    const aboutEmergency = action === 'OpenEmergencyAccess' || action === 'CloseEmergencyAccess';
    if (!overridden && !aboutEmergency) return false;
  }
  return looks ? isSeen(question) : isDone(question);
}

/** What the questions below are made of, so that a spec need not name the types. */
export type { Capacity, Column, Flag, Question };
