import { fact, widened } from '../language/fact.js';
import { code, flag, id, instant, list, optional, record, sealed, text } from '../language/field.js';
import { REFUSED_AGAINST } from './requests-copies-facts.js';
import { entryOf, NOTICE_BY } from './requests-facts.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aRequest = '0190c7a0-0000-7000-8000-0000000000a1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';

/** How an entry is corrected: each leaves the original readable (PHIPA s. 55(10); rule 21). */
export const CORRECTED_HOW = ['struck-out', 'labelled', 'severed'] as const;
/** Why a correction is refused (PHIPA s. 55(6), (8), (9)). */
export const CORRECTION_REFUSED_BECAUSE = [
  'not-created-here',
  'professional-opinion',
  'frivolous',
  'not-shown-inaccurate',
] as const;

export const correctionFacts = {
  CorrectionGranted: fact({
    type: 'CorrectionGranted',
    stream: 'file',
    clauses: ['R9'],
    says: 'A correction was granted: an entry of the record, or what was described in words. The original stays; the corrected text stands beside it.',
    fields: {
      person: id(),
      request: id(),
      corrects: optional(entryOf),
      how: code(...CORRECTED_HOW),
      toTell: list(record({ recipient: id(), case: optional(id()), disclosure: optional(id()) })),
      last: flag(),
      corrected: optional(sealed('answer', 'R', text())),
    },
    subjects: { person: 'person', 'toTell.recipient': 'named' },
    compartments: { answer: 'person' },
    example: {
      person: aPerson,
      request: aRequest,
      corrects: { case: aCase, entry: anEntry },
      how: 'struck-out',
      toTell: [],
      last: true,
    },
  }),
  CorrectionRefused: fact({
    type: 'CorrectionRefused',
    ...widened,
    stream: 'file',
    clauses: ['R9'],
    says: 'A correction was refused in writing, of the entries named or of all still open: why, and that one may complain to the Commissioner and attach a statement of disagreement; of a letter that went out already, what it did against the rules.',
    fields: {
      person: id(),
      request: id(),
      entries: list(entryOf),
      because: code(...CORRECTION_REFUSED_BECAUSE),
      noticeBy: code(...NOTICE_BY),
      last: flag(),
      complainUntil: instant(),
      against: optional(list(code(...REFUSED_AGAINST))),
      reasons: sealed('answer', 'R', text()),
    },
    subjects: { person: 'person' },
    compartments: { answer: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      request: aRequest,
      entries: [{ case: aCase, entry: anEntry }],
      because: 'professional-opinion',
      noticeBy: 'mail',
      last: true,
      complainUntil: '2026-08-11T03:59:59.999Z',
      reasons: 'It is what the therapist observed, in good faith.',
    },
  }),
  RecipientToldOfCorrection: fact({
    type: 'RecipientToldOfCorrection',
    stream: 'file',
    clauses: ['R9'],
    says: 'Somebody to whom the uncorrected information had been disclosed was told of the correction, or could not be reached.',
    fields: {
      person: id(),
      request: id(),
      recipient: id(),
      outcome: code('told', 'not-reached'),
      how: code('mail', 'e-mail', 'telephone', 'portal', 'in-person'),
    },
    subjects: { person: 'person', recipient: 'named' },
    inTheWorld: true,
    example: { person: aPerson, request: aRequest, recipient: aRecipient, outcome: 'told', how: 'mail' },
  }),
} as const;
