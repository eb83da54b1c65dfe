import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { date, digest, id, name, sealed, text } from '../language/field.js';
import type { World } from '../world.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

/** How a therapist works, in their own words, version by version (R4, T3). */
export const approachFacts = {
  ApproachPublished: fact({
    type: 'ApproachPublished',
    stream: 'therapist',
    clauses: ['T3', 'R4'],
    says: 'A therapist published a version of how they work, for clients to read, with the digest of its text.',
    fields: {
      therapist: id(),
      version: name(),
      effectiveFrom: date(),
      digest: digest(),
      text: sealed('approach', 'L', text()),
    },
    subjects: { therapist: 'staff' },
    compartments: { approach: 'therapist' },
    example: {
      therapist: aTherapist,
      version: '2026-1',
      effectiveFrom: '2026-01-05',
      digest: 'a'.repeat(64),
      text: 'We look together at how thoughts, feelings and habits keep each other going.',
    },
  }),
} as const;

const { ApproachPublished } = approachFacts;

/** One version of an approach. */
export interface Approach {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly digest: string;
}

export interface ApproachState {
  /** Every version: what was explained before is told apart from what is in force. */
  readonly versions: Approach[];
}

export const approach = evolution<ApproachState, typeof approachFacts>(() => ({ versions: [] }), approachFacts, {
  ApproachPublished: (s, { open }) =>
    void s.versions.push({ version: open.version, effectiveFrom: open.effectiveFrom, digest: open.digest }),
});

export const approachVersionExists = refusal(
  'approach-version-exists',
  'This version of the approach was published already.',
  { clause: 'T3' },
);

/** Publishes a version of an approach; a version, once published, is succeeded and never changed. */
export function publishApproach(
  { approach: s }: { readonly approach: ApproachState },
  action: Omit<Parameters<typeof ApproachPublished>[0], 'digest'>,
  { world }: Pick<Circumstances<World>, 'world'>,
): Decision {
  if (s.versions.some((a) => a.version === action.version)) return approachVersionExists({ field: 'version' });
  return accept(ApproachPublished({ ...action, digest: world.digestOf(action.text) }));
}
