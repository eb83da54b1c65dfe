import { parameterFacts } from '../domain/agency/agency.js';
import { breachFacts } from '../domain/agency/breach-facts.js';
import { linkedPersonsFacts } from '../domain/agency/linked-persons-facts.js';
import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { caseFacts } from '../domain/case/case.js';
import { caseHoldFacts } from '../domain/case/case-holds.js';
import { isInteraction } from '../domain/case/interaction.js';
import { RETENTION_PARAMETERS, retentionFacts } from '../domain/case/retention.js';
import { rosterFacts } from '../domain/case/roster.js';
import { holdFacts } from '../domain/complaint/holds.js';
import { registerFacts } from '../domain/complaint/register.js';
import { closingFacts } from '../domain/destruction/closing.js';
import type { StoredFact } from '../domain/language/fact.js';
import { personFacts } from '../domain/person/person.js';
import { copyFacts } from '../domain/person/requests-copies-facts.js';
import { correctionFacts } from '../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../domain/person/requests-facts.js';
import { registrationFacts } from '../domain/therapist/registration.js';
import { retentionSchedule } from './retention-schedule.js';
import { type Change, drop, once, part, put, type RowOf, set, type ViewDefinition } from './view.js';

const columns = {
  what: {
    kind: 'text',
    says: 'case, destroyed, participant, therapist, contact, attended, flag, held, born, college, years, complaint, breach, more, closed, request, before, window or linked.',
  },
  case: { kind: 'text', says: 'Which case.' },
  participant: { kind: 'text', says: 'Whose birth, request or place on the roster it is.' },
  therapist: { kind: 'text', says: 'Which therapist.' },
  by: { kind: 'text', says: 'Which hold, complaint, request or breach, or which parameter.' },
  value: { kind: 'text', says: 'The month, College, flag, reason, state or first day.' },
  until: { kind: 'text', says: 'The last instant it holds.' },
  count: { kind: 'integer', says: 'Years.' },
  cases: { kind: 'json', says: 'Cases that a complaint or breach concerns.' },
  persons: { kind: 'json', says: 'Persons whose cases they are when none is named; two registrations of one person.' },
} as const satisfies ViewDefinition['columns'];
type Row = RowOf<typeof columns>;

/** One row a month in which somebody other than the clock did something with or for the client. */
const interaction = (fact: StoredFact): readonly Change<Row>[] =>
  !isInteraction(fact)
    ? []
    : [once(`contact ${fact.happenedAt.slice(0, 7)}`, { what: 'contact', value: fact.happenedAt.slice(0, 7) })];

const participant = (one: string) => put(`participant ${one}`, { what: 'participant', participant: one });
const therapist = (one: string) => put(`therapist ${one}`, { what: 'therapist', therapist: one });

const { CaseOpened, ParticipantJoined, TherapistAssigned, CaseReopened } = rosterFacts;
const { SessionHeld, SeatAttended } = attendanceFacts;
const { DestructionBegun } = closingFacts;

const ofCases = part<typeof columns>()({
  follows: {
    ...caseHoldFacts,
    ...retentionFacts,
    CaseOpened,
    ParticipantJoined,
    TherapistAssigned,
    CaseReopened,
    DestructionBegun,
    SessionHeld,
    SeatAttended,
  },
  on: {
    CaseOpened: ({ open }) => [
      put('case', { what: 'case', case: open.case }),
      ...open.participants.map(participant),
      therapist(open.therapist),
    ],
    ParticipantJoined: ({ open }) => [participant(open.participant)],
    CaseReopened: ({ open }) => open.participants.map(participant),
    TherapistAssigned: ({ open }) => [therapist(open.therapist)],
    DestructionBegun: ({ open }) => (open.of === 'case' ? [put('destroyed', { what: 'destroyed' })] : []),
    SessionHeld: () => [put('attended', { what: 'attended' })],
    SeatAttended: () => [put('attended', { what: 'attended' })],
    CaseHoldPlaced: ({ open }) => [put(`hold ${open.hold}`, { what: 'held', by: open.hold, value: open.because })],
    CaseHoldReleased: ({ open }) => [drop(`hold ${open.hold}`)],
    RetentionFlagged: ({ open }) => [put(`flag ${open.flag}`, { what: 'flag', value: open.flag })],
    RetentionFlagLifted: ({ open }) => [drop(`flag ${open.flag}`)],
  },
});

const { PersonRegistered } = personFacts;
const { TherapistRegistered } = registrationFacts;
const { LegalParameterPublished } = parameterFacts;
const RETENTION: ReadonlySet<string> = new Set(Object.values(RETENTION_PARAMETERS));

const ofRules = part<typeof columns>()({
  follows: { PersonRegistered, TherapistRegistered, LegalParameterPublished },
  on: {
    PersonRegistered: ({ open }) => [
      put('born', { what: 'born', participant: open.person, value: open.bornIn ?? null }),
    ],
    TherapistRegistered: ({ open }) => [
      put('college', { what: 'college', therapist: open.therapist, value: open.college }),
    ],
    LegalParameterPublished: ({ open, revision }) =>
      RETENTION.has(open.parameter)
        ? [
            put(`${open.parameter} ${open.effectiveFrom} ${revision}`, {
              what: 'years',
              by: open.parameter,
              value: open.effectiveFrom,
              count: open.value,
            }),
          ]
        : [],
  },
});

const { ComplaintRegistered, ComplaintCleared } = registerFacts;
const { BreachFound, BreachExtended, BreachAssessed, BreachClosed } = breachFacts;

const ofHolds = part<typeof columns>()({
  follows: {
    ...holdFacts,
    ComplaintRegistered,
    ComplaintCleared,
    BreachFound,
    BreachExtended,
    BreachAssessed,
    BreachClosed,
  },
  on: {
    HoldPlaced: ({ open }) =>
      open.on === 'case'
        ? [put(`hold ${open.hold}`, { what: 'complaint', by: open.complaint, cases: [open.case], persons: [] })]
        : [],
    HoldReleased: ({ open }) => [drop(`hold ${open.hold}`)],
    ComplaintRegistered: ({ open }) => [
      put(open.complaint, { what: 'complaint', by: open.complaint, cases: open.cases, persons: open.persons }),
    ],
    ComplaintCleared: ({ open }) => [drop(open.complaint)],
    BreachFound: ({ open }) => [
      put(open.breach, { what: 'breach', by: open.breach, cases: open.cases, persons: open.persons }),
    ],
    BreachExtended: ({ id, open }) => [
      put(`${open.breach} ${id}`, { what: 'more', by: open.breach, cases: open.cases, persons: open.persons }),
      drop(`${open.breach} closed`),
    ],
    BreachAssessed: ({ open }) => [drop(`${open.breach} closed`)],
    BreachClosed: ({ open }) => [put(`${open.breach} closed`, { what: 'closed', by: open.breach })],
  },
});

const { ClientsLinked, ClientsUnlinked } = linkedPersonsFacts;

const ofLinks = part<typeof columns>()({
  follows: { ClientsLinked, ClientsUnlinked },
  on: {
    ClientsLinked: ({ open }) => [put(open.link, { what: 'linked', persons: [open.person, open.other] })],
    ClientsUnlinked: ({ open }) => [drop(open.link)],
  },
});

const { RecordRequested, CorrectionRequested, RequestWithdrawn, RequestAbandoned, DeemedRefused } = requestFacts;
const { CommissionerComplaintReported, CommissionerComplaintEnded } = requestFacts;
const { RecordReleased, RecordRefused } = copyFacts;
const { CorrectionGranted, CorrectionRefused } = correctionFacts;

interface Asked {
  readonly person: string;
  readonly request: string;
  readonly last?: boolean;
  readonly complainUntil?: string;
}
const asked = ({ open }: { readonly open: Asked }) => [
  put(`request ${open.request}`, { what: 'request', by: open.request, participant: open.person, value: 'open' }),
];
/** What is answered is kept until its recourse lapses; the latest window counts. */
const answered = ({ id, open }: { readonly id: string; readonly open: Asked }) => [
  ...(open.last === false ? [] : [set(`request ${open.request}`, { value: 'answered' })]),
  ...(open.complainUntil === undefined
    ? []
    : [
        put(`window ${open.request} ${id}`, {
          what: 'window',
          by: open.request,
          participant: open.person,
          until: open.complainUntil,
        }),
      ]),
];

const ofRequests = part<typeof columns>()({
  follows: {
    RecordRequested,
    CorrectionRequested,
    RequestWithdrawn,
    RequestAbandoned,
    DeemedRefused,
    CommissionerComplaintReported,
    CommissionerComplaintEnded,
    RecordReleased,
    RecordRefused,
    CorrectionGranted,
    CorrectionRefused,
  },
  on: {
    RecordRequested: asked,
    CorrectionRequested: asked,
    RequestWithdrawn: answered,
    RequestAbandoned: answered,
    DeemedRefused: answered,
    RecordReleased: answered,
    RecordRefused: answered,
    CorrectionGranted: answered,
    CorrectionRefused: answered,
    CommissionerComplaintReported: ({ open }) => [
      put(`before ${open.request}`, { what: 'before', by: open.request, participant: open.person }),
    ],
    CommissionerComplaintEnded: ({ open }) => [drop(`before ${open.request}`)],
  },
});

type On = Readonly<Record<string, (fact: StoredFact) => readonly Change<Row>[]>>;
const special = { ...ofCases.on, ...ofRules.on, ...ofHolds.on, ...ofRequests.on, ...ofLinks.on } as unknown as On;

/**
 * Until when each case is kept, by which rule, and what keeps it longer. It is put together from what cases, persons,
 * therapists, complaints, requests, breaches and parameters each say, so only who sees all of them may read it: the column
 * is that of breaches, the privacy officer’s own.
 */
export const retentionView: ViewDefinition<typeof columns> = {
  name: 'retention',
  title: 'Retention schedule',
  says: 'Until which day each case is kept, which rule makes it, and what holds it longer: complaints, requests, summonses, breaches. Nothing here destroys.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['participant'],
  columns,
  order: ['case', 'position'],
  keepsStruck: false,
  combines: true,
  present: retentionSchedule,
  on: {
    ...Object.fromEntries(
      Object.keys(caseFacts).map((type) => [
        type,
        (fact: StoredFact) => [...interaction(fact), ...(special[type]?.(fact) ?? [])],
      ]),
    ),
    ...Object.fromEntries(Object.entries(special).filter(([type]) => !(type in caseFacts))),
  },
};
