import type { RecordedFact } from '../../domain/language/fact.js';
import type { ViewDefinition } from '../../projections/view.js';
import type { Digests, EventStore, Log, ViewCheckpoint, ViewRow, ViewStore } from '../ports.js';
import { projectAsOf } from './as-of.js';
import type { ChainLink } from './projector.js';

/** What verification found about one view. */
export interface ViewFinding {
  readonly view: string;
  readonly position: bigint;
  readonly facts: number;
  readonly rows: number;
  /** Rows of the view that its facts do not give. */
  readonly unexpected: number;
  /** Rows that its facts give and the view does not have. */
  readonly missing: number;
  /** Rows that are there with other content. */
  readonly different: number;
  /** True when the completeness chain recomputed over the log is the one in its checkpoint. */
  readonly chainAgrees: boolean;
  readonly stopped?: ViewCheckpoint['stopped'];
}

/** What verification found about the log and every view. */
export interface Verification {
  readonly facts: number;
  /** Streams whose revisions are not 0, 1, 2, … in log order. */
  readonly brokenStreams: readonly string[];
  /** Ids of facts whose content is not what their digests say. */
  readonly alteredFacts: readonly string[];
  readonly views: readonly ViewFinding[];
  readonly good: boolean;
}

/** What verification reads. */
export interface Verifying {
  readonly log: Pick<EventStore, 'readAll' | 'readStream' | 'streams'>;
  readonly viewStore: Pick<ViewStore, 'read' | 'checkpoints'>;
  readonly views: readonly ViewDefinition[];
  readonly digests: Digests;
  readonly link: ChainLink;
  readonly of?: Log;
}

/** Counts of one view's rows, as in a finding. */
type Tally = { -readonly [K in 'rows' | 'missing' | 'different' | 'unexpected']: ViewFinding[K] };

const FACTS_PER_PAGE = 1_000;

/** Proves that each view is what its facts up to its checkpoint give, row by row, and that no fact was changed, lost or left out. */
export async function verifyViews(on: Verifying): Promise<Verification> {
  const checkpoints = new Map((await on.viewStore.checkpoints()).map((one) => [one.view, one]));
  const log = await walkLog(on, [...checkpoints.values()]);
  const tallies = new Map(on.views.map(({ name }) => [name, { rows: 0, missing: 0, different: 0, unexpected: 0 }]));
  // Stream by stream, so that memory holds one stream's facts and rows at a time.
  for (const stream of await on.log.streams(on.of ?? 'facts')) {
    const facts = await on.log.readStream(on.of ?? 'facts', stream);
    for (const view of on.views) {
      const found = await compareRows(on, view, stream, facts, checkpoints.get(view.name)?.position ?? 0n);
      const tally = tallies.get(view.name) as Tally;
      for (const what of Object.keys(found) as (keyof Tally)[]) tally[what] += found[what];
    }
  }
  const views: ViewFinding[] = [];
  for (const view of on.views) {
    const tally = tallies.get(view.name) as Tally;
    tally.unexpected += await rowsOfOtherStreams(on, view, tally.rows);
    const checkpoint = checkpoints.get(view.name) ?? { view: view.name, position: 0n, chain: '', facts: 0 };
    const { position, facts, stopped } = checkpoint;
    const chainAgrees = log.chains.get(`${position} ${facts}`) === checkpoint.chain;
    views.push({ view: view.name, position, facts, ...tally, chainAgrees, ...(stopped && { stopped }) });
  }
  const good =
    log.brokenStreams.length === 0 &&
    log.alteredFacts.length === 0 &&
    views.every((v) => v.chainAgrees && !v.stopped && v.unexpected + v.missing + v.different === 0);
  const { facts, brokenStreams, alteredFacts } = log;
  return { facts, brokenStreams, alteredFacts, views, good };
}

async function walkLog({ log, digests, link, of = 'facts' }: Verifying, checkpoints: readonly ViewCheckpoint[]) {
  const wanted = new Set(checkpoints.map(({ position }) => position));
  // Every place a checkpoint may stand, with the chain as it is there.
  const chains = new Map([['0 0', '']]);
  const revisions = new Map<string, number>();
  const broken = new Set<string>();
  const alteredFacts: string[] = [];
  let [after, facts, chain] = [0n, 0, ''];
  for (;;) {
    const page = await log.readAll(of, after, FACTS_PER_PAGE);
    for (const { position, ...fact } of page) {
      if (fact.revision !== (revisions.get(fact.stream) ?? -1) + 1) broken.add(fact.stream);
      revisions.set(fact.stream, fact.revision);
      if (!digests.agree(fact)) alteredFacts.push(fact.id);
      chain = link(chain, fact.digest);
      facts++;
      if (wanted.has(position)) chains.set(`${position} ${facts}`, chain);
      after = position;
    }
    if (page.length < FACTS_PER_PAGE) return { facts, chains, brokenStreams: [...broken], alteredFacts };
  }
}

async function compareRows(
  on: Verifying,
  view: ViewDefinition,
  stream: string,
  facts: readonly RecordedFact[],
  position: bigint,
): Promise<Tally> {
  const fresh = (await (await projectAsOf(facts, view, { knownAt: position })).read(view.name)).rows;
  const kept = new Map((await on.viewStore.read(view.name, { streams: [stream] })).rows.map((row) => [row.key, row]));
  const there = fresh.filter(({ key }) => kept.has(key));
  const different = there.filter((row) => on.digests.of(plain(kept.get(row.key))) !== on.digests.of(plain(row)));
  return {
    rows: kept.size,
    missing: fresh.length - there.length,
    different: different.length,
    unexpected: kept.size - there.length,
  };
}

/** Rows whose stream the log does not have: found by counting, since no stream leads to them. */
async function rowsOfOtherStreams(
  { viewStore }: Verifying,
  { name }: ViewDefinition,
  counted: number,
): Promise<number> {
  let [all, after] = [0, undefined as string | undefined];
  do {
    const page = await viewStore.read(name, { order: [], limit: FACTS_PER_PAGE, ...(after && { after }) });
    all += page.rows.length;
    after = page.next;
  } while (after !== undefined);
  return all - counted;
}

const plain = (row: ViewRow | undefined): unknown => ({ ...row, position: String(row?.position) });
