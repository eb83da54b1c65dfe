/** The twenty clauses, in the charter's order: client rights R1..R11, client responsibilities C1..C5, therapist responsibilities T1..T4. */
export const CLAUSES = [
  'R1',
  'R2',
  'R3',
  'R4',
  'R5',
  'R6',
  'R7',
  'R8',
  'R9',
  'R10',
  'R11',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'T1',
  'T2',
  'T3',
  'T4',
] as const;

/** One of the twenty clauses. */
export type Clause = (typeof CLAUSES)[number];

export interface ClauseText {
  readonly party: 'client right' | 'client responsibility' | 'therapist responsibility';
  /** A short title for tables. */
  readonly title: string;
  /** The charter's own words; `{agency}` stands for the agency's name. */
  readonly text: string;
}

const right = (title: string, text: string): ClauseText => ({ party: 'client right', title, text });
const client = (title: string, text: string): ClauseText => ({ party: 'client responsibility', title, text });
const therapist = (title: string, text: string): ClauseText => ({ party: 'therapist responsibility', title, text });

/** The charter as data; a test holds it against the charter's text word for word. */
export const CHARTER: Readonly<Record<Clause, ClauseText>> = {
  R1: right('Respect and dignity', 'To be treated with respect and dignity at all times'),
  R2: right(
    'Sensitive service',
    'To receive counselling services sensitive to your ability, age, class, culture, gender, and religious beliefs',
  ),
  R3: right(
    'Informed of policies',
    'To be fully informed of {agency} policies, programs, and conditions of service that may affect your counselling process',
  ),
  R4: right(
    'Qualifications and approach',
    'To know your therapist’s professional qualifications and his or her treatment approach to your counselling',
  ),
  R5: right('Ask questions', 'To ask questions'),
  R6: right('Decide what to tell', 'To decide what to tell your therapist'),
  R7: right(
    'Confidentiality',
    'To expect that all information concerning you and your counselling is confidential within the Legal and Regulatory Limits to Confidentiality',
  ),
  R8: right(
    'Recording',
    'To choose to allow or disallow the audio or video recording of your counselling sessions (for your therapist’s clinical supervision only)',
  ),
  R9: right(
    'Copy and correction of the record',
    'To submit a written request for and receive (in accordance with {agency} release procedures) a copy of your client record and to add and/or correct factual information by submitting a written note to be attached to your client record',
  ),
  R10: right(
    'Complaint and appeal',
    'To lodge and/or appeal a complaint regarding the professional conduct of your therapist with {agency} and/or the College of Registered Psychotherapists of Ontario (CRPO)',
  ),
  R11: right('Leave at any time', 'To discontinue counselling whenever it seems right for you to do so'),
  C1: client(
    'Respect for staff and clients',
    'To treat {agency} staff and other clients with respect and dignity at all times',
  ),
  C2: client('Report contact changes', 'To report any changes in your contact information'),
  C3: client(
    'Confirm or cancel by noon',
    'To confirm or cancel your scheduled counselling sessions by 12:00 PM noon of the previous business day (in accordance with our appointment cancellation policy)',
  ),
  C4: client('Pay before the session', 'To pay your counselling session fee prior to each counselling session'),
  C5: client('Take part', 'To actively participate in your counselling process'),
  T1: therapist('Respect and dignity', 'To treat you with respect and dignity at all times'),
  T2: therapist('Explain counselling', 'To explain counselling to you, including any possible risks'),
  T3: therapist('Approach and availability', 'To explain his or her therapeutic approach and scheduling availability'),
  T4: therapist(
    'Acknowledge limits and refer',
    'To acknowledge his or her professional limitations by referring you to another helping professional if necessary',
  ),
};
