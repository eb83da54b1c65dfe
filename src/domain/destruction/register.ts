import { accept, type Decision, evolution, refusal, streamFold } from '../language/decision.js';
import { type DestroyedPart, isClosed } from './closing.js';
import { destroyedFacts, destructionsFacts } from './register-facts.js';

const { DestructionEntered, DestructionAbandoned, KeysDestroyed, DestructionCertified } = destructionsFacts;
const { RecordDestroyed } = destroyedFacts;

/** What is destroyed at once: everything in one stream, or one fact of it. */
export interface Part {
  readonly destruction: string;
  readonly of: DestroyedPart;
  readonly case?: string;
  readonly person?: string;
  readonly from?: 'case' | 'registration' | 'file';
  readonly fact?: string;
}

/** The stream in which a part is. */
export const streamOfPart = ({ of, from, case: one, person }: Omit<Part, 'destruction'>): string => {
  const where = of === 'fact' ? from : of;
  return where === 'case' ? `case-${one}` : where === 'registration' ? `person-${person}` : `file-${person}`;
};

/** How far a part is. */
export interface PartProgress extends Part {
  keysDestroyed: boolean;
}

export interface DestructionsState {
  /** By destruction and stream, every part that was entered and not abandoned: a destroyed key never comes back. */
  readonly parts: Map<string, PartProgress>;
  /** Destructions whose certificate was issued. */
  readonly certified: Set<string>;
}

const keyOf = (part: Part): string => `${part.destruction} ${streamOfPart(part)} ${part.fact ?? ''}`;

/** The agency's destructions, by their facts. */
export const destructionsFold = streamFold('destructions', {
  destructions: evolution<DestructionsState, typeof destructionsFacts>(
    () => ({ parts: new Map(), certified: new Set() }),
    destructionsFacts,
    {
      DestructionEntered: (s, { open }) => void s.parts.set(keyOf(open), { ...open, keysDestroyed: false }),
      DestructionAbandoned: (s, { open }) => void s.parts.delete(keyOf(open)),
      KeysDestroyed: (s, { open }) => {
        const known = s.parts.get(keyOf(open));
        if (known) known.keysDestroyed = true;
      },
      DestructionCertified: (s, { open }) => void s.certified.add(open.destruction),
    },
  ),
});

export interface DestroyedState {
  /** Cases of this person whose destruction is on the register. */
  readonly cases: Set<string>;
}

/** What remains known of one person, by their facts. */
export const destroyedFold = streamFold('destroyed', {
  destroyed: evolution<DestroyedState, typeof destroyedFacts>(() => ({ cases: new Set() }), destroyedFacts, {
    RecordDestroyed: (s, { open }) => void s.cases.add(open.case),
  }),
});

export const partNotEntered = refusal('part-not-entered', 'Nothing of this destruction was entered.');

type Slices = { readonly destructions: DestructionsState };

/** Enters a part, once, before it begins. */
export const enterPart = ({ destructions: s }: Slices, part: Part): Decision =>
  s.parts.has(keyOf(part)) ? accept() : accept(DestructionEntered(part));

/** Takes a part back that did not begin. */
export const abandonPart = ({ destructions: s }: Slices, part: Part): Decision =>
  s.parts.has(keyOf(part)) ? accept(DestructionAbandoned(part)) : accept();

/** Says that the keys of a part are gone, once; only of what was entered and has begun. */
export function recordKeysDestroyed(
  { destructions: s }: Slices,
  { begun, ...said }: Parameters<typeof KeysDestroyed>[0] & { readonly begun: boolean },
): Decision {
  const known = s.parts.get(keyOf(said));
  if (known === undefined || !begun) return partNotEntered({ field: 'destruction' });
  return known.keysDestroyed ? accept() : accept(KeysDestroyed(said));
}

/** Certifies a destruction of which every part is done. */
export function certify({ destructions: s }: Slices, said: Parameters<typeof DestructionCertified>[0]): Decision {
  const parts = [...s.parts.values()].filter(({ destruction }) => destruction === said.destruction);
  if (parts.length === 0 || parts.some((part) => !part.keysDestroyed)) return partNotEntered({ field: 'destruction' });
  return s.certified.has(said.destruction) ? accept() : accept(DestructionCertified(said));
}

/** Keeps on the person's own register that a case of theirs was destroyed, once. */
export const registerDestroyed = (
  { destroyed: s }: { readonly destroyed: DestroyedState },
  said: Parameters<typeof RecordDestroyed>[0],
  theCase: unknown,
): Decision => {
  if (!isClosed(theCase)) return partNotEntered({ field: 'case' });
  return s.cases.has(said.case) ? accept() : accept(RecordDestroyed(said));
};
