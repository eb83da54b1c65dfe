import { decide } from '../../application/access/deciding.js';
import { COLUMN_OF_STREAM, PURPOSE_OF_ROLE, READER_ROLES, type ReaderRole } from '../../application/access/matrix.js';
import type { PolicySet } from '../../application/access/policy-set.js';
import { COLUMNS, type Column, FLAGS, type Flag } from '../../application/access/situation.js';
import { ACTIONS } from '../../application/actions/all.js';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { kebab } from '../http/names.js';
import { policiesIn } from '../policies/policy-files.js';
import { code, type Page, page, table } from './markdown.js';

/** What forbids, or opens more than is usual: left out when the page asks how far a role sees at most. */
const UNUSUAL: ReadonlySet<Flag> = new Set([
  'nothingThere',
  'barred',
  'uncleared',
  'ownAffairs',
  'concerned',
  'respondent',
  'emergency',
  'overridesLocks',
  'mandatedText',
]);
const USUAL = (Object.keys(FLAGS) as Flag[]).filter((flag) => !UNUSUAL.has(flag));

/** How far a role sees a column when all is true that may have to be: asked of the policies themselves. */
function farthest(policies: PolicySet, role: ReaderRole, of: Column): string {
  const flags: readonly Flag[] = role === 'respondent' ? [...USUAL, 'respondent'] : USUAL;
  return decide(policies, { asks: 'see', of, at: 'agency', as: [role], flags, locks: [] }).reach ?? 'no';
}

/** Who sees what and who may do what: the matrix and the actions as they are decided. */
export function accessPage(): Page {
  const policies = policiesIn();
  const columns = COLUMNS.filter((column) => column !== 'never');
  const readable = [...VIEWS, ...ACCESS_VIEWS].filter(({ scopes }) => scopes.length > 0);
  return page(
    'access.md',
    'Access',
    'Everything is decided on what is committed at that moment, by the policies below, and denied unless one of them permits it. Denial and absence look the same. Every look is written down, durably, before anything is answered.',
    '## Who sees what',
    '`all` everything there; `own` what concerns them; `in-complaint` what a complaint not yet cleared names; `served` only what was served on them; `skeleton` facts without their sealed content; `no` nothing. Whoever is a respondent of a complaint not yet cleared is denied the cases it names, whatever their role.',
    table(
      ['role', 'purpose', ...columns],
      READER_ROLES.map((role) => [
        role,
        PURPOSE_OF_ROLE[role] ?? '',
        ...columns.map((column) => farthest(policies, role, column)),
      ]),
    ),
    'What the columns are: `booking` registration, contact, cases, sessions and notices; `clinical` what belongs to the record and what a person tells, asks and instructs; `recording` where a recording is and what became of it; `complaint` complaints and conduct reports; `college` papers of the College’s proceedings; `mandatory-report` duties to report, which are their reporter’s `own`; `breach` the register of breaches, linked registrations and the retention schedule; `money` fees; `figures` counts; `agency` staff, registrations, calendars, policies and parameters; `access-log` who looked. What a client instructed shuts out further, row by row, whatever stands here.',
    'The purpose is written down with every look, by HL7 v3 ActReason: PATRQT the person’s own request, TREAT treatment, ETREAT treatment in an emergency, PATADMIN administration, HLEGAL and LEGAL legal proceedings, HCOMPL compliance, HOPERAT operations, HSYSADMIN the system.',
    '## Which column governs a view',
    table(
      ['view', 'column', 'named by', 'shows'],
      readable.map(({ name, column, scopes, says }) => [code(name), column, scopes.join(', '), says]),
    ),
    'A view `by-stream` is decided row by row by the stream of each row:',
    table(
      ['stream', 'column'],
      Object.entries(COLUMN_OF_STREAM).map(([stream, column]) => [stream, column]),
    ),
    '## Who may do what',
    'A bare role carries its relation: `client` is a participant of this very case, `therapist` its therapist of record, `supervisor` supervises them now; `complainant` and `respondent` are those of this very complaint; `anyone` is any signed-in person.',
    table(
      ['action', 'kind', 'who', 'does'],
      [...ACTIONS.values()].map(({ name, kind, who, says }) => [code(kebab(name)), kind, who.join(', '), says]),
    ),
    '## The policies',
    'Each as a reviewer signs it; the texts are in `policies/`, what they may speak of in `docs/policies.cedarschema`. What forbids goes before whatever permits.',
    table(
      ['policy', 'effect', 'says', 'file'],
      policies.policies.map(({ id, effect, says, file }) => [code(id), effect, says, code(file)]),
    ),
    'What a policy may ask about:',
    table(
      ['true when', 'means'],
      Object.entries(FLAGS).map(([flag, says]) => [code(flag), says]),
    ),
  );
}
