import { type IQueryHandler, Query } from '@nestjs/cqrs';
import type { AccessLog, Asker } from '../access/access-log.js';
import { BY_RELATION } from '../access/own-affairs.js';
import type { AccessPolicy, Grant } from '../access/policy.js';
import { PoliciesRefused } from '../access/policy-set.js';
import type { Relations } from '../access/relations.js';
import { IsCode, IsDate, IsName, IsRecords, IsText, Optional } from '../actions/action.js';
import type { FieldProblem } from '../kernel/outcome.js';
import { kindOfStream } from '../kernel/stream-states.js';
import { wellFormed } from '../kernel/well-formed.js';
import type { Clock } from '../ports.js';
import { type DryRun, dryRun, type PolicySetOf, type Replayed, replayDecisions } from './kept-decisions.js';
import { type CouldSeeThen, type LookingBack, whoCouldSee } from './who-could-see.js';

/** What can be asked about how access was decided. */
export const REVIEWS = ['replay', 'who-could-see', 'dry-run'] as const;
export type Review = (typeof REVIEWS)[number];

/** A policy file that is proposed. */
export class PolicyText {
  @IsName('file name') name: string;
  @IsText(200_000) text: string;
}

/** What an officer or an auditor asks: a stream and a day, or policies and a period. */
export class ReviewTerms {
  @IsCode(...REVIEWS) ask: Review;
  /** Name of the stream that is asked about. */
  @Optional() @IsName('stream') stream?: string;
  @Optional() @IsDate() day?: string;
  /** First day of the period, and the day after its last. */
  @Optional() @IsDate() from?: string;
  @Optional() @IsDate() until?: string;
  @Optional() @IsRecords(PolicyText, 1, 100) texts?: readonly PolicyText[];
}

/** Asks how access was decided, or would be. */
export class ReviewAccess extends Query<ReviewOutcome> {
  constructor(
    readonly person: string,
    readonly terms: unknown,
    readonly options: { readonly session?: string; readonly workstation?: string } = {},
  ) {
    super();
  }
}

export type ReviewOutcome =
  | {
      readonly kind: 'reviewed';
      readonly found: Replayed | CouldSeeThen | DryRun;
      readonly role: string;
      readonly accessEntry: bigint;
    }
  | { readonly kind: 'malformed'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'denied' };

/** What reviewing stands on. */
export interface Reviewing extends LookingBack {
  readonly policy: Pick<AccessPolicy, 'rulingToSeeLooks'>;
  readonly relations: Pick<Relations, 'days' | 'toDuty' | 'toComplaint'>;
  readonly accessLog: AccessLog;
  readonly clock: Clock;
  /** A policy set of proposed texts, checked against what there is to decide about now. */
  readonly proposed: PolicySetOf;
}

/** Under what name a review stands in the access log. */
const NAME_OF: Readonly<Record<Review, string>> = {
  replay: 'access-decisions',
  'who-could-see': 'who-could-see',
  'dry-run': 'access-dry-run',
};

/** Answers how access was decided, to whoever sees every look; each answer is on record before it is given. */
export class ReviewAccessHandler implements IQueryHandler<ReviewAccess> {
  constructor(private readonly on: Reviewing) {}

  async execute(query: ReviewAccess): Promise<ReviewOutcome> {
    const { grant, decision } = await this.on.policy.rulingToSeeLooks(query.person, undefined);
    const checked = wellFormed(ReviewTerms, query.terms);
    const asked = 'body' in checked ? checked.body.ask : undefined;
    if (grant === undefined || grant.reach !== 'all') return this.deny(query, asked, decision);
    if ('problems' in checked) return { kind: 'malformed', problems: checked.problems };
    if (await this.isAboutThem(query.person, checked.body.stream)) return this.deny(query, asked, decision);
    const missing = missingIn(checked.body);
    if (missing.length > 0) return { kind: 'malformed', problems: missing };
    try {
      const found = await this.find(checked.body);
      const accessEntry = await this.record(query, grant, checked.body, found);
      return { kind: 'reviewed', found, role: grant.role, accessEntry };
    } catch (error) {
      if (!(error instanceof PoliciesRefused)) throw error;
      return { kind: 'malformed', problems: error.problems.map((reason) => ({ field: 'texts', reason })) };
    }
  }

  /** Whoever a duty to report or a complaint is about is not told of it by who could see it. */
  private async isAboutThem(person: string, stream: string | undefined): Promise<boolean> {
    if (stream === undefined || !isStream(stream)) return false;
    const kind = kindOfStream(stream);
    const id = stream.slice(kind.length + 1);
    if (kind === 'mandatory-report') return (await this.on.relations.toDuty(person, id)).concerned;
    return (kind === 'complaint' || kind === 'college') && (await this.on.relations.toComplaint(person, id)).respondent;
  }

  private async find({ ask, stream = '', day = '', from = '', until = '', texts = [] }: ReviewTerms) {
    const { store, digests, policySetOf, clock } = this.on;
    if (ask === 'replay') return replayDecisions(store, digests, policySetOf);
    if (ask === 'who-could-see') return whoCouldSee(this.on, stream, day, clock.now());
    const dayOf = await this.on.relations.days();
    return dryRun(store, digests, this.on.proposed(texts), { from, until, dayOf });
  }

  private async record(
    { person, options }: ReviewAccess,
    { role, purpose, decision }: Grant,
    { ask, stream }: ReviewTerms,
    found: Replayed | CouldSeeThen | DryRun,
  ): Promise<bigint> {
    const asker: Asker = { person, role, purpose, ...options };
    const seen = 'couldSee' in found ? [...new Map(found.couldSee.map((one) => [one.person, one])).values()] : [];
    const { position } = await this.on.accessLog.looked(asker, {
      how: ask === 'replay' ? 'replay' : 'view',
      view: NAME_OF[ask],
      information: 'access-log',
      persons: seen.filter(({ role: as }) => BY_RELATION.has(as)).map((one) => one.person),
      staff: seen.filter(({ role: as }) => !BY_RELATION.has(as)).map((one) => one.person),
      streams: stream === undefined ? [] : [stream],
      compartments: [],
      rows: 'couldSee' in found ? found.couldSee.length : 'changes' in found ? found.changes.length : found.decisions,
      boxes: 0,
      decisions: [decision],
    });
    return position;
  }

  private async deny(
    { person, options }: ReviewAccess,
    asked: Review | undefined,
    decision: string,
  ): Promise<ReviewOutcome> {
    const asker: Asker = { person, role: 'unknown', purpose: 'PATRQT', ...options };
    const name = asked === undefined ? 'access-review' : NAME_OF[asked];
    await this.on.accessLog.denied(asker, 'view', name, [], [], { information: 'access-log', decisions: [decision] });
    return { kind: 'denied' };
  }
}

const NEEDED: Readonly<Record<Review, readonly (keyof ReviewTerms)[]>> = {
  replay: [],
  'who-could-see': ['stream', 'day'],
  'dry-run': ['texts', 'from', 'until'],
};

/** True for a name that a stream of some kind could have. */
function isStream(name: string): boolean {
  try {
    return kindOfStream(name).length > 0;
  } catch {
    return false;
  }
}

const missingIn = (terms: ReviewTerms): readonly FieldProblem[] =>
  NEEDED[terms.ask]
    .filter((field) => terms[field] === undefined || (field === 'stream' && !isStream(String(terms.stream))))
    .map((field) => ({ field, reason: `${field} is needed for ${terms.ask}` }));
