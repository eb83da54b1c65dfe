/** One number that a law, a professional standard or the agency's procedure sets. */
export interface LegalParameter {
  readonly says: string;
  readonly unit:
    | 'days'
    | 'basis points'
    | 'months'
    | 'years'
    | 'minutes'
    | 'cells'
    | 'cents'
    | 'pages'
    | 'persons'
    | 'looks';
  readonly citation: string;
  /** True when counsel has yet to confirm the number or how it is counted. */
  readonly forCounsel: boolean;
  readonly values: readonly { readonly effectiveFrom: string; readonly value: number }[];
}

const parameter = (
  says: string,
  unit: LegalParameter['unit'],
  citation: string,
  forCounsel: boolean,
  ...values: readonly (readonly [effectiveFrom: string, value: number])[]
): LegalParameter => ({
  says,
  unit,
  citation,
  forCounsel,
  values: values.map(([effectiveFrom, value]) => ({ effectiveFrom, value })),
});

const always = '1900-01-01';

/** Built-in values, in force until the agency publishes others; each is looked up as of the day it is applied to. */
export const LEGAL_PARAMETERS = {
  'psychotherapy-tax': parameter(
    'Tax on psychotherapy, by date of supply',
    'basis points',
    'Bill C-59, royal assent 20 June 2024; CRA Notice 335',
    false,
    [always, 1300],
    ['2024-06-20', 0],
  ),
  'missed-session-tax': parameter(
    'Tax on late-cancellation and missed-session fees',
    'basis points',
    'Unresolved; for counsel',
    true,
    [always, 0],
  ),
  'college-notice-days': parameter(
    'The College tells the registrant of a complaint',
    'days',
    'CRPO, filing a complaint',
    false,
    [always, 14],
  ),
  'college-response-days': parameter(
    'The registrant answers the College',
    'days',
    'RHPA Code s. 25; secondary source',
    false,
    [always, 30],
  ),
  'college-disposal-days': parameter('The College disposes of a complaint', 'days', 'RHPA Code s. 28', false, [
    always,
    150,
  ]),
  'hparb-review-days': parameter(
    'A party asks HPARB for a review, from receipt of the decision',
    'days',
    'RHPA Code s. 29; HPARB',
    false,
    [always, 30],
  ),
  'hparb-extension-days': parameter('HPARB may extend the time to ask for a review', 'days', 'HPARB', false, [
    always,
    60,
  ]),
  'complaint-acknowledgement-days': parameter(
    'The agency acknowledges a complaint',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 5],
  ),
  'complaint-response-days': parameter(
    'The respondent answers the agency',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 14],
  ),
  'complaint-decision-days': parameter(
    'The agency decides a complaint',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 60],
  ),
  'complaint-appeal-days': parameter(
    'A party appeals the agency’s decision, from receipt',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 30],
  ),
  'deemed-receipt-days': parameter(
    'A mailed notice counts as received, when nothing shows when it was',
    'days',
    'Agency procedure; for counsel',
    true,
    [always, 5],
  ),
  'recording-destruction-days': parameter(
    'A recording is destroyed after its consent is withdrawn, unless held',
    'days',
    'Agency procedure; no CRPO text found',
    true,
    [always, 7],
  ),
  'recording-retention-days': parameter(
    'A recording made for supervision is destroyed after this time, unless held',
    'days',
    'Agency procedure; no CRPO text found',
    true,
    [always, 90],
  ),
  'refund-days': parameter('Credit left at the end of a case is paid back', 'days', 'Agency procedure', true, [
    always,
    30,
  ]),
  'access-days': parameter(
    'A written request for a copy or a correction of the record is answered, from receipt',
    'days',
    'PHIPA s. 54(2), s. 55(3); IPC, Access and correction',
    false,
    [always, 30],
  ),
  'access-extension-days': parameter(
    'The most by which the time to answer about the record is extended',
    'days',
    'PHIPA s. 54(3), s. 55(3); IPC, Access and correction',
    false,
    [always, 30],
  ),
  'ipc-complaint-months': parameter(
    'A refusal about the record is complained of to the Commissioner',
    'months',
    'PHIPA s. 56(3); IPC, complaint process; whether a holiday extends it: for counsel',
    true,
    [always, 6],
  ),
  'copy-fee-cents': parameter(
    'The most charged for a copy of the record: search, review and the first pages',
    'cents',
    'PHIPA s. 54(11); IPC Order HO-009',
    false,
    [always, 3_000],
  ),
  'copy-fee-pages': parameter('Pages that this fee covers', 'pages', 'IPC Order HO-009', false, [always, 20]),
  'copy-page-cents': parameter('The most charged for each further page', 'cents', 'IPC Order HO-009', false, [
    always,
    25,
  ]),
  'copy-electronic-cents': parameter(
    'The most charged for an electronic copy, however long',
    'cents',
    'PHIPA Decision 259 (2024): one estimate cut to this; as a general limit for counsel',
    true,
    [always, 4_000],
  ),
  'request-abandoned-days': parameter(
    'A request about the record may be closed when nothing was heard this long after the agency asked back',
    'days',
    'Agency procedure; for counsel',
    true,
    [always, 30],
  ),
  'breach-assessment-days': parameter(
    'A breach is assessed under the seven grounds of O. Reg. 329/04 s. 6.3, from the day it was found',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 7],
  ),
  'breach-notice-days': parameter(
    'Each person concerned is told of a breach at the first reasonable opportunity, at the latest after',
    'days',
    'PHIPA s. 12(2) names no number; agency procedure, for counsel',
    true,
    [always, 10],
  ),
  'breach-commissioner-days': parameter(
    'The Commissioner is told of a breach at the first reasonable opportunity, at the latest after',
    'days',
    'PHIPA s. 12(3) and O. Reg. 329/04 s. 6.3 name no number; agency procedure, for counsel',
    true,
    [always, 10],
  ),
  'breach-college-days': parameter(
    'The College is told of discipline or a resignation because of a breach, from the day of it',
    'days',
    'PHIPA s. 17.1',
    true,
    [always, 30],
  ),
  'retention-years-crpo': parameter(
    'A record of a psychotherapist is kept after the last interaction, and after the 18th birthday',
    'years',
    'CRPO retention rule, by secondary sources',
    true,
    [always, 10],
  ),
  'retention-years-ocswssw': parameter(
    'A record of a social worker is kept after the last interaction, and after the 18th birthday',
    'years',
    'OCSWSSW, by a secondary source',
    true,
    [always, 7],
  ),
  'retention-years-never-attended': parameter(
    'The file of somebody who never attended is kept',
    'years',
    'Agency procedure; to be set by the agency',
    true,
    [always, 2],
  ),
  'retention-years-no-limitation': parameter(
    'A record that may be evidence of what has no limitation period is kept',
    'years',
    'Limitations Act, 2002, s. 16; Queen’s University records schedule',
    true,
    [always, 99],
  ),
  'destroy-within-days': parameter(
    'A record whose retention is over is destroyed',
    'days',
    'Agency procedure; PHIPA s. 13 (1) asks for secure disposal, no period',
    true,
    [always, 90],
  ),
  'retention-years-destruction-register': parameter(
    'What remains known of a destroyed record (name, kind, period, rule, day) is kept',
    'years',
    'Agency procedure; to be set by the agency',
    true,
    [always, 25],
  ),
  'retention-years-access-log': parameter(
    'The log of who looked at what is kept',
    'years',
    'Agency procedure; PHIPA s. 10.1 (not in force) sets no period',
    true,
    [always, 15],
  ),
  'key-backup-days': parameter(
    'A backup of keys is kept at most this long, where it says no day of its own',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 90],
  ),
  'majority-age': parameter(
    'The age from which the years of retention are counted for a minor',
    'years',
    'CRPO retention rule, by secondary sources; Age of Majority and Accountability Act s. 1',
    false,
    [always, 18],
  ),
  'question-answer-days': parameter(
    'A client’s question is answered',
    'days',
    'Agency procedure; to be set by the agency',
    true,
    [always, 14],
  ),
  'entry-signing-days': parameter(
    'An entry of the record is finished and signed by its author after what it is about',
    'days',
    'Agency procedure; CRPO 5.1 says in a timely manner',
    true,
    [always, 7],
  ),
  'entry-co-signing-days': parameter(
    'The supervisor signs beside a Qualifying author, from the author’s signature',
    'days',
    'Agency procedure; no CRPO number found',
    true,
    [always, 14],
  ),
  'training-months': parameter(
    'A training in privacy or information security counts from the day it was completed',
    'months',
    'PHIPA s. 15(3)(b) names no number; IPC, Detecting and Deterring Unauthorized Access, recommends every year',
    true,
    [always, 12],
  ),
  'emergency-access-minutes': parameter(
    'A case opened because of an emergency is open to whoever opened it',
    'minutes',
    'Agency procedure; to be set by the agency',
    true,
    [always, 240],
  ),
  'emergency-review-minutes': parameter(
    'A second person reviews an emergency access, from its opening',
    'minutes',
    'Agency procedure; IPC guidance asks for a prompt review and names no number',
    true,
    [always, 4_320],
  ),
  'slot-hold-minutes': parameter('A held slot waits for its booking', 'minutes', 'Agency procedure', false, [
    always,
    5,
  ]),
  'mandatory-report-days': parameter(
    'A member or facility operator reports to the College, from reasonable grounds or from the event',
    'days',
    'RHPA Code s. 85.3 and 85.5; PHIPA s. 17.1',
    true,
    [always, 30],
  ),
  'mandatory-report-at-once-minutes': parameter(
    'A report that is due at once counts as late after this time; the Acts say immediately and give no number',
    'minutes',
    'CYFSA s. 125; FLTCA s. 28; Retirement Homes Act s. 75; RHPA Code s. 85.3; the number is the agency’s own',
    true,
    [always, 1_440],
  ),
  'access-review-days': parameter(
    'A look that was flagged or drawn is judged',
    'days',
    'Agency procedure; PHIPA s. 10.1 says as regularly as required and gives no number',
    true,
    [always, 14],
  ),
  'access-explanation-days': parameter(
    'A reader explains a look they were asked about',
    'days',
    'Agency procedure',
    true,
    [always, 7],
  ),
  'access-volume-hour': parameter(
    'More people than this shown to one reader in an hour is flagged',
    'persons',
    'Agency procedure',
    true,
    [always, 60],
  ),
  'access-volume-day': parameter(
    'More people than this shown to one reader in a day is flagged',
    'persons',
    'Agency procedure',
    true,
    [always, 200],
  ),
  'agency-opens-minute': parameter(
    'The minute of the day from which a look is within the agency’s hours',
    'minutes',
    'Agency procedure; to be set by the agency',
    true,
    [always, 420],
  ),
  'agency-closes-minute': parameter(
    'The minute of the day from which a look is out of the agency’s hours',
    'minutes',
    'Agency procedure; to be set by the agency',
    true,
    [always, 1_320],
  ),
  'access-after-discharge-days': parameter(
    'A look at a case closed for longer than this is flagged',
    'days',
    'Agency procedure',
    true,
    [always, 90],
  ),
  'access-audit-days': parameter(
    'Looks of everybody on staff are drawn for an audit once in so many days',
    'days',
    'Agency procedure; PHIPA s. 10.1 says as regularly as required and gives no number',
    true,
    [always, 30],
  ),
  'access-audit-looks': parameter('Looks drawn for an audit of one person', 'looks', 'Agency procedure', true, [
    always,
    5,
  ]),
  'small-cell': parameter('Figures below this number are suppressed', 'cells', 'Agency procedure', true, [always, 5]),
} as const satisfies Readonly<Record<string, LegalParameter>>;
