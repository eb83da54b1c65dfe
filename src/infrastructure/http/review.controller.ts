import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ReviewAccess, type ReviewOutcome } from '../../application/review/review-access.js';
import { PROBLEMS } from './problem.js';
import { type Arrived, callerOf, doorOf } from './request.js';

/** How access was decided, or would be: asked in the body, for it may name a stream. */
@Controller('access')
export class ReviewController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Post('review')
  async review(@Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { person } = callerOf(request);
    const outcome = await this.queries.execute(new ReviewAccess(person, request.body, doorOf(request)));
    reply.status(200).type('application/json; charset=utf-8').send(reviewedOf(outcome));
  }
}

/** The text of an answer to a review; throws the problem that any other outcome is answered with. */
export function reviewedOf(outcome: ReviewOutcome): string {
  switch (outcome.kind) {
    case 'reviewed': {
      const { role, accessEntry, found } = outcome;
      return JSON.stringify({ role, accessEntry: String(accessEntry), ...found });
    }
    case 'malformed':
      throw PROBLEMS.malformed({
        ...(outcome.problems[0]?.field && { field: outcome.problems[0].field }),
        errors: outcome.problems,
      });
    case 'denied':
      throw PROBLEMS.notFound();
  }
}
