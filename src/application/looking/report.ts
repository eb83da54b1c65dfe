import { cutForReport, tellsOfDuty, type WithheldGround } from '../access/apart.js';
import type { AccessPolicy, Grant } from '../access/policy.js';
import type { Relations } from '../access/relations.js';
import type { ViewRow } from '../ports.js';
import type { ReadView } from '../read-view.js';

/** Lines that are kept from a reader, counted: never silently missing. */
export interface Kept {
  readonly ground: WithheldGround;
  readonly lines: number;
}

type Asked = Pick<ReadView, 'person' | 'scope'>;

/**
 * Who looked, as somebody may be told of it: a report can endanger (rule 72). Lines that tell of a duty to report, and to whoever
 * decides for a client those of what they may not see of that client, are left out and counted; the names of staff stay.
 */
export class LooksReport {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly relations: Relations,
  ) {}

  /** True for whoever sees every line whole: the privacy officer and the auditor, of anybody but themselves. */
  isWhole({ person, scope }: Asked, { reach }: Grant): boolean {
    return reach === 'all' && scope.client !== person;
  }

  async of(
    rows: readonly ViewRow[],
    asked: Asked,
    grant: Grant,
  ): Promise<{ readonly shown: readonly ViewRow[]; readonly kept: readonly Kept[] }> {
    const shown: ViewRow[] = [];
    const kept = new Map<WithheldGround, number>();
    const seen = new Map<string, boolean>();
    for (const row of rows) {
      const ofOthers = grant.reach === 'all' && row['person'] !== asked.person;
      const ground = ofOthers ? undefined : await this.groundOf(row, asked, grant, seen);
      if (ground !== undefined) kept.set(ground, (kept.get(ground) ?? 0) + 1);
      else if (!ofOthers) shown.push(cutForReport(row));
      // What somebody searched for is for the privacy officer to judge.
      else shown.push(grant.role === 'privacy-officer' ? row : { ...row, searched: null });
    }
    return { shown, kept: [...kept].map(([ground, lines]) => ({ ground, lines })) };
  }

  private async groundOf(
    row: ViewRow,
    { person, scope }: Asked,
    grant: Grant,
    seen: Map<string, boolean>,
  ): Promise<WithheldGround | undefined> {
    if (tellsOfDuty(row, person)) return 'could-endanger';
    const { client } = scope;
    if (grant.role !== 'representative' || client === undefined) return undefined;
    // The report spans every registration of the client: who decides under one need not see what is kept under another.
    const whose = String(row['person'] ?? client);
    for (const stream of Array.isArray(row['streams']) ? row['streams'].map(String) : []) {
      const may = seen.get(`${stream} ${whose}`) ?? (await this.maySee(person, stream, whose));
      seen.set(`${stream} ${whose}`, may);
      if (!may) return stream.startsWith('complaint-') ? 'could-endanger' : 'own-counselling';
    }
    return undefined;
  }

  /** True unless the stream is of this client and closed to whoever decides for them. */
  private async maySee(person: string, stream: string, client: string): Promise<boolean> {
    const ofClient =
      stream === `file-${client}` ||
      (stream.startsWith('case-') &&
        (await this.relations.toCase(person, stream.slice('case-'.length))).participants.includes(client)) ||
      (stream.startsWith('complaint-') &&
        (await this.relations.personsOf(stream.slice('complaint-'.length))).includes(client));
    return !ofClient || (await this.policy.toSee(person, stream, 'by-stream', 'representative')) !== undefined;
  }
}
