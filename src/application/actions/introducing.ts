import type { CaseState } from '../../domain/case/case.js';
import { GIVEN_HOW } from '../../domain/case/informing.js';
import { explainApproach, explainAvailability, showQualifications } from '../../domain/case/introducing.js';
import { BOOKING_WAYS, introducingFacts } from '../../domain/case/introducing-facts.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { approachFacts, approachVersionExists, publishApproach } from '../../domain/therapist/approach.js';
import {
  certifiedTechniqueNeeded,
  endQualification,
  QUALIFICATION_KINDS,
  qualificationEndsBeforeItBegins,
  qualificationFacts,
  qualificationNotFound,
  recordQualification,
} from '../../domain/therapist/qualifications.js';
import { therapistNotRegistered } from '../../domain/therapist/registration.js';
import { TECHNIQUES, type Technique } from '../../domain/therapist/techniques.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCodes,
  IsCount,
  IsDate,
  IsFlag,
  IsId,
  IsName,
  IsText,
  leg,
  Optional,
} from './action.js';

export class RecordQualification extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsCode(...QUALIFICATION_KINDS) kind: (typeof QUALIFICATION_KINDS)[number];
  /** The technique for which they are certified, where it is one of the list. */
  @Optional() @IsCode(...TECHNIQUES) technique?: Technique;
  @IsDate() from: string;
  @IsText(500) title: string;
}

export class EndQualification extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsId('qualification') qualification: string;
  @IsDate() on: string;
}

export class PublishApproach extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsName() version: string;
  @IsDate() effectiveFrom: string;
  @IsText() text: string;
}

export class Introducing extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...GIVEN_HOW) how: (typeof GIVEN_HOW)[number];
  /** True when the participant was invited to ask (R5). */
  @IsFlag() questionsInvited: boolean;
}

export class ExplainAvailability extends Introducing {
  /** How many days one usually waits for a session. */
  @Optional() @IsCount(0, 1_000) waitingDays?: number;
  @IsCodes(BOOKING_WAYS) bookedBy: (typeof BOOKING_WAYS)[number][];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const onTherapist = (body: { therapist: string }): string => `therapist-${body.therapist}`;
/** The therapist of record, who is introduced. */
const itsTherapist = (_body: Introducing, { roster }: CaseState): readonly string[] =>
  roster.therapist === undefined ? [] : [`therapist-${roster.therapist}`];
const introduction = ({ case: caseId, participant, how, questionsInvited }: Introducing) => ({
  case: caseId,
  participant,
  how,
  questionsInvited,
});

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aQualification = '0190c7a0-0000-7000-8000-0000000000a1';
const example = {
  case: '0190c7a0-0000-7000-8000-00000000ca5e',
  participant: '0190c7a0-0000-7000-8000-0000000000c1',
  how: 'in-person',
  questionsInvited: true,
};
const notTheirs = [caseNotFound, notAParticipant];

export const introducingActions = {
  RecordQualification: action<RecordQualification>({
    body: RecordQualification,
    kind: 'report',
    clauses: ['R4'],
    says: 'Record a degree, a training or a certified technique of a therapist, for clients to see.',
    who: ['manager', 'privacy-officer'],
    makes: (_body, id) => id('qualification'),
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist, kind, technique, from, title }: RecordQualification, c) =>
          recordQualification(s, {
            therapist,
            qualification: c.id('qualification'),
            kind,
            from,
            title,
            ...(technique !== undefined && { technique }),
          }),
      }),
    ],
    states: [qualificationFacts.QualificationRecorded],
    refuses: [therapistNotRegistered, certifiedTechniqueNeeded],
    example: { therapist: aTherapist, kind: 'degree', from: '2014-06-01', title: 'MA in counselling psychology' },
  }),
  EndQualification: action<EndQualification>({
    body: EndQualification,
    kind: 'report',
    clauses: ['R4'],
    says: 'Report that a qualification of a therapist ran out or was given up.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist, qualification, on }: EndQualification) =>
          endQualification(s, { therapist, qualification, on }),
      }),
    ],
    states: [qualificationFacts.QualificationEnded],
    refuses: [qualificationNotFound, qualificationEndsBeforeItBegins],
    example: { therapist: aTherapist, qualification: aQualification, on: '2026-06-01' },
  }),
  PublishApproach: action<PublishApproach>({
    body: PublishApproach,
    kind: 'request',
    clauses: ['T3', 'R4'],
    says: 'Publish a version of how a therapist works, in words for clients.',
    who: ['therapist', 'manager'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist, version, effectiveFrom, text }: PublishApproach, c) =>
          publishApproach(s, { therapist, version, effectiveFrom, text }, c),
      }),
    ],
    states: [approachFacts.ApproachPublished],
    refuses: [approachVersionExists],
    example: {
      therapist: aTherapist,
      version: '2026-1',
      effectiveFrom: '2026-01-05',
      text: 'We look together at how thoughts, feelings and habits keep each other going.',
    },
  }),
  ShowQualifications: action<Introducing>({
    body: Introducing,
    kind: 'report',
    clauses: ['R4', 'R5'],
    says: 'Record that a participant was shown the qualifications of their therapist, as they stand that day.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: Introducing, state) => itsTherapist(body, state),
        decide: (s, body: Introducing, c) => showQualifications(s, introduction(body), c),
      }),
    ],
    states: [introducingFacts.QualificationsShown],
    refuses: [...notTheirs, therapistNotRegistered],
    example,
  }),
  ExplainApproach: action<Introducing>({
    body: Introducing,
    kind: 'report',
    clauses: ['T3', 'R4', 'R5'],
    says: 'Record that the therapist explained to a participant how they work: by the version in force that day, or without one where none was.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: Introducing, state) => itsTherapist(body, state),
        decide: (s, body: Introducing, c) => explainApproach(s, introduction(body), c),
      }),
    ],
    states: [introducingFacts.ApproachExplained],
    refuses: notTheirs,
    example,
  }),
  ExplainAvailability: action<ExplainAvailability>({
    body: ExplainAvailability,
    kind: 'report',
    clauses: ['T3', 'R5'],
    says: 'Record that a participant was told when the therapist sees clients, how long one waits and how sessions are booked.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: ExplainAvailability, state) => itsTherapist(body, state),
        decide: (s, body: ExplainAvailability, c) =>
          explainAvailability(
            s,
            {
              ...introduction(body),
              bookedBy: body.bookedBy,
              ...(body.waitingDays !== undefined && { waitingDays: body.waitingDays }),
            },
            c,
          ),
      }),
    ],
    states: [introducingFacts.AvailabilityExplained],
    refuses: notTheirs,
    example: { ...example, waitingDays: 14, bookedBy: ['portal', 'telephone'] },
  }),
} as const;
