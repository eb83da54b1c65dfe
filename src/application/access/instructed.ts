import { decidesFor, type Matter } from '../../domain/person/deciding-for.js';
import { contactIsLocked, type Locked, lockedFile, type Reader } from '../../domain/person/locks.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { type AboutEntries, aboutEntries, lockedCaseOf } from './locked-rows.js';

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
    return lockedFile(person, (await this.fileOf(person)).instructions, reader);
  }

  /** True when a person keeps name and contact from a reader. */
  async contactIsLocked(person: string, reader: Reader): Promise<boolean> {
    return contactIsLocked(person, (await this.fileOf(person)).instructions, reader);
  }

  /** True when one person decides for another today on a matter. */
  async represents(person: string, client: string, matter: Matter): Promise<boolean> {
    const { deciding } = await this.fileOf(client);
    // Most people have nobody who decides for them: no more is read then.
    if (![...deciding.authorities.values()].some((one) => one.substitute === person)) return false;
    const { state } = await this.states.load('person', `person-${client}`);
    return decidesFor(deciding, state.person.bornIn, person, matter, await this.today());
  }

  /** Those who ever took part in a case for whom a person decides today. */
  async representedIn(person: string, caseId: string): Promise<readonly string[]> {
    const represented: string[] = [];
    for (const participant of await this.everInCase(caseId))
      if (await this.represents(person, participant, 'information')) represented.push(participant);
    return represented;
  }
}
