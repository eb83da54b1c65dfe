import { attachedFacts } from '../domain/case/attached.js';
import { recordFacts } from '../domain/case/record-facts.js';
import { type PresentedRow, put, set, view } from './view.js';

const { EntryCorrected } = attachedFacts;

/** Rows that stand under the row of their entry: versions after the original, and signatures beside the author's. */
const under = (entry: string, fact: string): string => `${entry} ${fact}`;

/** The index of the clinical record: one row an entry, the original and every version after it, who signed and how late. */
export const recordView = view({
  name: 'record',
  title: 'Clinical record',
  says: 'One row an entry, in the order of what they are about: kind, author, when written and signed and how late, the original and every version beside it. A client is shown the content once it was released to them.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant'],
  staff: ['author', 'coSignedBy'],
  keepsStruck: true,
  combines: true,
  columns: {
    entry: { kind: 'text', says: 'Which entry.', indexed: true },
    part: {
      kind: 'text',
      says: 'entry, version, correction or co-signature, before they are put together; or circumstances.',
    },
    kind: {
      kind: 'text',
      says: 'Note, plan, assessment, incident, letter, scan, contact, supervision; or session-circumstances.',
    },
    participant: { kind: 'text', says: 'Whom it is about; nobody alone when it is communal.', indexed: true },
    session: { kind: 'text', says: 'Which session.' },
    author: { kind: 'text', says: 'Who wrote it.' },
    byOther: { kind: 'integer', says: '1 when its author neither treats nor supervises here.' },
    supervisee: { kind: 'text', says: 'Whose work a supervision entry is about.' },
    state: { kind: 'text', says: 'draft, unsigned, signed, noted or struck.' },
    contactAt: { kind: 'text', says: 'When what it is about took place.' },
    at: { kind: 'text', says: 'When it was written.' },
    enteredAt: { kind: 'text', says: 'When it was entered here.' },
    writtenDaysAfter: { kind: 'integer', says: 'Days from what it is about to its writing.' },
    enteredDaysAfter: { kind: 'integer', says: 'Days from its writing to its entering here.' },
    signBy: { kind: 'text', says: 'By when it is finished and signed.' },
    signedAt: { kind: 'text', says: 'When its author last signed.' },
    signedVersion: { kind: 'integer', says: 'Which version the author signed.' },
    signedDaysLate: { kind: 'integer', says: 'How many days late it was first signed.' },
    signatureMissedOn: { kind: 'text', says: 'The end of the day on which no signature was known.' },
    coSignBy: { kind: 'text', says: 'By when the supervisor signs beside a Qualifying author.' },
    coSignedAt: { kind: 'text', says: 'When a supervisor last signed.' },
    coSignedBy: { kind: 'text', says: 'Which supervisor.' },
    coSignedVersion: { kind: 'integer', says: 'Which version the supervisor signed.' },
    coSignedDaysLate: { kind: 'integer', says: 'How many days late it was first co-signed.' },
    coSignatureMissedOn: { kind: 'text', says: 'The end of the day on which no co-signature was known.' },
    version: { kind: 'integer', says: 'Number of the newest version; 1 is the original.' },
    by: { kind: 'text', says: 'Who wrote a version or signed beside.' },
    circumstances: { kind: 'json', says: 'How a session took place, as far as it is not sealed.' },
    sha256: { kind: 'text', says: 'Digest of a letter or scan.' },
    content: { kind: 'box', says: 'The original, as it was written.' },
    newest: {
      kind: 'box',
      says: 'The newest version, with what changed and why, when there is one after the original.',
    },
    versions: { kind: 'json', says: 'Every version: number, fact, when, by whom, and its content.' },
    corrections: {
      kind: 'json',
      says: 'Every correction granted, beside the entry: when, by whom, how, and the corrected text.',
    },
    how: { kind: 'text', says: 'How a correction stands beside the entry.' },
    coSignatures: { kind: 'json', says: 'Every co-signature: version, when, by whom, and its remarks.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
    struckBy: { kind: 'text', says: 'Fact that struck it as entered in error, if any.' },
  },
  order: ['contactAt', 'at'],
  present: (rows) => wholeEntries(rows),
  follows: { ...recordFacts, EntryCorrected },
  on: {
    EntryDrafted: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(open.entry, {
        entry: open.entry,
        part: 'entry',
        kind: open.kind,
        participant: open.participant ?? null,
        session: open.session ?? null,
        author: open.author,
        state: 'draft',
        contactAt: happenedAt,
        at: happenedAt,
        enteredAt: recordedAt,
        signBy: open.finishBy,
        content: sealed['entry'] ?? null,
        fact: id,
      }),
    ],
    EntryWritten: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(open.entry, {
        entry: open.entry,
        part: 'entry',
        kind: open.kind,
        participant: open.participant ?? null,
        session: open.session ?? null,
        author: open.author,
        byOther: open.byOther ? 1 : null,
        supervisee: open.supervisee ?? null,
        state: 'unsigned',
        contactAt: open.contactAt,
        at: happenedAt,
        enteredAt: recordedAt,
        writtenDaysAfter: open.writtenDaysAfter,
        enteredDaysAfter: open.enteredDaysAfter,
        signBy: open.signBy,
        version: 1,
        by: open.author,
        sha256: open.sha256 ?? null,
        content: sealed['entry'] ?? null,
        fact: id,
      }),
    ],
    EntrySigned: ({ open, happenedAt }) => [
      set(open.entry, {
        state: 'signed',
        signedAt: happenedAt,
        signedVersion: open.version,
        ...(open.first && { signedDaysLate: open.daysLate, coSignBy: open.coSignBy ?? null }),
      }),
    ],
    EntryAmended: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(under(open.entry, id), {
        entry: open.entry,
        part: 'version',
        kind: open.kind,
        participant: open.participant ?? null,
        author: open.author,
        at: happenedAt,
        enteredAt: recordedAt,
        version: open.version,
        by: open.by,
        content: sealed['entry'] ?? null,
        fact: id,
      }),
      set(open.entry, { version: open.version }),
    ],
    EntryCoSigned: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(under(open.entry, id), {
        entry: open.entry,
        part: 'co-signature',
        participant: open.participant ?? null,
        author: open.author,
        at: happenedAt,
        enteredAt: recordedAt,
        version: open.version,
        by: open.supervisor,
        content: sealed['entry'] ?? null,
        fact: id,
      }),
      set(open.entry, {
        coSignedAt: happenedAt,
        coSignedBy: open.supervisor,
        coSignedVersion: open.version,
        ...(open.first && { coSignedDaysLate: open.daysLate }),
      }),
    ],
    EntryCorrected: ({ id, open, sealed, actor, happenedAt, recordedAt }) => [
      put(under(open.entry, id), {
        entry: open.entry,
        part: 'correction',
        participant: open.participant,
        at: happenedAt,
        enteredAt: recordedAt,
        by: actor.person,
        how: open.how,
        content: sealed['correction'] ?? null,
        fact: id,
      }),
    ],
    SignatureMissed: ({ open }) => [
      set(
        open.entry,
        open.signature === 'author' ? { signatureMissedOn: open.due } : { coSignatureMissedOn: open.due },
      ),
    ],
    SessionCircumstancesNoted: ({ id, open, sealed, actor, happenedAt, recordedAt }) => [
      put(`circumstances ${id}`, {
        part: 'circumstances',
        kind: 'session-circumstances',
        participant: open.participant,
        session: open.session,
        author: actor.person,
        state: 'noted',
        contactAt: happenedAt,
        at: happenedAt,
        enteredAt: recordedAt,
        circumstances: {
          modality: open.modality,
          technologyConsented: open.technologyConsented,
          jurisdiction: open.jurisdiction,
          lawAndInsuranceChecked: open.lawAndInsuranceChecked,
          others: open.others,
        },
        content: sealed['circumstances'] ?? null,
        fact: id,
      }),
    ],
  },
});

/** What was entered after a complaint about the case was known, for those who may know of it. */
const afterComplaint = ({ complaintKnownAt, enteredAt }: PresentedRow) =>
  typeof complaintKnownAt === 'string' ? { writtenAfterComplaint: String(enteredAt) > complaintKnownAt } : {};

const versionOf = (row: PresentedRow): PresentedRow => ({
  ...(row['part'] === 'correction' ? {} : { version: row['part'] === 'entry' ? 1 : row['version'] }),
  fact: row['fact'],
  at: row['at'],
  by: row['by'],
  content: row['content'],
  ...(row['struckBy'] ? { struckBy: row['struckBy'] } : {}),
  ...afterComplaint(row),
});

/** One row an entry: the original with every version and co-signature that stands under it, struck ones marked. */
export function wholeEntries(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const parts = new Map<string, PresentedRow[]>();
  for (const row of rows) {
    if (row['part'] !== 'entry' && row['part'] !== 'circumstances') {
      const key = `${row['stream']} ${row['entry']}`;
      parts.set(key, [...(parts.get(key) ?? []), row]);
    }
  }
  return rows.flatMap((row) => {
    if (row['part'] === 'circumstances') return [row];
    if (row['part'] !== 'entry') return [];
    const { complaintKnownAt: _known, ...original } = row;
    const under = (parts.get(`${row['stream']} ${row['entry']}`) ?? []).sort(
      (a, b) => Number(a['revision']) - Number(b['revision']),
    );
    const amended = under.filter((one) => one['part'] === 'version');
    const newest = amended.findLast((one) => !one['struckBy']);
    return [
      {
        ...original,
        ...(row['struckBy'] ? { state: 'struck' } : {}),
        ...(newest && !row['struckBy'] ? { newest: newest['content'] } : {}),
        versions: row['state'] === 'draft' ? [] : [row, ...amended].map(versionOf),
        corrections: under
          .filter((one) => one['part'] === 'correction')
          .map((one) => ({ ...versionOf(one), how: one['how'] })),
        coSignatures: under.filter((one) => one['part'] === 'co-signature').map(versionOf),
        ...afterComplaint(row),
      },
    ];
  });
}
