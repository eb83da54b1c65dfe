import { fact } from '../language/fact.js';
import { code, count, id, list, name, optional, sealed, text } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aCase = 'case-0190c7a0-0000-7000-8000-00000000ca5e';
const aDecision = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';

/** By which door something was looked at: what a reader did with it. */
export const LOOKED_HOW = ['view', 'list', 'search', 'export', 'print', 'replay', 'follow', 'emergency'] as const;
export type LookedHow = (typeof LOOKED_HOW)[number];

/** Until version 2 an export or a replay stood behind the view's name: `timeline (replay)`. */
const NAMED_WITH_HOW = /^(.*) \((export|replay)\)$/;

function lookedWithHow(open: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [, view = open['view'], how = 'view'] = NAMED_WITH_HOW.exec(String(open['view'])) ?? [];
  return { ...open, view, how, staff: [], decisions: [] };
}

/**
 * Facts of the access log: what PHIPA s. 10.1 lists for every look. The envelope says when, who, in which role and for
 * what purpose; these say what was shown and whose it was.
 */
export const accessFacts = {
  Looked: fact({
    type: 'Looked',
    version: 2,
    stream: 'access',
    clauses: ['R7'],
    says: 'Somebody was shown something: how, which view, whose information, how much of it, as of when, from which workstation, by which decision; a search too that found nothing.',
    fields: {
      how: code(...LOOKED_HOW),
      view: name(),
      information: name(),
      persons: list(id()),
      /** Staff whose name, and registration where it is shown, was opened beside the rows. */
      staff: list(id()),
      streams: list(name()),
      compartments: list(name()),
      rows: count(),
      /** Sealed boxes that were to be opened: never more were. Unknown before version 2. */
      boxes: optional(count()),
      /** Digests of the access decisions that allowed it. */
      decisions: list(name()),
      knownAt: optional(name()),
      asOf: optional(name()),
      session: optional(name()),
      workstation: optional(name()),
      searched: optional(sealed('search', 'R', text())),
    },
    subjects: { persons: 'person' },
    compartments: { search: 'stream' },
    lifts: { 1: lookedWithHow },
    example: {
      how: 'search',
      view: 'people',
      information: 'booking',
      persons: [aPerson],
      staff: [aTherapist],
      streams: [aCase],
      compartments: ['identity'],
      rows: 3,
      boxes: 4,
      decisions: [aDecision],
      session: 'd7e2',
      workstation: 'front-desk-2',
      searched: 'example',
    },
  }),
  Denied: fact({
    type: 'Denied',
    version: 2,
    stream: 'access',
    clauses: ['R7'],
    says: 'Somebody asked to see or do something and was denied; what they were told does not say whether it exists.',
    fields: {
      what: code('view', 'action'),
      how: optional(code(...LOOKED_HOW)),
      name: name(),
      information: optional(name()),
      streams: list(name()),
      persons: list(id()),
      decisions: list(name()),
      session: optional(name()),
      workstation: optional(name()),
      searched: optional(sealed('search', 'R', text())),
    },
    subjects: { persons: 'person' },
    compartments: { search: 'stream' },
    lifts: { 1: (open) => ({ ...open, decisions: [] }) },
    example: {
      what: 'view',
      how: 'view',
      name: 'consents',
      information: 'clinical',
      streams: [aCase],
      persons: [aPerson],
      decisions: [aDecision],
      session: 'd7e2',
      workstation: 'front-desk-2',
      searched: 'example',
    },
  }),
  UnsealingCounted: fact({
    type: 'UnsealingCounted',
    stream: 'access',
    clauses: ['R7'],
    says: 'An instance counted what it put on record in this stream since it last counted, and what it opened: never more than was on record.',
    fields: {
      /** Looks and denials put on record. */
      entries: count(),
      /** Boxes that the looks said were to be opened. */
      logged: count(),
      /** Boxes that were opened. */
      opened: count(),
    },
    example: { entries: 12, logged: 310, opened: 310 },
  }),
} as const;
