import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { StoreFull } from '../../application/ports.js';
import { problemOf } from './answering.js';
import { PROBLEMS, problemBody } from './problem.js';
import type { Watch } from './readiness.js';
import type { Arrived } from './request.js';

/** Where in the code it broke, without its message: a message may quote what a person wrote. */
export function traceOf(error: unknown): { readonly name: string; readonly code?: string; readonly at: string[] } {
  const { name, code, stack } = error as { name?: unknown; code?: unknown; stack?: unknown };
  return {
    name: typeof name === 'string' ? name : typeof error,
    ...(typeof code === 'string' && { code }),
    at: typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [],
  };
}

/** Answers everything that is thrown with a problem, and says no more than the problem does. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly watch: Watch,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Arrived>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = problemOf(error);
    const { correlation } = request;
    if (known === undefined) this.log.error({ correlation, error: traceOf(error) }, 'a fault');
    if (error instanceof StoreFull) {
      this.watch.full();
      this.log.error({ correlation }, 'the store is full');
    }
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { details, headers } = known ?? PROBLEMS.internal();
    reply
      .status(details.status)
      .headers(headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(problemBody(details, correlation));
  }
}
