import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, id, optional, sealed, text } from '../language/field.js';
import { type RegistrationState, therapistNotRegistered } from './registration.js';
import { TECHNIQUES } from './techniques.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aQualification = '0190c7a0-0000-7000-8000-0000000000a1';

/** Kinds of qualification besides the registration itself. */
export const QUALIFICATION_KINDS = ['degree', 'training', 'technique', 'language'] as const;

/** What a therapist is qualified for, shown to clients (R4). */
export const qualificationFacts = {
  QualificationRecorded: fact({
    type: 'QualificationRecorded',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A degree, a training or a certified technique of a therapist was recorded, from a day on.',
    fields: {
      therapist: id(),
      qualification: id(),
      kind: code(...QUALIFICATION_KINDS),
      technique: optional(code(...TECHNIQUES)),
      from: date(),
      title: sealed('qualification', 'L', text()),
    },
    subjects: { therapist: 'staff' },
    compartments: { qualification: 'therapist' },
    example: {
      therapist: aTherapist,
      qualification: aQualification,
      kind: 'technique',
      technique: 'EMDR',
      from: '2021-06-01',
      title: 'EMDR, both parts, of the international association',
    },
  }),
  QualificationEnded: fact({
    type: 'QualificationEnded',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A qualification of a therapist ran out or was given up: from that day it is shown to nobody as held.',
    fields: { therapist: id(), qualification: id(), on: date() },
    subjects: { therapist: 'staff' },
    example: { therapist: aTherapist, qualification: aQualification, on: '2026-06-01' },
  }),
} as const;

const { QualificationRecorded, QualificationEnded } = qualificationFacts;

/** One qualification and the fact that holds its title, sealed. */
export interface Qualification {
  readonly from: string;
  until: string | undefined;
  readonly fact: string;
}

export interface QualificationsState {
  /** By id: those that ran out stay, for what was shown before they did. */
  readonly recorded: Map<string, Qualification>;
}

export const qualifications = evolution<QualificationsState, typeof qualificationFacts>(
  () => ({ recorded: new Map() }),
  qualificationFacts,
  {
    QualificationRecorded: (s, { id: factId, open }) =>
      void s.recorded.set(open.qualification, { from: open.from, until: undefined, fact: factId }),
    QualificationEnded: (s, { open }) => {
      const known = s.recorded.get(open.qualification);
      if (known) known.until = open.on;
    },
  },
);

export const qualificationNotFound = refusal(
  'qualification-not-found',
  'No such qualification of this therapist is recorded.',
  { clause: 'R4' },
);
export const qualificationEndsBeforeItBegins = refusal(
  'qualification-ends-before-it-begins',
  'A qualification cannot end before it was held.',
  { clause: 'R4', status: 422 },
);
export const certifiedTechniqueNeeded = refusal(
  'certified-technique-needed',
  'Name the technique for which the therapist is certified.',
  { clause: 'R4', status: 422 },
);

/** Qualifications held on a day, by the facts that say so. */
export const qualificationsOn = (s: QualificationsState, day: string): readonly Qualification[] =>
  [...s.recorded.values()].filter((q) => q.from <= day && (q.until === undefined || day < q.until));

type Slices = { readonly registration: RegistrationState; readonly qualifications: QualificationsState };

/** Records a qualification of a registered therapist. */
export function recordQualification(state: Slices, action: Parameters<typeof QualificationRecorded>[0]): Decision {
  if (state.registration.title === undefined) return therapistNotRegistered({ field: 'therapist' });
  if (action.kind === 'technique' && action.technique === undefined)
    return certifiedTechniqueNeeded({ field: 'technique' });
  return accept(QualificationRecorded(action));
}

/** Says that a qualification ran out; once. */
export function endQualification(
  { qualifications: s }: Slices,
  action: Parameters<typeof QualificationEnded>[0],
): Decision {
  const known = s.recorded.get(action.qualification);
  if (known === undefined) return qualificationNotFound({ field: 'qualification' });
  if (action.on < known.from) return qualificationEndsBeforeItBegins({ field: 'on' });
  if (known.until === action.on) return accept();
  return accept(QualificationEnded(action, { restsOn: [known.fact] }));
}
