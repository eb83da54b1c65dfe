import { type Instruction, type InstructionsState, LOCKABLE_ROLES } from './instructions.js';

/** Somebody about to look, act or be told, in one role. */
export interface Reader {
  readonly person: string;
  readonly role: string;
}

/** What instructions keep of one stream from one reader, where it is not the whole of it. */
export interface Hidden {
  /** Participants whose own part is kept from the reader. */
  readonly participants: ReadonlySet<string>;
  /** Entries kept from the reader, and which participants keep each. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Instructions that say so: whom they shut out is not told of them. */
  readonly instructions: ReadonlySet<string>;
}

/** `absent`: the stream is to this reader as if it were not there. */
export type Locked = 'absent' | Hidden | undefined;

/** Roles that no instruction shuts out: their access rests on the law or on a mandate of its own (rules 12, 13). */
const NEVER_SHUT_OUT: ReadonlySet<string> = new Set([
  'client',
  'complainant',
  'respondent',
  'complaints-officer',
  'privacy-officer',
  'auditor',
  'mandate',
  'system',
]);
const AS_A_CLASS: ReadonlySet<string> = new Set(LOCKABLE_ROLES);

/** True when there are instructions at all that could shut out somebody in this role. */
export const mayBeShutOut = (role: string): boolean => !NEVER_SHUT_OUT.has(role);

/** True when an instruction shuts this reader out; a representative only where it names them. */
export function shutsOut(one: Instruction, { person, role }: Reader): boolean {
  if (NEVER_SHUT_OUT.has(role)) return false;
  if (one.against === 'person') return one.whom === person;
  return AS_A_CLASS.has(role) && (one.against === 'everyone' || one.role === role);
}

/** The instructions of one person that shut a reader out. */
const against = (s: InstructionsState, reader: Reader): readonly Instruction[] =>
  s.inForce.size === 0 ? [] : [...s.inForce.values()].filter((one) => shutsOut(one, reader));

/**
 * What is left of a case for a reader. Kept by everyone who ever took part it is absent; kept by some, only what concerns
 * nobody else is: a lock by one never hides another's part or the communal one (rule 53).
 */
export function lockedCase(
  caseId: string,
  participants: readonly (readonly [participant: string, state: InstructionsState])[],
  reader: Reader,
): Locked {
  const hiding = new Set<string>();
  const entries = new Map<string, Set<string>>();
  const instructions = new Set<string>();
  const all = new Set<string>();
  for (const [participant, state] of participants) {
    all.add(participant);
    // Nobody is shut out of what is their own.
    if (participant === reader.person) continue;
    for (const one of against(state, reader)) {
      instructions.add(one.instruction);
      if (one.covers === 'file' || (one.covers === 'case' && one.case === caseId)) hiding.add(participant);
      if (one.covers === 'entry' && one.case === caseId)
        for (const entry of one.entries) entries.set(entry, (entries.get(entry) ?? new Set()).add(participant));
    }
  }
  if (hiding.size > 0 && hiding.size === all.size) return 'absent';
  return hiding.size === 0 && entries.size === 0 ? undefined : { participants: hiding, entries, instructions };
}

/** What is left for a reader of what a person told and asked. */
export function lockedFile(person: string, s: InstructionsState, reader: Reader): Locked {
  if (person === reader.person) return undefined;
  const found = against(s, reader);
  if (found.some((one) => one.covers === 'file')) return 'absent';
  return found.length === 0
    ? undefined
    : { participants: new Set(), entries: new Map(), instructions: new Set(found.map((one) => one.instruction)) };
}

/** Name and contact are kept only from whom the person named, and only with the whole file: others must reach them. */
export const contactIsLocked = (person: string, s: InstructionsState, reader: Reader): boolean =>
  person !== reader.person && against(s, reader).some((one) => one.covers === 'file' && one.against === 'person');

/**
 * True when what concerns these participants and this entry is kept from the reader. Nobody named means everybody who took
 * part: then all must keep it.
 */
export function isHidden(
  { participants, entries }: Hidden,
  {
    concerns,
    entry,
    everyone,
  }: {
    readonly concerns: readonly string[];
    readonly entry?: readonly string[];
    readonly everyone: readonly string[];
  },
): boolean {
  const whose = concerns.length > 0 ? concerns : everyone;
  const keep = (keepers: ReadonlySet<string>) => whose.length > 0 && whose.every((one) => keepers.has(one));
  if (concerns.length > 0 && keep(participants)) return true;
  // Who keeps their whole part keeps its entries too.
  return (entry ?? []).some((one) => {
    const keepers = entries.get(one);
    return keepers !== undefined && whose.every((each) => keepers.has(each) || participants.has(each));
  });
}

/** What an instruction says of a disclosure. */
export interface Disclosing {
  readonly case: string;
  readonly recipient: string;
  readonly entries: readonly string[];
}

/**
 * The instructions that forbid a disclosure by consent: those against the recipient or everyone, covering the file, the case
 * or an entry of the disclosure. One against a role of the agency says nothing about recipients.
 */
export const forbidding = (s: InstructionsState, to: Disclosing): readonly Instruction[] =>
  [...s.inForce.values()].filter((one) => reaches(one, to.recipient) && covers(one, to));

/** The instructions because of which a disclosure that is allowed leaves something of this case out (PHIPA s. 20(3)). */
export const leavingOut = (s: InstructionsState, to: Disclosing): readonly Instruction[] =>
  [...s.inForce.values()].filter(
    (one) =>
      reaches(one, to.recipient) &&
      one.covers === 'entry' &&
      one.case === to.case &&
      one.entries.some((entry) => !to.entries.includes(entry)),
  );

const reaches = (one: Instruction, recipient: string): boolean =>
  one.against === 'everyone' || (one.against === 'person' && one.whom === recipient);

const covers = (one: Instruction, to: Disclosing): boolean =>
  one.covers === 'file' ||
  (one.case === to.case && (one.covers === 'case' || one.entries.some((entry) => to.entries.includes(entry))));
