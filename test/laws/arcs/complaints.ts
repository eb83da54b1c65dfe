import { type Arc, later, type Step, step } from './arc.js';

const lodged = (tracks: readonly string[]): Step =>
  step('LodgeComplaint', 'client', (told) => ({
    ...{ kind: 'complaint', tracks, standing: 'client', complainant: undefined, clients: [told.id('person')] },
    ...{ respondents: [told.id('therapist')], cases: [told.id('case')] },
    allegations: [{ clause: 'R1', text: 'What happened.' }],
  }));
const handled: Arc = [
  step('AcknowledgeComplaint', 'complaints-officer'),
  step('DeclareConflict', 'complaints-officer', ({ staff }) => ({ person: staff['frontDesk'] })),
  step('AssignComplaint', 'complaints-officer', ({ staff }) => ({ assignee: staff['manager'] })),
  step('NotifyRespondent', 'complaints-officer', ({ id, fact }) => ({
    respondent: id('respondents'),
    served: [fact('ComplaintLodged')],
  })),
  step('ServeOnRespondent', 'complaints-officer', ({ id, fact }) => ({
    respondent: id('respondents'),
    served: [fact('ComplaintAcknowledged') ?? fact('ComplaintLodged')],
  })),
  step('TakeInterimMeasure', 'complaints-officer', ({ id }) => ({ respondent: id('respondents') })),
  step('EndInterimMeasure', 'complaints-officer'),
  step('RespondToComplaint', 'respondent', { respondent: undefined }),
  step('RecordFinding', 'complaints-officer', { evidenceRelied: [], finding: 'founded', remedy: 'apology' }),
  step('ReportRemedyDone', 'complaints-officer'),
  step('DecideComplaint', 'complaints-officer', ({ staff }) => ({ decider: staff['manager'] })),
];
const delivered = (of: string, afterDays = 0): Step =>
  step(
    'DeliverDecision',
    'complaints-officer',
    ({ id }) => ({
      of,
      party: id('complainant'),
      how: 'in-person',
      receivedAt: undefined,
    }),
    later(afterDays),
  );
const closed = (track: string, afterDays: number): Step =>
  step('CloseComplaintTrack', 'complaints-officer', { track }, later(afterDays));
const appealed = (afterDays: number): Step =>
  step('AppealDecision', 'complainant', { by: undefined, acceptedBecause: undefined }, later(afterDays));

/** Complaints on both tracks, to their end. */
export const complaints: readonly Arc[] = [
  [
    lodged(['agency']),
    ...handled,
    delivered('complaint'),
    appealed(1),
    step('AssignComplaint', 'complaints-officer', ({ staff }) => ({ assignee: staff['auditor'] })),
    step('DecideAppeal', 'complaints-officer', ({ staff }) => ({
      decider: staff['auditor'],
      outcome: 'confirmed',
    })),
    delivered('appeal'),
    closed('agency', 90),
  ],
  [lodged(['agency']), ...handled, delivered('complaint'), appealed(120), closed('agency', 1)],
  [
    lodged(['agency']),
    step('GiveComplaintReceipt', 'complaints-officer'),
    step('AddComplaintStatement', 'complainant'),
    step('NameRespondent', 'complaints-officer', ({ staff }) => ({ respondent: staff['otherTherapist'] })),
    step('OpenComplaintTrack', 'complaints-officer', { track: 'CRPO' }),
    step('PlaceHold', 'complaints-officer', { on: 'case' }),
    step('ReleaseHold', 'complaints-officer'),
    step('PlaceHold', 'complaints-officer', { on: 'case' }),
    step('WithdrawComplaint', 'complainant', { track: 'agency' }),
    closed('agency', 1),
  ],
  [
    lodged(['CRPO']),
    step('ReportCollegeComplaint', 'complainant', { filedOn: undefined }),
    step('ReportCollegeNotice', 'complaints-officer', ({ id, day }) => ({
      ...{ respondent: id('respondents'), receivedOn: day(0) },
    })),
    step('ReportCollegeResponse', 'complaints-officer', ({ id, day }) => ({
      ...{ respondent: id('respondents'), sentOn: day(0) },
    })),
    step('ReceiveCollegeDemand', 'complaints-officer', ({ id }) => ({ cases: [id('case')], due: undefined })),
    step('DiscloseForProceeding', 'complaints-officer', ({ id }) => ({
      ...{ to: 'College', clients: [id('person')], content: ['attendance'], entries: [], order: undefined },
    })),
    step('DiscloseForProceeding', 'complaints-officer', ({ id }) => ({
      ...{ to: 'lawyer', clients: [id('person')], content: ['college-papers'], entries: [], order: undefined },
    })),
    step('KeepCollegePaper', 'complaints-officer'),
    step('ReportCollegeDecision', 'complaints-officer', ({ day }) => ({ outcome: 'no-action', decidedOn: day(-1) })),
    step('ReportCollegeDecisionReceived', 'complaints-officer', ({ id, day }) => ({
      ...{ party: id('complainant'), receivedOn: day(0) },
    })),
    step('ReportReviewTimeExtended', 'complaints-officer', ({ id }) => ({ party: id('complainant'), days: 5 })),
    step('ReportReviewRequested', 'complaints-officer', ({ id, day }) => ({
      ...{ party: id('complainant'), requestedOn: day(0) },
    })),
    step('ReportReviewDecided', 'complaints-officer', ({ day }) => ({ outcome: 'confirmed', decidedOn: day(0) })),
    closed('CRPO', 90),
  ],
];

const reported: Step = step('ReportConduct', 'client', (told) => ({
  ...{ about: 'therapist', standing: 'client', reporter: undefined, reported: told.id('therapist') },
}));
/** Conduct reports. */
export const conduct: readonly Arc[] = [
  [
    step('ReportConduct', 'client', {
      about: 'therapist',
      standing: 'client',
      reporter: undefined,
      reported: undefined,
    }),
    step('NameReportedPerson', 'complaints-officer', ({ id }) => ({ reported: id('therapist') })),
    step('DeclareReviewerTies', 'complaints-officer', ({ staff }) => ({ reviewer: staff['frontDesk'] })),
    step('TakeUpConductReport', 'complaints-officer', ({ staff }) => ({ reviewer: staff['complaintsOfficer'] })),
    step('ServeConductReport', 'complaints-officer', ({ fact }) => ({ served: [fact('ConductReported')] })),
    step('AnswerConductReport', 'respondent'),
    step('RecordConductFinding', 'complaints-officer', ({ id }) => ({
      ...{ matter: id('matter') ?? id('complaint'), finding: 'founded', measures: ['talk'] },
    })),
    step('CloseConductReport', 'complaints-officer', { because: 'findings-made' }),
  ],
  [
    step('ReportConduct', 'client', ({ staff }) => ({
      ...{ about: 'staff', standing: 'client', reporter: undefined, reported: staff['complaintsOfficer'] },
    })),
    step('DeclareReviewerTies', 'privacy-officer', ({ staff }) => ({ reviewer: staff['complaintsOfficer'] })),
  ],
  [reported, step('CloseConductReport', 'complainant', { because: 'withdrawn' })],
  [
    reported,
    step('TakeUpConductReport', 'complaints-officer', ({ staff }) => ({ reviewer: staff['complaintsOfficer'] })),
    step('TurnReportIntoComplaint', 'complainant', ({ id }) => ({
      ...{ tracks: ['agency'], clients: [id('person')], cases: [id('case')] },
    })),
  ],
  [
    step('ReportConduct', 'therapist', ({ id }) => ({
      ...{ about: 'client', standing: 'staff', reporter: undefined, reported: id('person') },
    })),
    step('TakeUpConductReport', 'complaints-officer', ({ staff }) => ({ reviewer: staff['complaintsOfficer'] })),
  ],
];
