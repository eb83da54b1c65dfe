import { evolution } from '../language/decision.js';
import { type EntryKind, recordFacts, type SignatureOf } from './record-facts.js';

/** One version of a record entry: the fact that holds it, when it was written and by whom. The first is the original. */
export interface EntryVersion {
  readonly fact: string;
  readonly at: string;
  readonly by: string;
}

/** One entry of the clinical record. */
export interface RecordEntry {
  readonly entry: string;
  readonly kind: EntryKind;
  /** The participant it is about; undefined when it is communal. */
  readonly about: string | undefined;
  readonly author: string;
  /** When it was written. */
  readonly happenedAt: string;
  /** When what it is about took place. */
  readonly contactAt: string;
  readonly signBy: string;
  signedAt: string | undefined;
  /** Fact of the author's newest signature. */
  signedBy: string | undefined;
  signedVersion: number | undefined;
  coSignBy: string | undefined;
  readonly coSigned: { readonly supervisor: string; readonly version: number; readonly fact: string }[];
  /** Facts by which the clock said that a signature was not known by its day. */
  readonly missed: Map<SignatureOf, string>;
  readonly versions: EntryVersion[];
  /** Fact of the original. */
  readonly fact: string;
}

/** A draft: its author's alone until it is written. */
export interface EntryDraft {
  readonly entry: string;
  readonly author: string;
  /** When it is to be finished, as first promised. */
  readonly finishBy: string;
  readonly fact: string;
}

export interface RecordState {
  /** Every entry, by its id: the record is kept whole for its retention, and any entry may be amended or released. */
  readonly entries: Map<string, RecordEntry>;
  /** Drafts not yet written. */
  readonly drafts: Map<string, EntryDraft>;
}

/** The clinical record of a case, by its facts. */
export const record = evolution<RecordState, typeof recordFacts>(
  () => ({ entries: new Map(), drafts: new Map() }),
  recordFacts,
  {
    EntryDrafted: (s, { id: factId, open }) =>
      void s.drafts.set(open.entry, {
        entry: open.entry,
        author: open.author,
        finishBy: open.finishBy,
        fact: factId,
      }),
    EntryWritten: (s, { id: factId, open, happenedAt }) => {
      s.drafts.delete(open.entry);
      s.entries.set(open.entry, {
        entry: open.entry,
        kind: open.kind,
        about: open.participant,
        author: open.author,
        happenedAt,
        contactAt: open.contactAt,
        signBy: open.signBy,
        signedAt: undefined,
        signedBy: undefined,
        signedVersion: undefined,
        coSignBy: undefined,
        coSigned: [],
        missed: new Map(),
        versions: [{ fact: factId, at: happenedAt, by: open.author }],
        fact: factId,
      });
    },
    EntrySigned: (s, { id: factId, open, happenedAt }) => {
      const entry = s.entries.get(open.entry);
      if (entry === undefined) return;
      entry.signedAt ??= happenedAt;
      entry.signedBy = factId;
      entry.signedVersion = open.version;
      entry.coSignBy ??= open.coSignBy;
    },
    EntryAmended: (s, { id: factId, open, happenedAt }) =>
      void s.entries.get(open.entry)?.versions.push({ fact: factId, at: happenedAt, by: open.by }),
    EntryCoSigned: (s, { id: factId, open }) =>
      void s.entries
        .get(open.entry)
        ?.coSigned.push({ supervisor: open.supervisor, version: open.version, fact: factId }),
    SignatureMissed: (s, { id: factId, open }) => void s.entries.get(open.entry)?.missed.set(open.signature, factId),
    SessionCircumstancesNoted: () => {},
  },
);
