import { kindOf } from '../src/domain/catalogue.js';
import type { AnyKind, Box, StoredFact } from '../src/domain/language/fact.js';
import type { Field } from '../src/domain/language/field.js';
import { Sha256Digests } from '../src/infrastructure/integrity/digests.js';
import { derivedId } from '../src/infrastructure/integrity/ids.js';

/** Length of a sealed compartment's base64url text: a sentence or two, sealed. */
const SEALED_LENGTH = 220;
/** How a case begins, then what each of its weeks brings, and what only some weeks bring. */
const BEGINNING = [
  'CaseOpened',
  'PolicyGiven',
  'PolicyAcknowledged',
  'CounsellingExplained',
  'CounsellingConsentGiven',
];
const WEEK = [
  'SessionBooked',
  'FeeTold',
  'SeatConfirmed',
  'PaymentReceived',
  'SessionStarted',
  'SessionHeld',
  'SeatAttended',
  'ReceiptIssued',
];
const SOMETIMES = [
  'DisclosureConsentGiven',
  'SeatCancelled',
  'DisclosureMade',
  'NoticeDue',
  'NoticeSent',
  'SeatMissed',
  'RecordingAllowed',
  'CreditGiven',
];

const SEALED = 'Q0dVbWFkZS11cC1jaXBoZXItdGV4dA'.repeat(12).slice(0, SEALED_LENGTH);
const digests = new Sha256Digests();
const kinds = (types: readonly string[]): readonly AnyKind[] =>
  types.map((type) => {
    const kind = kindOf(type);
    if (kind === undefined) throw new Error(`no fact ${type} in the catalogue`);
    return kind;
  });
const beginning = kinds(BEGINNING);
const weeks = SOMETIMES.flatMap((type) => kinds([...WEEK, type]));

/** One case's facts, made as its stream grows: realistic in kinds, sizes and ids; nothing in them could be unsealed. */
export class GeneratedCase {
  #revision = -1;
  #session = '';
  readonly stream: string;

  constructor(
    private readonly number: number,
    private readonly logId: string,
  ) {
    this.stream = `case-${derivedId('case', String(number))}`;
  }

  get revision(): number {
    return this.#revision;
  }

  /** The next facts of the case, stated by one action at a moment. */
  next(count: number, at: string): readonly StoredFact[] {
    const action = derivedId(this.stream, String(this.#revision));
    return Array.from({ length: count }, (_, part) => this.#next(action, part, count, at));
  }

  #next(action: string, part: number, of: number, at: string): StoredFact {
    const revision = ++this.#revision;
    const kind = (beginning[revision] ?? weeks[(revision - beginning.length) % weeks.length]) as AnyKind;
    const id = derivedId(action, this.stream, String(part));
    if (kind === weeks[0]) this.#session = id;
    const client = derivedId('client', String(this.number));
    const therapist = derivedId('therapist', String(this.number % 12));
    const open: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(kind.fields)) {
      const example = (kind.example as Readonly<Record<string, unknown>>)[name];
      if (!field.sealed && example !== undefined) open[name] = this.#value(name, field, example, id, client, therapist);
    }
    const place = { log: this.logId, stream: this.stream, revision, fact: id, type: kind.type, version: kind.version };
    const boxes = Object.keys(kind.compartments).map((compartment): [string, Box] => [
      compartment,
      { ...place, compartment, key: client, data: SEALED, commitment: SEALED.slice(0, 43) },
    ]);
    return digests.complete({
      id,
      type: kind.type,
      version: kind.version,
      logId: this.logId,
      stream: this.stream,
      revision,
      happenedAt: at,
      recordedAt: at,
      actor: { person: therapist, role: 'therapist' },
      channel: 'portal',
      purpose: 'TREAT',
      subjects: [
        { person: client, as: 'participant' },
        { person: therapist, as: 'staff' },
      ],
      action: { id: action, name: 'Generated', part, of },
      correlationId: action,
      causationId: action,
      open,
      sealed: Object.fromEntries(boxes),
    });
  }

  #value(name: string, field: Field, example: unknown, id: string, client: string, therapist: string): unknown {
    if (field.kind === 'list' && field.item?.kind === 'id') return name.startsWith('participant') ? [client] : example;
    if (field.kind !== 'id') return example;
    if (name === 'case') return this.stream.slice('case-'.length);
    if (name === 'session') return this.#session || id;
    if (name === 'therapist') return therapist;
    return name === 'participant' || name === 'client' || name === 'payer' ? client : id;
  }
}
