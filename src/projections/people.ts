import { calendarFacts, parameterFacts, policyFacts, staffFacts } from '../domain/agency/agency.js';
import { noticeFacts } from '../domain/case/notices.js';
import { rosterFacts } from '../domain/case/roster.js';
import { registrationFacts } from '../domain/therapist/registration.js';
import { drop, put, set, view } from './view.js';

/** Cases with their rosters and therapists of record. */
export const cases = view({
  name: 'cases',
  title: 'Cases',
  says: 'Cases, who takes part, who the therapist of record is, and whether they are open.',
  column: 'booking',
  scopes: ['case', 'client', 'therapist', 'agency'],
  columns: {
    case: { kind: 'text', says: 'Id of the case.' },
    participant: { kind: 'text', says: 'One participant.', indexed: true },
    therapist: { kind: 'text', says: 'Therapist of record.', indexed: true },
    kind: { kind: 'text', says: 'individual, couple, family or group.' },
    state: { kind: 'text', says: 'here, left or closed.' },
    since: { kind: 'text', says: 'When they joined.' },
    until: { kind: 'text', says: 'When they left or the case closed.' },
  },
  order: ['since'],
  persons: ['participant'],
  follows: rosterFacts,
  on: {
    CaseOpened: ({ open, happenedAt }) =>
      open.participants.map((participant) =>
        put(participant, {
          case: open.case,
          participant,
          therapist: open.therapist,
          kind: open.kind,
          state: 'here',
          since: happenedAt,
        }),
      ),
    ParticipantJoined: ({ open, happenedAt }) => [
      put(open.participant, { case: open.case, participant: open.participant, state: 'here', since: happenedAt }),
    ],
    ParticipantRemoved: ({ open, happenedAt }) => [set(open.participant, { state: 'left', until: happenedAt })],
    TherapistAssigned: ({ open, happenedAt }) => [
      put('therapist', { case: open.case, therapist: open.therapist, state: 'therapist-of-record', since: happenedAt }),
    ],
    CaseClosed: ({ open, happenedAt }) => [
      put('closed', { case: open.case, state: `closed: ${open.because}`, since: happenedAt }),
    ],
    CaseReopened: ({ open, happenedAt }) => [
      drop('closed'),
      ...open.participants.map((participant) =>
        put(participant, { case: open.case, participant, state: 'here', since: happenedAt }),
      ),
    ],
  },
});

/** Notices to be given: the work list of whoever tells clients. */
export const noticesView = view({
  name: 'notices',
  title: 'Notices',
  says: 'What participants are to be told, and whether it reached them; a notice that came back is due again.',
  column: 'booking',
  scopes: ['case', 'client', 'agency'],
  persons: ['participant'],
  columns: {
    case: { kind: 'text', says: 'In which case.' },
    participant: { kind: 'text', says: 'Whom to tell.', indexed: true },
    notice: { kind: 'text', says: 'Id of the notice.' },
    about: { kind: 'text', says: 'What it is about.' },
    state: { kind: 'text', says: 'due, sent, delivered or returned.', indexed: true },
    since: { kind: 'text', says: 'Since when it is due.' },
    settledAt: { kind: 'text', says: 'When it was last sent, delivered or returned.' },
    how: { kind: 'text', says: 'How.' },
    against: { kind: 'text', says: 'In which way it was told against what the participant permits.' },
  },
  order: ['since'],
  follows: noticeFacts,
  on: {
    NoticeDue: ({ open, happenedAt }) => [
      put(open.notice, {
        case: open.case,
        participant: open.participant,
        notice: open.notice,
        about: open.about,
        state: 'due',
        since: happenedAt,
      }),
    ],
    NoticeSent: ({ open, happenedAt }) => [set(open.notice, { state: 'sent', settledAt: happenedAt, how: open.how })],
    NoticeDelivered: ({ open, happenedAt }) => [
      set(open.notice, { state: 'delivered', settledAt: happenedAt, how: open.how }),
    ],
    ContactedAgainstPermission: ({ open }) => [set(open.notice, { against: open.how })],
    NoticeReturned: ({ open, happenedAt }) => [
      set(open.notice, { state: 'returned', settledAt: happenedAt, how: open.how }),
    ],
  },
});

/** What the agency has published and who works in which role. */
export const agencyView = view({
  name: 'agency',
  title: 'The agency',
  says: 'Staff and their roles over time, registrations, calendars, fee schedules, legal parameters and policies, version by version.',
  column: 'agency',
  scopes: ['agency'],
  staff: ['person'],
  columns: {
    kind: {
      kind: 'text',
      says: 'role, registration, supervision, calendar, policy, parameter, fees or agency.',
      indexed: true,
    },
    what: { kind: 'text', says: 'Which role, version, parameter or policy.' },
    person: { kind: 'text', says: 'Which member of staff.' },
    from: { kind: 'text', says: 'First day.' },
    until: { kind: 'text', says: 'Last day or end.' },
    details: { kind: 'json', says: 'What was published.' },
    registration: { kind: 'box', says: 'Name on the register and registration number.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['kind', 'from'],
  follows: { ...staffFacts, ...calendarFacts, ...policyFacts, ...parameterFacts, ...registrationFacts },
  on: {
    RoleGranted: ({ id, open }) => [
      put(`${open.person} ${open.role}`, {
        kind: 'role',
        what: open.role,
        person: open.person,
        from: open.from,
        fact: id,
      }),
    ],
    RoleEnded: ({ open, happenedAt }) => [set(`${open.person} ${open.role}`, { until: happenedAt })],
    BusinessCalendarPublished: ({ id, open }) => [
      put(`business ${open.version}`, {
        kind: 'calendar',
        what: `business ${open.version}`,
        from: open.effectiveFrom,
        details: { weekend: open.weekend, closures: open.closures },
        fact: id,
      }),
    ],
    StatutoryCalendarPublished: ({ id, open }) => [
      put(`statutory ${open.version}`, {
        kind: 'calendar',
        what: `statutory ${open.version}`,
        from: open.effectiveFrom,
        details: { weekend: open.weekend, closures: open.closures },
        fact: id,
      }),
    ],
    PolicyPublished: ({ id, open }) => [
      put(`${open.kind} ${open.version}`, {
        kind: 'policy',
        what: `${open.kind} ${open.version}`,
        from: open.effectiveFrom,
        details: { policy: open.policy, title: open.title, requiredBefore: open.requiredBefore, digest: open.digest },
        fact: id,
      }),
    ],
    AgencyEstablished: ({ id, open, happenedAt }) => [
      put('agency', { kind: 'agency', what: open.name, from: happenedAt, details: { zone: open.zone }, fact: id }),
    ],
    LegalParameterPublished: ({ id, open, revision }) => [
      put(`${open.parameter} ${open.effectiveFrom} ${revision}`, {
        kind: 'parameter',
        what: open.parameter,
        from: open.effectiveFrom,
        details: { value: open.value, citation: open.citation, confirmedByCounsel: open.confirmedByCounsel },
        fact: id,
      }),
    ],
    FeeSchedulePublished: ({ id, open }) => [
      put(`fees ${open.version}`, {
        kind: 'fees',
        what: open.version,
        from: open.effectiveFrom,
        details: {
          fees: open.fees,
          lateCancellationBasisPoints: open.lateCancellationBasisPoints,
          missedBasisPoints: open.missedBasisPoints,
          slidingScale: open.slidingScale ?? [],
        },
        fact: id,
      }),
    ],
    TherapistRegistered: ({ id, open, sealed }) => [
      put('registration', {
        kind: 'registration',
        what: `${open.title} ${open.college} in-good-standing`,
        person: open.therapist,
        from: open.from,
        registration: sealed['registration'] ?? null,
        fact: id,
      }),
    ],
    RegistrationStatusChanged: ({ id, open }) => [
      put(`status ${open.from} ${id}`, {
        kind: 'registration',
        what: open.status,
        person: open.therapist,
        from: open.from,
        details: { source: open.source },
        fact: id,
      }),
    ],
    SupervisionStarted: ({ id, open }) => [
      put(`supervision ${open.supervisor}`, {
        kind: 'supervision',
        what: open.supervisor,
        person: open.therapist,
        from: open.from,
        fact: id,
      }),
    ],
    SupervisionEnded: ({ open }) => [set(`supervision ${open.supervisor}`, { until: open.on })],
  },
});
