import { ReviewTerms } from '../../application/review/review-access.js';
import { ACTION_HEADERS, ALWAYS, known, type Operation } from './openapi-parts.js';
import { PROBLEMS } from './problem.js';
import { bodySchema } from './schemas.js';

/** Reviewing how access was decided, as an OpenAPI operation. */
export const reviewPath = (): Operation => ({
  operationId: 'review-access',
  summary: 'Review how access was decided, or would be.',
  description:
    'For whoever sees every look. replay runs each kept decision again with the policies of then; who-could-see says who could see a stream at the end of a day, and why; dry-run says what a proposed set of policies would have decided otherwise over a period. Every review is recorded before it is answered.',
  tags: ['views'],
  parameters: [...ACTION_HEADERS.filter(({ name }) => name === 'X-Request-Id')],
  requestBody: {
    content: {
      'application/json': {
        schema: bodySchema(ReviewTerms),
        example: { ask: 'who-could-see', stream: 'case-0190c7a0-0000-7000-8000-00000000ca5e', day: '2026-02-13' },
      },
    },
  },
  responses: {
    '200': {
      description: 'What the review found.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    ...ALWAYS,
    '413': known(PROBLEMS.tooLarge),
    '415': known(PROBLEMS.unsupported),
  },
});
