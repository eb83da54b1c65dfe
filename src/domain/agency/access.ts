import { fact } from '../language/fact.js';
import { code, count, id, list, name, optional } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

/**
 * Facts of the access log: what PHIPA s. 10.1 lists for every look. The envelope says when, who, in which role and for
 * what purpose; these say what was shown and whose it was.
 */
export const accessFacts = {
  Looked: fact({
    type: 'Looked',
    stream: 'access',
    clauses: ['R7'],
    says: 'Somebody was shown something: which view, whose information, how much of it, as of when.',
    fields: {
      view: name(),
      information: name(),
      persons: list(id()),
      streams: list(name()),
      compartments: list(name()),
      rows: count(),
      knownAt: optional(name()),
      asOf: optional(name()),
      session: optional(name()),
    },
    subjects: { persons: 'person' },
    example: {
      view: 'sessions',
      information: 'booking',
      persons: [aPerson],
      streams: ['case-0190c7a0-0000-7000-8000-00000000ca5e'],
      compartments: ['scheduling'],
      rows: 3,
    },
  }),
  Denied: fact({
    type: 'Denied',
    stream: 'access',
    clauses: ['R7'],
    says: 'Somebody asked to see or do something and was denied; what they were told does not say whether it exists.',
    fields: {
      what: code('view', 'action'),
      name: name(),
      streams: list(name()),
      persons: list(id()),
      session: optional(name()),
    },
    subjects: { persons: 'person' },
    example: {
      what: 'view',
      name: 'consents',
      streams: ['case-0190c7a0-0000-7000-8000-00000000ca5e'],
      persons: [aPerson],
    },
  }),
} as const;
