import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { SearchPersons } from '../../application/search/search-persons.js';
import { foundOf, searchRoleOf } from './answering-searches.js';
import { type Arrived, callerOf, doorOf } from './request.js';

/** Searching: what is asked for stands in the body, never in an address that somebody logs. */
@Controller('search')
export class SearchController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Post('persons')
  async persons(@Query() query: unknown, @Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { person } = callerOf(request);
    const as = searchRoleOf(query);
    const outcome = await this.queries.execute(
      new SearchPersons(person, request.body, { ...doorOf(request), ...(as !== undefined && { as }) }),
    );
    reply.status(200).type('application/json; charset=utf-8').send(foundOf(outcome));
  }
}
