import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler, type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Outcome } from '../../application/kernel/outcome.js';
import { PerformAction } from '../../application/perform-action.js';
import { type ReadOutcome, ReadView } from '../../application/read-view.js';
import { ReplayHistory, type ReplayOutcome } from '../../application/replay-history.js';
import { ReviewAccess, type ReviewOutcome } from '../../application/review/review-access.js';
import { type SearchOutcome, SearchPersons } from '../../application/search/search-persons.js';
import type { Ledger } from '../../ledger.js';
import { LEDGER } from './tokens.js';

/** Answers PerformAction on the command bus. */
@CommandHandler(PerformAction)
export class PerformOnBus implements ICommandHandler<PerformAction> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute(command: PerformAction): Promise<Outcome> {
    return this.ledger.perform(command);
  }
}

/** Answers ReadView on the query bus. */
@QueryHandler(ReadView)
export class ReadOnBus implements IQueryHandler<ReadView> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute(query: ReadView): Promise<ReadOutcome> {
    return this.ledger.read(query);
  }
}

/** Answers ReplayHistory on the query bus. */
@QueryHandler(ReplayHistory)
export class ReplayOnBus implements IQueryHandler<ReplayHistory> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute(query: ReplayHistory): Promise<ReplayOutcome> {
    return this.ledger.replay(query);
  }
}

/** Answers ReviewAccess on the query bus. */
@QueryHandler(ReviewAccess)
export class ReviewOnBus implements IQueryHandler<ReviewAccess> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute(query: ReviewAccess): Promise<ReviewOutcome> {
    return this.ledger.review(query);
  }
}

/** Answers SearchPersons on the query bus. */
@QueryHandler(SearchPersons)
export class SearchOnBus implements IQueryHandler<SearchPersons> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute(query: SearchPersons): Promise<SearchOutcome> {
    return this.ledger.search(query);
  }
}
