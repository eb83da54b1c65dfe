import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../src/application/actions/all.js';
import type { Clause } from '../../src/domain/charter.js';

/** Why a refusal of a report is no judgement by the charter: what is reported cannot be, or is said in another way. */
const REASONS = {
  unknown: 'what it names is not there: the report may be right and its id is wrong',
  impossible: 'what it says contradicts itself, a calendar or a sum: it cannot have happened so',
  notYet: 'it has not happened yet, or the clock speaks before its time',
  incomplete: 'the form lacks what would make it that report',
  voice: 'it is somebody else’s to say, and they can say it',
  otherForm: 'it did happen, and another form reports it',
  secondPerson: 'a correction of the log, no report: the proposal is on record and another person does it',
} as const;

/** Every refusal under a clause that some report may give, and why rule 36 lets it. */
const ALLOWED: Readonly<Record<string, keyof typeof REASONS>> = {
  // Ids that nothing has.
  'allegation-not-found': 'unknown',
  'allocation-unknown': 'unknown',
  'complaint-not-found': 'unknown',
  'conduct-report-not-found': 'unknown',
  'fact-not-in-report': 'unknown',
  'goal-not-found': 'unknown',
  'need-not-found': 'unknown',
  'not-a-party': 'unknown',
  'not-asked-to-correct': 'unknown',
  'not-the-respondent': 'unknown',
  'notice-not-found': 'unknown',
  'participation-not-found': 'unknown',
  'payment-not-found': 'unknown',
  'qualification-not-found': 'unknown',
  'question-not-found': 'unknown',
  'record-entry-not-found': 'unknown',
  'record-request-not-found': 'unknown',
  'recording-not-found': 'unknown',
  'referral-not-found': 'unknown',
  'refund-not-found': 'unknown',
  'reporting-duty-not-found': 'unknown',
  'seat-not-found': 'unknown',
  'session-not-found': 'unknown',
  'technique-not-found': 'unknown',
  'therapist-not-registered': 'unknown',
  'topic-not-found': 'unknown',
  'unknown-policy': 'unknown',
  'unknown-service': 'unknown',
  // Nobody waits for these looks: an instruction that asks for a review is not there, or its review is.
  'nothing-to-review': 'unknown',
  // Nobody was named whom the report could have been served on.
  'reported-not-named': 'unknown',
  // There is no decision to deliver, or to have received.
  'complaint-not-decided': 'unknown',
  'no-college-decision': 'unknown',
  'no-commissioner-complaint': 'unknown',
  // Sums, days and clocks that cannot hold.
  'allocated-too-much': 'impossible',
  'attended-and-missed': 'impossible',
  'case-not-theirs': 'impossible',
  'local-time-does-not-exist': 'impossible',
  'provided-in-full': 'impossible',
  'qualification-ends-before-it-begins': 'impossible',
  // Twenty years back there was no such agency.
  'session-in-the-past': 'impossible',
  'own-conduct': 'impossible',
  'answer-not-yet-due': 'notYet',
  'deadline-not-reached': 'notYet',
  'session-not-begun': 'notYet',
  'training-in-the-future': 'notYet',
  'certified-technique-needed': 'incomplete',
  'local-time-exists-twice': 'incomplete',
  'receipt-needs-evidence': 'incomplete',
  // A concern is the therapist’s, that a child decided is the child’s, and a report of conduct its reporter’s.
  'concern-by-therapist': 'voice',
  'only-the-child-decides': 'voice',
  // Another privacy officer sees to an officer’s own registration.
  'own-link': 'voice',
  'reporter-is-another': 'voice',
  // A seat that was cancelled is none: who came all the same was in a session that nobody had booked for them.
  'seat-has-ended': 'otherForm',
  // What is written is amended beside the original.
  'entry-already-written': 'otherForm',
  // Another person’s conduct is a report of its own.
  'reported-is-named': 'otherForm',
  // A copy given without a request for one is asked for orally, then reported.
  'not-a-copy-request': 'otherForm',
  'not-a-correction-request': 'otherForm',
  // Who was told without being on the list was told something about a client: a disclosure.
  'not-a-recipient-to-tell': 'otherForm',
  'disclosure-not-incomplete': 'otherForm',
  'second-person-needed': 'secondPerson',
  // Nobody could then grant a role again.
  'last-privacy-officer': 'secondPerson',
};

const reports = [...ACTIONS.values()].filter(({ kind }) => kind === 'report');
const refusals = reports.flatMap(({ name, refuses }) =>
  (refuses as readonly { readonly code: string; readonly clause?: Clause }[]).flatMap(({ code, clause }) =>
    clause === undefined ? [] : [{ name, code }],
  ),
);
const given = new Set(refusals.map(({ code }) => code));

describe('Reports of what happened (rule 36)', () => {
  it('no report is refused on a ground of the charter: each refusal under a clause stands here with its reason', () => {
    expect(refusals.filter(({ code }) => ALLOWED[code] === undefined)).toEqual([]);
  });

  it('no reason stands here for what no report refuses', () => {
    expect(Object.keys(ALLOWED).filter((code) => !given.has(code))).toEqual([]);
    const used = new Set(Object.values(ALLOWED));
    expect(Object.keys(REASONS).filter((reason) => !used.has(reason as keyof typeof REASONS))).toEqual([]);
  });

  it('what is named a report is one', () => {
    const named = [...ACTIONS.values()].filter(({ name }) => name.startsWith('Report'));
    expect(named.filter(({ kind }) => kind !== 'report').map(({ name }) => name)).toEqual([]);
  });

  it('whoever may ask for something that can be refused can also report that it was done', () => {
    for (const [request, report] of Object.entries(REPORTED_BY)) {
      const [asked, told] = [ACTIONS.get(request), ACTIONS.get(report)];
      expect([asked?.kind, told?.kind]).toEqual(['request', 'report']);
      expect(told?.who).toEqual(expect.arrayContaining([...(asked?.who ?? [])]));
    }
  });
});

/** What may be refused, and by what it is reported once it was done all the same. */
const REPORTED_BY = {
  StartSession: 'ReportSessionHeld',
  Disclose: 'ReportDisclosure',
  RecordSession: 'ReportRecording',
  DestroyRecording: 'ReportRecordingDestroyed',
  UseTechnique: 'ReportTechniqueUsed',
  ReleaseRecord: 'ReportRecordReleased',
  RefuseRecord: 'ReportRecordRefused',
  RefuseCorrection: 'ReportCorrectionRefused',
  ExtendRequest: 'ReportExtensionNotice',
};
