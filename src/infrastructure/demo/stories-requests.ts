import { createHash } from 'node:crypto';
import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Ids of all notes of a case so far, with the case. */
const notesIn = ({ stage }: Month, key: string): readonly { readonly case: string; readonly entry: string }[] =>
  [...stage.ids].flatMap(([name, entry]) =>
    name.startsWith(`note of ${key} on `) ? [{ case: stage.id(`case of ${key}`), entry }] : [],
  );

/** A copy asked for in writing: verified, extended, priced, given with one entry withheld; and read. */
export function planCopy(month: Month): void {
  const { does, refused, sees, who, id } = scriptOf(month);
  const hers = () => ({ ...who('hedda'), request: id('request of hedda') });
  const record = () => `/views/record?case=${id('case of hedda')}`;
  sees('2026-06-14T20:00', 'hedda', 'looks at her record: what there is, not what it says', record);
  does(
    '2026-06-15T09:30',
    'hedda',
    'asks in writing for a copy of her case, on paper',
    'request-record',
    () => ({ ...who('hedda'), how: 'written', scope: 'cases', cases: [id('case of hedda')], format: 'paper' }),
    'request of hedda',
  );
  does('2026-06-16T09:00', 'desk', 'has seen her passport', 'verify-requester', () => ({
    ...hers(),
    requester: who('hedda').person,
    by: 'identity-document',
  }));
  refused(
    '2026-06-17T11:00',
    'desk',
    'estimates the fee at 60 dollars',
    'fee-above-tariff',
    'estimate-copy-fee',
    () => ({
      ...hers(),
      format: 'paper',
      pages: 34,
      cents: 6_000,
    }),
  );
  does('2026-06-17T11:05', 'desk', 'estimates it at 33.50 dollars, within the tariff', 'estimate-copy-fee', () => ({
    ...hers(),
    format: 'paper',
    pages: 34,
    cents: 3_350,
  }));
  refused(
    '2026-07-08T10:00',
    'officer',
    'would extend the time by sixty days',
    'extension-too-long',
    'extend-request',
    () => ({
      ...hers(),
      ...LONGER,
      days: 60,
    }),
  );
  does(
    '2026-07-08T10:10',
    'officer',
    'extends it by twenty days, in writing, with the reason',
    'extend-request',
    () => ({
      ...hers(),
      ...LONGER,
      days: 20,
    }),
  );
  const withheld = () => id('note of hedda on 05-07');
  const copy = (more: object) => ({
    ...hers(),
    entries: notesIn(month, 'hedda').filter(({ entry }) => entry !== withheld()),
    withheld: [{ case: id('case of hedda'), entry: withheld(), ground: '52-1-e-harm' }],
    complaintRightTold: true,
    format: 'paper',
    deliveredBy: 'collected',
    sha256: digestOf('the copy for hedda'),
    reasons: 'What was written on that day could set her back badly; her physician was asked.',
    ...more,
  });
  refused(
    '2026-07-24T10:00',
    'officer',
    'would withhold one note without a thought of severing it',
    'severance-not-considered',
    'release-record',
    () => copy({}),
  );
  does('2026-07-24T10:30', 'officer', 'gives the copy; one note is withheld, with its ground', 'release-record', () =>
    copy({ severanceConsidered: true }),
  );
  sees('2026-07-24T19:00', 'hedda', 'reads what she was given, and which note is missing', record);
}
const LONGER = {
  because: 'consultation-needed',
  noticeBy: 'mail',
  reasons: 'Her physician is to be asked about one note, and is away.',
} as const;

/** Nobody answers: refused by silence, and before the Commissioner; and one partner of a couple asks. */
export function planSilence(month: Month): void {
  const { does, refused, sees, who, id, person } = scriptOf(month);
  const hers = () => ({ ...who('fenna'), request: id('request of fenna') });
  does(
    '2026-07-06T08:40',
    'fenna',
    'asks in writing for a copy of her case; the letter is put away',
    'request-record',
    () => ({ ...who('fenna'), how: 'written', scope: 'cases', cases: [id('case of fenna')], format: 'electronic' }),
    'request of fenna',
  );
  does('2026-08-12T19:30', 'fenna', 'complains to the Commissioner', 'report-commissioner-complaint', () => ({
    ...hers(),
    reference: 'HA26-00417',
  }));
  does('2026-08-13T09:00', 'officer', 'finds the letter and verifies who asked', 'verify-requester', () => ({
    ...hers(),
    requester: person('fenna'),
    by: 'sign-in',
  }));
  const copy = (more: object) => ({
    ...hers(),
    entries: notesIn(month, 'fenna'),
    deliveredBy: 'portal',
    sha256: digestOf('the copy for fenna'),
    ...more,
  });
  refused(
    '2026-08-13T09:30',
    'officer',
    'would give on paper what was asked electronically',
    'electronic-was-asked',
    'release-record',
    () => copy({ format: 'paper' }),
  );
  does(
    '2026-08-13T09:40',
    'officer',
    'gives the copy, late: the refusal by silence stays on record',
    'release-record',
    () => copy({ format: 'electronic' }),
  );
  does(
    '2026-09-30T10:00',
    'officer',
    'records that the Commissioner’s file was settled',
    'end-commissioner-complaint',
    () => ({
      ...hers(),
      outcome: 'settled',
    }),
  );
  const couple = () => id('case of second couple');
  does(
    '2026-06-16T17:45',
    'rhea',
    'writes what gaspard said alone: an entry about him',
    'write-entry',
    () => ({
      case: couple(),
      kind: 'note',
      participant: person('gaspard'),
      content: 'Said at the door what he has not told her.',
    }),
    'entry about gaspard',
  );
  does('2026-06-16T17:50', 'rhea', 'signs it', 'sign-entry', () => ({
    case: couple(),
    entry: id('entry about gaspard'),
  }));
  const theirs = () => ({ ...who('marguerite'), request: id('request of marguerite') });
  does(
    '2026-08-10T09:00',
    'marguerite',
    'asks in writing for the couple’s record',
    'request-record',
    () => ({ ...who('marguerite'), how: 'written', scope: 'cases', cases: [couple()], format: 'portal' }),
    'request of marguerite',
  );
  const joint = (entries: readonly object[], more: object) => ({
    ...theirs(),
    entries: [...notesIn(month, 'second couple'), ...entries],
    format: 'portal',
    deliveredBy: 'portal',
    sha256: digestOf('the copy for marguerite'),
    ...more,
  });
  does('2026-08-11T09:00', 'officer', 'verifies marguerite by her sign-in', 'verify-requester', () => ({
    ...theirs(),
    requester: person('marguerite'),
    by: 'sign-in',
  }));
  refused(
    '2026-08-20T10:00',
    'officer',
    'would give her what is about gaspard alone',
    'another-persons-entry',
    'release-record',
    () => joint([{ case: couple(), entry: id('entry about gaspard') }], {}),
  );
  does(
    '2026-08-20T10:20',
    'officer',
    'gives what is hers and what is of both; what is about him stays his',
    'release-record',
    () =>
      joint([], {
        withheld: [{ case: couple(), ground: 'another-person' }],
        severanceConsidered: true,
        complaintRightTold: true,
      }),
  );
  sees(
    '2026-08-20T19:00',
    'marguerite',
    'reads it: nothing about gaspard alone',
    () => `/views/record?case=${couple()}`,
  );
}
