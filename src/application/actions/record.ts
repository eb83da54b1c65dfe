import type { RecordState } from '../../domain/case/record.js';
import {
  ENTRY_KINDS,
  type EntryKind,
  recordFacts,
  SIGNATURES,
  type SignatureOf,
} from '../../domain/case/record-facts.js';
import {
  amendEntry,
  coSignEntry,
  entryNotFound,
  entryNotSigned,
  markUnsigned,
  notTheSupervisor,
  notYoursToAmend,
  onlyTheAuthorSigns,
  signatureNotDue,
  signEntry,
} from '../../domain/case/record-signing.js';
import {
  clinicalEntryByTherapist,
  contactInTheFuture,
  draftEntry,
  draftNotFound,
  entryAlreadyWritten,
  noteCircumstances,
  writeEntry,
} from '../../domain/case/record-writing.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { sessionNotFound } from '../../domain/case/sessions.js';
import { MODALITIES, type Modality } from '../../domain/case/sessions-facts.js';
import { ActionBody, action, IsCode, IsDigest, IsFlag, IsId, IsInstant, IsText, leg, Optional } from './action.js';

/** Kinds written by whoever treats or works here; a supervision entry has an action of its own. */
const WRITTEN_KINDS = ENTRY_KINDS.filter((kind) => kind !== 'supervision');
const JURISDICTIONS = ['ontario', 'elsewhere-in-canada', 'outside-canada'] as const;
const OTHERS = ['nobody', 'all-with-consent', 'somebody-without-consent'] as const;

export class DraftEntry extends ActionBody {
  @IsId('case') case: string;
  @Optional() @IsId('draft to change') entry?: string;
  @IsCode(...WRITTEN_KINDS) kind: EntryKind;
  @Optional() @IsId('person') participant?: string;
  @Optional() @IsId('session') session?: string;
  @IsText() content: string;
}

export class WriteEntry extends ActionBody {
  @IsId('case') case: string;
  @Optional() @IsId('draft to finish') entry?: string;
  @IsCode(...WRITTEN_KINDS) kind: EntryKind;
  @Optional() @IsId('person') participant?: string;
  @Optional() @IsId('session') session?: string;
  @Optional() @IsInstant() contactAt?: string;
  @IsText() content: string;
  @Optional() @IsDigest() sha256?: string;
  @Optional() @IsText(1_000) reference?: string;
}

export class NoteSupervision extends ActionBody {
  @IsId('case') case: string;
  @Optional() @IsId('person') participant?: string;
  @Optional() @IsId('session') session?: string;
  @Optional() @IsInstant() contactAt?: string;
  @IsText() content: string;
}

export class EntryOfCase extends ActionBody {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
}

export class AmendEntry extends ActionBody {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
  @IsText() content: string;
  @IsText(4_000) change: string;
}

export class CoSignEntry extends ActionBody {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
  @Optional() @IsText(4_000) remarks?: string;
}

export class MissedSignature extends ActionBody {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
  @IsCode(...SIGNATURES) signature: SignatureOf;
}

export class NoteSessionCircumstances extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsId('person') participant: string;
  @IsCode(...MODALITIES) modality: Modality;
  @IsFlag() technologyConsented: boolean;
  @IsCode(...JURISDICTIONS) jurisdiction: (typeof JURISDICTIONS)[number];
  @IsFlag() lawAndInsuranceChecked: boolean;
  @IsCode(...OTHERS) others: (typeof OTHERS)[number];
  @IsText(1_000) place: string;
  @Optional() @IsText(1_000) whoElse?: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const authorOf = ({ record }: { readonly record: RecordState }, entry: string): string | undefined =>
  record.entries.get(entry)?.author;
/** The stream that says what the author may practise as, and under whom. */
const authorsStream = (body: EntryOfCase, s: { readonly record: RecordState }): readonly string[] => {
  const author = authorOf(s, body.entry);
  return author === undefined ? [] : [`therapist-${author}`];
};
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const anEntry = '0190c7a0-0000-7000-8000-00000000e771';
const aSession = '0190c7a0-0000-7000-8000-000000005e55';
const { EntryDrafted, EntryWritten, EntrySigned, EntryAmended, EntryCoSigned, SignatureMissed } = recordFacts;
const unknown = [caseNotFound, notAParticipant, sessionNotFound];
const WRITERS = ['therapist', 'supervisor', 'front-desk', 'privacy-officer', 'complaints-officer', 'manager'] as const;

export const recordActions = {
  DraftEntry: action<DraftEntry>({
    body: DraftEntry,
    kind: 'request',
    clauses: ['R9'],
    says: 'Begin or change a draft of a record entry: its author’s alone until it is written.',
    who: [...WRITERS],
    makes: (body, id) => body.entry ?? id('entry'),
    legs: [leg('case', { stream: onCase, decide: (s, body: DraftEntry, c) => draftEntry(s, body, c) })],
    states: [EntryDrafted],
    refuses: [...unknown, clinicalEntryByTherapist, draftNotFound, entryAlreadyWritten],
    example: { case: aCase, kind: 'note', participant: someone, session: aSession, content: 'Spoke of the week.' },
  }),
  WriteEntry: action<WriteEntry>({
    body: WriteEntry,
    kind: 'report',
    clauses: ['R9'],
    says: 'Write a record entry, also late: about one participant or, naming none, communal; a draft may be finished.',
    who: [...WRITERS],
    makes: (body, id) => body.entry ?? id('entry'),
    legs: [leg('case', { stream: onCase, decide: (s, body: WriteEntry, c) => writeEntry(s, body, c) })],
    states: [EntryWritten],
    refuses: [...unknown, contactInTheFuture, draftNotFound, entryAlreadyWritten],
    example: {
      case: aCase,
      kind: 'note',
      participant: someone,
      session: aSession,
      content: 'Spoke of the week and agreed on one thing to try.',
    },
  }),
  NoteSupervision: action<NoteSupervision>({
    body: NoteSupervision,
    kind: 'report',
    clauses: ['R9', 'R4'],
    says: 'Write a supervision entry about the case of a therapist whom one supervises.',
    who: ['supervisor'],
    makes: (_body, id) => id('entry'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: NoteSupervision, c) =>
          writeEntry(
            s,
            { ...body, kind: 'supervision', ...(s.roster.therapist && { supervisee: s.roster.therapist }) },
            c,
          ),
      }),
    ],
    states: [EntryWritten],
    refuses: [...unknown, contactInTheFuture],
    example: { case: aCase, content: 'Went through the plan; safety was asked about.' },
  }),
  SignEntry: action<EntryOfCase>({
    body: EntryOfCase,
    kind: 'request',
    clauses: ['R9'],
    says: 'Sign the newest version of an entry one wrote; nobody else ever signs it.',
    // Whoever wrote it, whatever their relation to the case is by now: the decision looks.
    who: ['therapist', 'supervisor', 'anyone'],
    legs: [
      leg('case', {
        stream: onCase,
        also: authorsStream,
        decide: (s, body: EntryOfCase, c) => {
          const author = authorOf(s, body.entry);
          return signEntry(s, body, author ? c.world.therapist(author).registration : undefined, c);
        },
      }),
    ],
    states: [EntrySigned],
    refuses: [caseNotFound, entryNotFound, onlyTheAuthorSigns],
    example: { case: aCase, entry: anEntry },
  }),
  AmendEntry: action<AmendEntry>({
    body: AmendEntry,
    kind: 'request',
    clauses: ['R9'],
    says: 'Write a new version of an entry beside the original, with what changed and why.',
    who: ['therapist', 'supervisor', 'anyone'],
    legs: [leg('case', { stream: onCase, decide: (s, body: AmendEntry, c) => amendEntry(s, body, c) })],
    states: [EntryAmended],
    refuses: [caseNotFound, entryNotFound, notYoursToAmend],
    example: {
      case: aCase,
      entry: anEntry,
      content: 'Spoke of the month and agreed on one thing to try.',
      change: 'Month, not week: a slip of the pen.',
    },
  }),
  CoSignEntry: action<CoSignEntry>({
    body: CoSignEntry,
    kind: 'request',
    clauses: ['R9', 'R4'],
    says: 'Sign beside an author whom one supervises.',
    who: ['supervisor', 'anyone'],
    legs: [
      leg('case', {
        stream: onCase,
        also: authorsStream,
        decide: (s, body: CoSignEntry, c) => {
          const author = authorOf(s, body.entry);
          return coSignEntry(s, body, author ? c.world.therapist(author).registration : undefined, c);
        },
      }),
    ],
    states: [EntryCoSigned],
    refuses: [caseNotFound, entryNotFound, entryNotSigned, notTheSupervisor],
    example: { case: aCase, entry: anEntry, remarks: 'Discussed on Thursday; nothing to add.' },
  }),
  MarkUnsigned: action<MissedSignature>({
    body: MissedSignature,
    kind: 'report',
    clauses: ['R9', 'R4'],
    says: 'At the end of the day by which an entry is to be signed or co-signed, no such signature is known.',
    who: ['system'],
    legs: [leg('case', { stream: onCase, decide: (s, body: MissedSignature, c) => markUnsigned(s, body, c) })],
    states: [SignatureMissed],
    refuses: [caseNotFound, entryNotFound, signatureNotDue],
    example: { case: aCase, entry: anEntry, signature: 'author' },
  }),
  NoteSessionCircumstances: action<NoteSessionCircumstances>({
    body: NoteSessionCircumstances,
    kind: 'report',
    clauses: ['R7', 'T2'],
    says: 'Note how a session took place for a participant: modality, where they were, who else was there and with what consent.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: NoteSessionCircumstances) => {
          const { session, participant, modality, technologyConsented, jurisdiction, lawAndInsuranceChecked } = body;
          const { others, place, whoElse } = body;
          return noteCircumstances(s, {
            case: body.case,
            session,
            participant,
            modality,
            technologyConsented,
            jurisdiction,
            lawAndInsuranceChecked,
            others,
            place,
            ...(whoElse && { whoElse }),
          });
        },
      }),
    ],
    states: [recordFacts.SessionCircumstancesNoted],
    refuses: unknown,
    example: {
      case: aCase,
      session: aSession,
      participant: someone,
      modality: 'video',
      technologyConsented: true,
      jurisdiction: 'ontario',
      lawAndInsuranceChecked: true,
      others: 'nobody',
      place: 'At home, in a room with a closed door.',
    },
  }),
} as const;
