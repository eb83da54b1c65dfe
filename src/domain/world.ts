import { type AccessReviewsState, accessReviewsFold } from './agency/access-reviews.js';
import { calendarsFold, parametersFold, policiesFold, staffFold } from './agency/agency.js';
import { type BreachesState, breachesFold } from './agency/breaches.js';
import { linkedPersonsFold } from './agency/linked-persons.js';
import { mandatesFold } from './agency/mandates.js';
import { type MandatoryReportState, mandatoryReportFold } from './agency/mandatory-report.js';
import { type CaseState, caseFold } from './case/case.js';
import { type ComplaintState, collegeFold, complaintFold } from './complaint/complaint.js';
import { registerFold } from './complaint/register.js';
import type { ClosingState } from './destruction/closing.js';
import { destroyedFold, destructionsFold } from './destruction/register.js';
import type { TimeZone } from './language/business-time.js';
import { type StreamFold, streamFold } from './language/decision.js';
import type { StreamKind } from './language/fact.js';
import type { ContactState } from './person/contact.js';
import { type FileState, fileFold } from './person/file.js';
import { type PersonState, signInFold } from './person/person.js';
import { personFold } from './person/person-stream.js';
import { type TherapistState, therapistFold } from './therapist/therapist.js';

/** How each kind of stream is folded. */
export const FOLDS = {
  person: personFold,
  file: fileFold,
  'mandatory-report': mandatoryReportFold,
  'sign-in': signInFold,
  case: caseFold,
  complaint: complaintFold,
  college: collegeFold,
  therapist: therapistFold,
  staff: staffFold,
  calendars: calendarsFold,
  policies: policiesFold,
  parameters: parametersFold,
  breaches: breachesFold,
  'linked-persons': linkedPersonsFold,
  mandates: mandatesFold,
  'complaint-register': registerFold,
  destructions: destructionsFold,
  destroyed: destroyedFold,
  'access-reviews': accessReviewsFold,
  access: streamFold('access', {}),
} as const satisfies Readonly<Record<StreamKind, StreamFold<never> | object>>;

/** The folded state of a kind of stream. */
export type StateOf<K extends StreamKind> = (typeof FOLDS)[K] extends StreamFold<infer S> ? S : never;

/** What a decision may know beyond its own stream, as committed at the moment of deciding. */
export interface World {
  readonly zone: TimeZone;
  readonly staff: StateOf<'staff'>['staff'];
  readonly calendars: StateOf<'calendars'>['calendars'];
  readonly policies: StateOf<'policies'>['policies'];
  readonly parameters: StateOf<'parameters'>['parameters'];
  readonly register: StateOf<'complaint-register'>['register'];
  /** Which registrations are one person’s (rule 46). */
  readonly links: StateOf<'linked-persons'>['links'];
  /** States of the other streams that the action declared; with a person’s, those of their other registrations. */
  readonly therapist: (id: string) => TherapistState;
  readonly case: (id: string) => CaseState;
  readonly complaint: (id: string) => ComplaintState;
  readonly college: (complaint: string) => StateOf<'college'>;
  readonly person: (id: string) => PersonState;
  /** How a person permits to be reached. */
  readonly contact: (person: string) => ContactState;
  /** What a person told and asked, by the person's id. */
  readonly file: (person: string) => FileState;
  readonly mandatoryReport: (id: string) => MandatoryReportState;
  readonly breaches: () => BreachesState;
  readonly accessReviews: () => AccessReviewsState;
  /** What of a case, a registration or a file is destroyed, by the name of its stream. */
  readonly closing: (stream: string) => ClosingState;
  /** SHA-256 of a text, hexadecimal. */
  readonly digestOf: (text: string) => string;
}
