import { fact, widened } from '../language/fact.js';
import {
  cents,
  code,
  count,
  digest,
  flag,
  id,
  instant,
  list,
  optional,
  record,
  sealed,
  text,
} from '../language/field.js';
import { entryOf, FORMATS, NOTICE_BY } from './requests-facts.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aRequest = '0190c7a0-0000-7000-8000-0000000000a1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const another = '0190c7a0-0000-7000-8000-0000000000e2';

/** On what ground something is withheld or a copy refused (PHIPA ss. 51, 52 and 54(6); CRPO Standard 5.1 for joint records). */
export const GROUNDS = [
  '52-1-e-harm',
  'privilege',
  'other-act',
  'proceeding',
  'investigation',
  'quality-of-care',
  'raw-test-data',
  'confidential-source',
  'another-person',
  'frivolous',
  'no-record',
] as const;
/** Grounds that reach only part of a record: whether the rest can be severed must be considered (PHIPA s. 52(2), (3)). */
export const SEVERABLE: ReadonlySet<(typeof GROUNDS)[number]> = new Set(['52-1-e-harm', 'another-person']);

/** What a release that already happened did against the rules. */
export const AGAINST = [
  'requester-not-verified',
  'not-theirs-to-have',
  'another-persons-entry',
  'severance-not-considered',
  'complaint-right-not-told',
  'electronic-was-asked',
  'entries-left-out',
] as const;

/** What a refusal that went out already did against the rules. */
export const REFUSED_AGAINST = ['severance-not-considered', 'complaint-right-not-told', 'request-over'] as const;

export const copyFacts = {
  CopyFeeEstimated: fact({
    type: 'CopyFeeEstimated',
    stream: 'file',
    clauses: ['R9', 'R3'],
    says: 'The fee for a copy was estimated before it was made, within the tariff; a copy is never kept back for other fees.',
    fields: {
      person: id(),
      request: id(),
      format: code(...FORMATS),
      pages: count(),
      cents: cents(),
      tariffCents: cents(),
    },
    subjects: { person: 'person' },
    example: { person: aPerson, request: aRequest, format: 'paper', pages: 42, cents: 3_550, tariffCents: 3_550 },
  }),
  CopyFeeWaived: fact({
    type: 'CopyFeeWaived',
    stream: 'file',
    clauses: ['R9'],
    says: 'The fee for a copy was waived (PHIPA s. 54(12)).',
    fields: { person: id(), request: id() },
    subjects: { person: 'person' },
    example: { person: aPerson, request: aRequest },
  }),
  RecordReleased: fact({
    type: 'RecordReleased',
    stream: 'file',
    clauses: ['R9'],
    says: 'A copy of the record was given: which entries, what was withheld on which ground, which of the person’s own notes went with it, in what form, and the digest of the copy.',
    fields: {
      person: id(),
      request: id(),
      recipient: id(),
      entries: list(entryOf),
      withheld: list(record({ case: id(), entry: optional(id()), ground: code(...GROUNDS) })),
      severanceConsidered: flag(),
      notes: list(id('note')),
      othersAgreed: list(record({ participant: id(), case: id() })),
      format: code(...FORMATS),
      how: code('in-person', 'mail', 'e-mail', 'portal', 'collected'),
      sha256: digest(),
      last: flag(),
      complainUntil: optional(instant()),
      against: list(code(...AGAINST)),
      reasons: optional(sealed('answer', 'R', text())),
    },
    subjects: { person: 'person', recipient: 'representative', 'othersAgreed.participant': 'named' },
    compartments: { answer: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      request: aRequest,
      recipient: aPerson,
      entries: [{ case: aCase, entry: anEntry }],
      withheld: [{ case: aCase, entry: another, ground: '52-1-e-harm' }],
      severanceConsidered: true,
      notes: [],
      othersAgreed: [],
      format: 'electronic',
      how: 'portal',
      sha256: 'a'.repeat(64),
      last: true,
      complainUntil: '2026-08-11T03:59:59.999Z',
      against: [],
      reasons: 'One page would identify who warned the clinic.',
    },
  }),
  RecordRefused: fact({
    type: 'RecordRefused',
    ...widened,
    stream: 'file',
    clauses: ['R9'],
    says: 'A request for a copy was refused as a whole, in writing: the ground, the reasons, and that one may complain to the Commissioner; of a letter that went out already, what it did against the rules.',
    fields: {
      person: id(),
      request: id(),
      ground: code(...GROUNDS),
      severanceConsidered: flag(),
      noticeBy: code(...NOTICE_BY),
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
      ground: 'proceeding',
      severanceConsidered: true,
      noticeBy: 'mail',
      complainUntil: '2026-08-11T03:59:59.999Z',
      reasons: 'Made for a hearing that is not over.',
    },
  }),
} as const;
