import { rolesOn } from '../agency/agency.js';
import { dayOf } from '../agency/legal-periods.js';
import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, type Refused, refusal } from '../language/decision.js';
import type { RegistrationState } from '../therapist/registration.js';
import { supervisorsOn } from '../therapist/registration.js';
import type { World } from '../world.js';
import type { RecordEntry, RecordState } from './record.js';
import { recordFacts, type SignatureOf } from './record-facts.js';
import { daysFrom, signatureDue } from './record-writing.js';
import { caseNotFound, type RosterState } from './roster.js';

const { EntrySigned, EntryAmended, EntryCoSigned, SignatureMissed } = recordFacts;

type Slices = { readonly roster: RosterState; readonly record: RecordState };
type Here = Circumstances<World>;
interface Named {
  readonly case: string;
  readonly entry: string;
}

export const entryNotFound = refusal('entry-not-found', 'There is no such entry in this record.');
export const onlyTheAuthorSigns = refusal(
  'only-the-author-signs',
  'An entry is signed by its author and by nobody else, also when the author has left (rule 56).',
  { clause: 'R9' },
);
export const notYoursToAmend = refusal(
  'not-yours-to-amend',
  'An entry is amended by its author or by the therapist of record.',
  { clause: 'R9' },
);
export const entryNotSigned = refusal('entry-not-signed', 'The author has not signed this version yet.', {
  clause: 'R9',
});
export const notTheSupervisor = refusal(
  'not-the-supervisor',
  'Only who supervised the author on that day signs beside them.',
  { clause: 'R4' },
);
export const signatureNotDue = refusal('signature-not-due', 'The day by which it is to be signed has not passed.');

/** Roles that may know of the entries of a case they name; to anybody else an entry that is not theirs is not there. */
const KNOW_OF_IT: ReadonlySet<string> = new Set(['therapist', 'supervisor', 'system']);

/** The entry, for somebody who may know of it or holds some role here and wrote or supervises it; else it is not there. */
function find({ roster, record }: Slices, { entry }: Named, c: Here, theirs: (found: RecordEntry) => boolean) {
  if (!KNOW_OF_IT.has(c.actor.role)) {
    const found = record.entries.get(entry);
    const staff = rolesOn(c.world.staff, c.actor.person, localDateOf(c.now, c.world.zone)).length > 0;
    return found !== undefined && staff && theirs(found) ? found : entryNotFound({ field: 'entry' });
  }
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  return record.entries.get(entry) ?? entryNotFound({ field: 'entry' });
}

const isRefused = (found: RecordEntry | Refused): found is Refused => 'refusal' in found;
const whom = ({ about }: RecordEntry) => (about === undefined ? {} : { participant: about });
const newest = ({ versions, fact }: RecordEntry): string => versions.at(-1)?.fact ?? fact;
const lateBy = (due: string | undefined, { happenedAt, world }: Here): number =>
  due === undefined || happenedAt <= due ? 0 : daysFrom(dayOf(due, world), dayOf(happenedAt, world));
/** What the clock said of a signature that is now known to have been given in time (rule 38). */
const disproved = (entry: RecordEntry, signature: SignatureOf, due: string | undefined, { happenedAt }: Here) => {
  const missed = entry.missed.get(signature);
  return missed !== undefined && due !== undefined && happenedAt <= due ? { supersedes: [missed] } : {};
};

/** The author signs the newest version. A Qualifying author's first signature sets the clock for the supervisor's. */
export function signEntry(
  state: Slices,
  action: Named,
  author: Pick<RegistrationState, 'title'> | undefined,
  c: Here,
): Decision {
  const found = find(state, action, c, (e) => e.author === c.actor.person);
  if (isRefused(found)) return found;
  if (found.author !== c.actor.person) return onlyTheAuthorSigns({ field: 'entry' });
  if (found.signedVersion === found.versions.length) return accept();
  const first = found.signedAt === undefined;
  return accept(
    EntrySigned(
      {
        case: action.case,
        entry: found.entry,
        ...whom(found),
        author: found.author,
        version: found.versions.length,
        first,
        daysLate: first ? lateBy(found.signBy, c) : 0,
        ...(first &&
          author?.title === 'RP-Qualifying' && { coSignBy: signatureDue('entry-co-signing-days', c.happenedAt, c) }),
      },
      { restsOn: [newest(found)], ...(first && disproved(found, 'author', found.signBy, c)) },
    ),
  );
}

/** Writes a new version beside the original, which stays. */
export function amendEntry(
  state: Slices,
  action: Named & { readonly content: string; readonly change: string },
  c: Here,
): Decision {
  const found = find(state, action, c, (e) => e.author === c.actor.person);
  if (isRefused(found)) return found;
  const by = c.actor.person;
  if (by !== found.author && by !== state.roster.therapist) return notYoursToAmend({ field: 'entry' });
  return accept(
    EntryAmended(
      {
        case: action.case,
        entry: found.entry,
        kind: found.kind,
        ...whom(found),
        whose: found.about ?? action.case,
        author: found.author,
        by,
        as: by === found.author ? 'author' : 'therapist-of-record',
        version: found.versions.length + 1,
        content: action.content,
        change: action.change,
      },
      { restsOn: [found.fact] },
    ),
  );
}

/** The author's supervisor on that day signs beside the author; once for a version. */
export function coSignEntry(
  state: Slices,
  action: Named & { readonly remarks?: string },
  author: RegistrationState | undefined,
  c: Here,
): Decision {
  const day = localDateOf(c.happenedAt, c.world.zone);
  const supervises = author !== undefined && supervisorsOn(author, day).includes(c.actor.person);
  const found = find(state, action, c, () => supervises);
  if (isRefused(found)) return found;
  if (!supervises) return notTheSupervisor({ field: 'entry' });
  const { signedVersion: version, signedBy } = found;
  if (version === undefined || signedBy === undefined) return entryNotSigned({ field: 'entry' });
  if (found.coSigned.some((s) => s.supervisor === c.actor.person && s.version === version)) return accept();
  const first = found.coSigned.length === 0;
  return accept(
    EntryCoSigned(
      {
        case: action.case,
        entry: found.entry,
        ...whom(found),
        whose: found.about ?? action.case,
        author: found.author,
        supervisor: c.actor.person,
        version,
        first,
        daysLate: first ? lateBy(found.coSignBy, c) : 0,
        ...(action.remarks && { remarks: action.remarks }),
      },
      { restsOn: [signedBy], ...(first && disproved(found, 'supervisor', found.coSignBy, c)) },
    ),
  );
}

/** The clock says that a signature was not known by its day; nothing when it was, or none was to be given. */
export function markUnsigned(state: Slices, action: Named & { readonly signature: SignatureOf }, c: Here): Decision {
  const found = find(state, action, c, () => false);
  if (isRefused(found)) return found;
  const { signature } = action;
  const [due, given] =
    signature === 'author' ? [found.signBy, found.signedAt !== undefined] : [found.coSignBy, found.coSigned.length > 0];
  if (given || due === undefined || found.missed.has(signature)) return accept();
  if (c.now <= due) return signatureNotDue({ field: 'entry' });
  return accept(
    SignatureMissed(
      { case: action.case, entry: found.entry, ...whom(found), author: found.author, signature, due },
      { happenedAt: due, restsOn: [signature === 'author' ? found.fact : (found.signedBy ?? found.fact)] },
    ),
  );
}
