import { type Arc, type Fixed, later, type Step, step } from './arc.js';

/** Referrals, and what the agency keeps of its people. */
export const referring: readonly Arc[] = [
  [
    step('AcknowledgeLimit', 'therapist'),
    step('OfferReferral', 'therapist', {
      ownPractice: true,
      safeguards: ['informed-choice', 'other-options-offered', 'care-here-may-go-on', 'fees-compared', 'agency-told'],
    }),
    step('AcceptReferral', 'client'),
    step('ConsentToDisclosure', 'client', ({ clients }) => ({
      ...{ recipient: clients[3], recipientKind: 'custodian', content: ['letters', 'goals-and-progress'] },
      ...{ purpose: 'care', until: undefined, form: 'express' },
    })),
    step('HandOverReferral', 'therapist', { content: ['letters'], entries: [] }),
    step('ReportReferralFollowed', 'client'),
  ],
  [step('OfferReferral', 'therapist', { ownPractice: false }), step('DeclineReferral', 'client')],
  [step('OfferReferral', 'therapist', { ownPractice: false }), step('ReportReferralLapsed', 'front-desk')],
  [step('PublishCalendar', 'manager', { kind: 'statutory' })],
  [
    step('OpenCase', 'front-desk', ({ clients, staff }) => ({
      ...{ kind: 'individual', participants: [clients[2]], therapist: staff['otherTherapist'] },
    })),
    step('EndByTherapist', 'therapist', ({ clients }) => ({
      referrals: [{ participant: clients[2], to: 'Another practice' }],
    })),
  ],
  [
    step('RecordQualification', 'manager', ({ day }) => ({ kind: 'training', from: day(-20) })),
    step('EndQualification', 'manager', ({ day }) => ({ on: day(0) })),
  ],
  [
    step('StartSupervision', 'manager', ({ staff }) => ({
      ...{ therapist: staff['otherTherapist'], supervisor: staff['manager'], from: '2026-01-01' },
    })),
    step('EndSupervision', 'manager', ({ staff, day }) => ({
      ...{ therapist: staff['otherTherapist'], supervisor: staff['manager'], on: day(0) },
    })),
  ],
  [
    step('GrantRole', 'privacy-officer', ({ clients, day }) => ({
      ...{ person: clients[3], role: 'front-desk', from: day(-1) },
    })),
    step('EndRole', 'privacy-officer', ({ clients }) => ({ person: clients[3], role: 'front-desk' })),
  ],
  [
    step('LinkSignIn', 'privacy-officer', ({ clients }) => ({ signIn: clients[1], person: clients[1] })),
    step('EndSignIn', 'privacy-officer', ({ clients }) => ({ signIn: clients[1], person: clients[1] })),
  ],
  [
    step('GivePolicy', 'front-desk', ({ staff }) => ({ policy: staff['limits'] })),
    step('AcknowledgePolicy', 'client', ({ staff }) => ({ policy: staff['limits'] })),
    step('PublishApproach', 'manager', ({ day }) => ({ effectiveFrom: day(-1) })),
    step('ExplainApproach', 'therapist'),
    step('RefuseCounselling', 'client'),
    step('ConsentToCounselling', 'client'),
    step('WithdrawCounsellingConsent', 'client'),
    step('ConsentToCounselling', 'client'),
    step('PublishLegalParameter', 'privacy-officer'),
  ],
  [
    step('AssignTherapist', 'manager', ({ staff }) => ({ therapist: staff['otherTherapist'] })),
    step('AssignTherapist', 'manager', ({ staff }) => ({ therapist: staff['therapist'] })),
  ],
  [step('ReportDeath', 'front-desk', ({ clients, day }) => ({ person: clients[3], on: day(0) }))],
  [step('PlaceCaseHold', 'privacy-officer'), step('ReleaseCaseHold', 'privacy-officer')],
  [step('FlagRetention', 'privacy-officer'), step('LiftRetentionFlag', 'privacy-officer')],
  [
    step('RaiseNotice', 'front-desk', ({ id }) => ({ because: id('case') })),
    step('SendNotice', 'front-desk', { how: 'e-mail' }),
    step('RecordNotice', 'front-desk', { outcome: 'delivered', how: 'text' }),
    step('RecordNotice', 'front-desk', { outcome: 'returned', how: 'e-mail' }),
  ],
];

const duty = (fixed: Fixed = {}): Step =>
  step('ConsiderMandatoryReport', 'therapist', (told) => ({
    ...{ concerns: [told.id('person')], about: told.id('case'), alleged: undefined, ...fixed },
  }));
/** Duties to report, and breaches. */
export const agency: readonly Arc[] = [
  [
    duty({ duty: 'RHPA-85.1', abuserNamed: true }),
    step('ReportClientToldOfDuty', 'beginner', ({ id }) => ({ client: id('person'), outcome: 'told' })),
    step('ConsiderMandatoryReportAgain', 'beginner'),
    step('MakeMandatoryReport', 'beginner', { to: 'college', named: false, consents: [], opinion: 'cannot-form' }),
  ],
  [duty(), step('ReportMandatoryReportNotMade', 'beginner')],
  [duty(), step('ReportMandatoryReportMade', 'beginner', { consents: [] }, later(45))],
  [
    step('ReportBreach', 'front-desk', (told) => ({
      ...{ persons: [told.id('person')], cases: [told.id('case')], staff: [], occurredAt: undefined },
    })),
    step('ContainBreach', 'privacy-officer'),
    step('AssessBreach', 'privacy-officer', {
      ...{ finding: 'breach', realRisk: false, collegeEventOn: undefined },
      grounds: [
        'knew-without-authority',
        'stolen',
        'further-use',
        'pattern',
        'college-notice',
        'as-if-member',
        'significant',
      ].map((ground) => ({ ground, applies: false })),
    }),
    step('CloseBreach', 'privacy-officer'),
    step('NotifyPersonOfBreach', 'privacy-officer', ({ id }) => ({
      person: id('person'),
      toldOfRightToComplain: true,
    })),
    step('CloseBreach', 'privacy-officer'),
  ],
  [
    step('ReportBreach', 'front-desk', (told) => ({
      ...{ persons: [told.id('person')], cases: [told.id('case')], staff: [], occurredAt: undefined },
    })),
    step('ReportPersonNotReached', 'privacy-officer', ({ id }) => ({ person: id('person') })),
    step('ExtendBreach', 'privacy-officer', ({ clients }) => ({ persons: [clients[3]], cases: [] })),
    step('ReportBreachToCommissioner', 'privacy-officer'),
    step('SubmitBreachStatistics', 'privacy-officer', { year: 2025 }),
  ],
];
