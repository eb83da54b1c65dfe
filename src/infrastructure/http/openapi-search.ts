import { PersonTerms } from '../../application/search/search-persons.js';
import { ACTION_HEADERS, ALWAYS, known, type Operation, SCOPE_PARAMETERS } from './openapi-parts.js';
import { PROBLEMS } from './problem.js';
import { bodySchema } from './schemas.js';

/** Searching for persons, as an OpenAPI operation. */
export const searchPath = (): Operation => ({
  operationId: 'search-persons',
  summary: 'Find persons by name, telephone or e-mail.',
  description:
    'Whom is looked for stands in the body, never in the address. Front desk and privacy officer find anybody, also by a former name; a therapist and a supervisor their own clients; everybody else is denied. Every search is recorded before it is answered, also one that finds nobody.',
  tags: ['views'],
  parameters: [SCOPE_PARAMETERS.as, ...ACTION_HEADERS.filter(({ name }) => name === 'X-Request-Id')],
  requestBody: {
    content: {
      'application/json': { schema: bodySchema(PersonTerms), example: { name: 'ana cli', birthDate: '1988-04-12' } },
    },
  },
  responses: {
    '200': {
      description: 'Whom the search found, best first.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Found' } } },
    },
    ...ALWAYS,
    '413': known(PROBLEMS.tooLarge),
    '415': known(PROBLEMS.unsupported),
  },
});
