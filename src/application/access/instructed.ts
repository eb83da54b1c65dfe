import type { StreamKind } from '../../domain/language/fact.js';
import { decidesFor, type Matter } from '../../domain/person/deciding-for.js';
import { contactIsLocked, isHidden, type Locked, lockedFile, type Reader } from '../../domain/person/locks.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { instructedBy } from './linked.js';
import { type AboutEntries, aboutEntries, lockedCaseOf } from './locked-rows.js';

/** What an act is aimed at, as far as instructions say something of it. */
interface Aim {
  readonly case?: string;
  readonly participant?: string;
  readonly person?: string;
  readonly entry?: string;
  /** Entries that an answer about the record names, each in its case. */
  readonly entries?: unknown;
}

/** Cases, and entries of theirs, that a body names in a list rather than as what it is aimed at. */
export const entriesNamed = ({
  entries,
}: {
  readonly entries?: unknown;
}): readonly { case: string; entry?: string }[] =>
  Array.isArray(entries)
    ? entries.filter((one): one is { case: string; entry?: string } => typeof one?.case === 'string')
    : [];

/** What people instructed about their information, and who decides for them: folded from their files at this moment (rule 69). */
export class Instructed {
  constructor(
    private readonly states: StreamStates,
    private readonly today: () => Promise<string>,
  ) {}

  private async fileOf(person: string) {
    return (await this.states.load('file', `file-${person}`)).state;
  }

  private async everInCase(caseId: string): Promise<readonly string[]> {
    const { state } = await this.states.load('case', `case-${caseId}`);
    return [...new Set(state.roster.members.map((m) => m.participant))];
  }

  /** What is left of a case for a reader in a role. */
  async lockedCase(caseId: string, reader: Reader): Promise<Locked> {
    return lockedCaseOf(this.states, caseId, reader);
  }

  /** Whom the entries of a case are about, and who ever took part. */
  async aboutEntries(caseId: string): Promise<AboutEntries> {
    return aboutEntries(this.states, `case-${caseId}`);
  }

  /** What is left of a person's file for a reader in a role. */
  async lockedFile(person: string, reader: Reader): Promise<Locked> {
    return lockedFile(person, await instructedBy(this.states, person), reader);
  }

  /** True when a person keeps name and contact from a reader. */
  async contactIsLocked(person: string, reader: Reader): Promise<boolean> {
    return contactIsLocked(person, await instructedBy(this.states, person), reader);
  }

  /** True when one person decides for another today on a matter. */
  async represents(person: string, client: string, matter: Matter): Promise<boolean> {
    const { deciding } = await this.fileOf(client);
    // Most people have nobody who decides for them: no more is read then.
    if (![...deciding.authorities.values()].some((one) => one.substitute === person)) return false;
    const { state } = await this.states.load('person', `person-${client}`);
    return decidesFor(deciding, state.person.bornIn, person, matter, await this.today());
  }

  private async representedInCase(person: string, caseId: string): Promise<readonly string[]> {
    const represented: string[] = [];
    for (const participant of await this.everInCase(caseId))
      if (await this.represents(person, participant, 'information')) represented.push(participant);
    return represented;
  }

  /** True when an instruction keeps what is aimed at from who would act, as committed now. */
  async isShutOut(reader: Reader, target: Aim): Promise<boolean> {
    for (const named of entriesNamed(target)) {
      if (await this.isShutOut(reader, named)) return true;
    }
    if (target.case !== undefined) {
      const locked = await this.lockedCase(target.case, reader);
      if (locked === 'absent') return true;
      if (locked !== undefined) {
        if (target.participant !== undefined && locked.participants.has(target.participant)) return true;
        if (target.entry !== undefined) {
          const about = await this.aboutEntries(target.case);
          const concerns = about.aboutOf(target.entry);
          const entry = { concerns: concerns === undefined ? [] : [concerns], entry: [target.entry] };
          if (isHidden(locked, { ...entry, everyone: about.everyone })) return true;
        }
      }
    }
    if (target.person === undefined) return false;
    // Somebody must be able to enter a letter: only who is shut out by name may not.
    if (reader.role === 'front-desk' || reader.role === 'manager') return this.contactIsLocked(target.person, reader);
    return (await this.lockedFile(target.person, reader)) === 'absent';
  }

  /** What instructions leave of a stream to a reader. An emergency that overrides them (PHIPA s. 40(1)) would be a grant of its own kind, decided here. */
  async lockedOf(kind: StreamKind, id: string, reader: Reader): Promise<Locked> {
    if (kind === 'case') return this.lockedCase(id, reader);
    if (kind === 'file') return this.lockedFile(id, reader);
    if (kind === 'person') return (await this.contactIsLocked(id, reader)) ? 'absent' : undefined;
    return undefined;
  }

  /** For whom a person decides in a stream. */
  async representedIn(kind: StreamKind, id: string, person: string): Promise<readonly string[]> {
    if (kind === 'case') return this.representedInCase(person, id);
    if (kind !== 'file' && kind !== 'person') return [];
    return (await this.represents(person, id, 'information')) ? [id] : [];
  }
}
