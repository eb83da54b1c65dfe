import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import { fact, type NewFact } from '../language/fact.js';
import { code, id, instant, list, optional, sealed, text } from '../language/field.js';
import type { InstructionsState } from '../person/instructions.js';
import { forbidding } from '../person/locks.js';
import { requireTheirEntries } from './disclosed-entries.js';
import { incompleteBecause } from './incomplete-disclosure.js';
import type { RecordState } from './record.js';
import { type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';
const aConsent = '0190c7a0-0000-7000-8000-0000000000d2';
const aDisclosure = '0190c7a0-0000-7000-8000-0000000000d3';

/** What a disclosure may consist of. */
export const CONTENT = [
  'attendance',
  'fees',
  'goals-and-progress',
  'assessment',
  'clinical-notes',
  'letters',
  'contact',
  'whole-record',
] as const;

/** Why information is disclosed. */
export const DISCLOSURE_PURPOSES = ['care', 'insurance', 'legal', 'employment', 'school', 'family', 'payment'] as const;

/** Kinds of recipient: express consent is needed for one who is not a health information custodian (PHIPA s. 18(3)). */
export const RECIPIENT_KINDS = ['custodian', 'insurer', 'employer', 'lawyer', 'school', 'family', 'other'] as const;

/** Authorities to disclose without consent (domain facts: PHIPA, CYFSA, RHPA), with whether one may or must. */
export const AUTHORITIES = {
  'PHIPA-40-1': { duty: 'may', says: 'Significant risk of serious bodily harm' },
  'PHIPA-38-1-c': {
    duty: 'may',
    says: 'Contacting a relative, friend or substitute decision maker of somebody injured or ill',
  },
  'PHIPA-38-4': { duty: 'may', says: 'About somebody who has died' },
  'PHIPA-41-summons': { duty: 'must', says: 'Summons or order of a body with jurisdiction' },
  'PHIPA-43-1-b': { duty: 'may', says: 'To a College for the administration of the RHPA' },
  'RHPA-76': { duty: 'must', says: 'Duty to co-operate with a College investigator' },
  'PHIPA-43-1-g': { duty: 'must', says: 'Warrant, or an inspection or investigation an Act authorises' },
  'PHIPA-43-1-h': { duty: 'must', says: 'Otherwise permitted or required by law' },
  'CYFSA-125': { duty: 'must', says: 'A child in need of protection' },
  'RHPA-85-1': { duty: 'must', says: 'Sexual abuse of a patient by a regulated professional' },
  'FLTCA-28': { duty: 'must', says: 'Abuse or neglect of a resident of a long-term care home' },
  'RHA-75': { duty: 'must', says: 'Abuse or neglect of a resident of a retirement home' },
} as const;
export type Authority = keyof typeof AUTHORITIES;
const AUTHORITY_CODES = Object.keys(AUTHORITIES) as Authority[];

export const disclosureFacts = {
  DisclosureConsentGiven: fact({
    type: 'DisclosureConsentGiven',
    stream: 'case',
    clauses: ['R7'],
    says: 'A participant consented to a disclosure: to whom, what, why, until when, how given.',
    fields: {
      case: id(),
      consent: id(),
      participant: id(),
      recipient: id(),
      recipientKind: code(...RECIPIENT_KINDS),
      content: list(code(...CONTENT)),
      purpose: code(...DISCLOSURE_PURPOSES),
      until: optional(instant()),
      form: code('express', 'implied'),
      how: code('verbal', 'written', 'portal'),
      givenBy: id(),
      details: optional(sealed('consent', 'N', text())),
    },
    subjects: { participant: 'participant', recipient: 'named', givenBy: 'representative' },
    compartments: { consent: 'participant' },
    example: {
      case: aCase,
      consent: aConsent,
      participant: aPerson,
      recipient: aRecipient,
      recipientKind: 'insurer',
      content: ['attendance', 'fees'],
      purpose: 'insurance',
      until: '2026-12-31T05:00:00.000Z',
      form: 'express',
      how: 'written',
      givenBy: aPerson,
    },
  }),
  DisclosureConsentWithdrawn: fact({
    type: 'DisclosureConsentWithdrawn',
    stream: 'case',
    clauses: ['R7'],
    says: 'A participant withdrew a consent to disclose: it holds from the moment it reached the agency and is not retroactive (PHIPA s. 19).',
    fields: { case: id(), consent: id(), participant: id(), givenBy: id() },
    subjects: { participant: 'participant', givenBy: 'representative' },
    example: { case: aCase, consent: aConsent, participant: aPerson, givenBy: aPerson },
  }),
  DisclosureMade: fact({
    type: 'DisclosureMade',
    stream: 'case',
    clauses: ['R7'],
    says: 'Information about a participant was disclosed, under a live consent or a typed authority.',
    fields: {
      case: id(),
      disclosure: id(),
      participant: id(),
      recipient: id(),
      content: list(code(...CONTENT)),
      entries: list(id()),
      purpose: code(...DISCLOSURE_PURPOSES),
      consent: optional(id()),
      authority: optional(code(...AUTHORITY_CODES)),
      what: sealed('disclosure', 'R', text()),
    },
    subjects: { participant: 'participant', recipient: 'named' },
    compartments: { disclosure: 'participant' },
    inTheWorld: true,
    example: {
      case: aCase,
      disclosure: aDisclosure,
      participant: aPerson,
      recipient: aRecipient,
      content: ['attendance'],
      entries: [],
      purpose: 'insurance',
      consent: aConsent,
      what: 'Dates of four sessions; nothing about their content.',
    },
  }),
  DisclosureReported: fact({
    type: 'DisclosureReported',
    stream: 'case',
    clauses: ['R7'],
    says: 'A disclosure already made was reported, whether or not anything allowed it; the clause shows as breached when nothing did.',
    fields: {
      case: id(),
      disclosure: id(),
      participant: id(),
      recipient: id(),
      content: list(code(...CONTENT)),
      allowed: code('by-consent', 'by-authority', 'not-allowed'),
      authority: optional(code(...AUTHORITY_CODES)),
      what: sealed('disclosure', 'R', text()),
    },
    subjects: { participant: 'participant', recipient: 'named' },
    compartments: { disclosure: 'participant' },
    inTheWorld: true,
    example: {
      case: aCase,
      disclosure: aDisclosure,
      participant: aPerson,
      recipient: aRecipient,
      content: ['contact'],
      allowed: 'not-allowed',
      what: 'A voicemail was left on a shared line.',
    },
  }),
  DisclosureRefused: fact({
    type: 'DisclosureRefused',
    stream: 'case',
    clauses: ['R7'],
    says: 'A disclosure was asked for and refused: nothing allowed it.',
    fields: {
      case: id(),
      participant: id(),
      recipient: id(),
      content: list(code(...CONTENT)),
      purpose: code(...DISCLOSURE_PURPOSES),
      because: code('no-consent', 'beyond-consent', 'no-authority', 'instruction'),
    },
    subjects: { participant: 'participant', recipient: 'named' },
    example: {
      case: aCase,
      participant: aPerson,
      recipient: aRecipient,
      content: ['clinical-notes'],
      purpose: 'legal',
      because: 'no-authority',
    },
  }),
  DisclosureQuestioned: fact({
    type: 'DisclosureQuestioned',
    stream: 'case',
    clauses: ['R7'],
    says: 'A withdrawal that reached the agency before a disclosure was entered after it: the disclosure is flagged for breach review, not relabelled (rule 11).',
    fields: { case: id(), disclosure: id(), participant: id(), withdrawnAt: instant() },
    subjects: { participant: 'participant' },
    example: { case: aCase, disclosure: aDisclosure, participant: aPerson, withdrawnAt: '2026-03-10T15:00:00.000Z' },
  }),
} as const;

const {
  DisclosureConsentGiven,
  DisclosureConsentWithdrawn,
  DisclosureMade,
  DisclosureReported,
  DisclosureRefused,
  DisclosureQuestioned,
} = disclosureFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];

export interface DisclosureConsent {
  readonly consent: string;
  readonly participant: string;
  readonly recipient: string;
  readonly content: readonly (typeof CONTENT)[number][];
  readonly purpose: (typeof DISCLOSURE_PURPOSES)[number];
  readonly form: 'express' | 'implied';
  readonly from: string;
  readonly until: string | undefined;
  withdrawnAt: string | undefined;
  readonly fact: string;
}

export interface DisclosureState {
  readonly consents: Map<string, DisclosureConsent>;
  /** Every disclosure: a withdrawal entered late questions some, and a correction is told to who had the uncorrected words. */
  readonly made: {
    readonly disclosure: string;
    readonly participant: string;
    readonly recipient: string;
    readonly content: readonly (typeof CONTENT)[number][];
    readonly entries: readonly string[];
    readonly consent: string | undefined;
    readonly at: string;
    readonly fact: string;
  }[];
}

export const disclosures = evolution<DisclosureState, typeof disclosureFacts>(
  () => ({ consents: new Map(), made: [] }),
  disclosureFacts,
  {
    DisclosureConsentGiven: (s, { id: factId, open, happenedAt }) =>
      void s.consents.set(open.consent, {
        consent: open.consent,
        participant: open.participant,
        recipient: open.recipient,
        content: open.content,
        purpose: open.purpose,
        form: open.form,
        from: happenedAt,
        until: open.until,
        withdrawnAt: undefined,
        fact: factId,
      }),
    DisclosureConsentWithdrawn: (s, { open, happenedAt }) => {
      const consent = s.consents.get(open.consent);
      if (consent) consent.withdrawnAt = happenedAt;
    },
    DisclosureMade: (s, { id: factId, open, happenedAt }) =>
      void s.made.push({
        disclosure: open.disclosure,
        participant: open.participant,
        recipient: open.recipient,
        content: open.content,
        entries: open.entries,
        consent: open.consent,
        at: happenedAt,
        fact: factId,
      }),
    // What was reported rests on the consent that allowed it: a withdrawal entered later questions it too (rule 11).
    DisclosureReported: (s, { id: factId, open, happenedAt, restsOn = [] }) => {
      const consent = [...s.consents.values()].find((one) => restsOn.includes(one.fact))?.consent;
      const { disclosure, participant, recipient, content } = open;
      if (open.allowed !== 'not-allowed')
        s.made.push({
          disclosure,
          participant,
          recipient,
          content,
          entries: [],
          consent,
          at: happenedAt,
          fact: factId,
        });
    },
    DisclosureRefused: () => {},
    DisclosureQuestioned: () => {},
  },
);

/** True when a consent to disclose holds at an instant. */
export const liveAt = (c: DisclosureConsent, at: string): boolean =>
  c.from <= at && (c.until === undefined || at < c.until) && (c.withdrawnAt === undefined || at < c.withdrawnAt);

/** A consent of a participant to disclose to a recipient that is live at an instant. */
export const liveDisclosureConsent = (
  s: DisclosureState,
  participant: string,
  recipient: string,
  at: string,
): DisclosureConsent | undefined =>
  [...s.consents.values()].find((c) => c.participant === participant && c.recipient === recipient && liveAt(c, at));

/** A live consent that covers exactly this disclosure: participant, recipient, purpose and every category of content. */
function covering(
  s: DisclosureState,
  action: Pick<Disclosure, 'participant' | 'recipient' | 'purpose' | 'content'>,
  at: string,
): DisclosureConsent | undefined {
  return [...s.consents.values()].find(
    (c) =>
      c.participant === action.participant &&
      c.recipient === action.recipient &&
      c.purpose === action.purpose &&
      liveAt(c, at) &&
      (c.content.includes('whole-record') || action.content.every((part) => c.content.includes(part))),
  );
}

export const consentNeedsExpress = refusal(
  'express-consent-needed',
  'Consent to disclose to somebody who is not a health information custodian must be express (PHIPA s. 18(3)).',
  { clause: 'R7', status: 422 },
);
export const consentAlreadyOver = refusal('consent-already-over', 'A consent cannot end before it begins.', {
  clause: 'R7',
  status: 422,
});
export const disclosureConsentNotFound = refusal(
  'disclosure-consent-not-found',
  'There is no such consent to disclose.',
  {
    clause: 'R7',
  },
);
export const disclosureNotAllowed = refusal(
  'disclosure-not-allowed',
  'No live consent covers this recipient, purpose and content, and no authority was named.',
  { clause: 'R7', recorded: true },
);

export const disclosureAgainstInstruction = refusal(
  'disclosure-against-instruction',
  'The person instructed that this be kept from the recipient: only they can lift it, or the law require the disclosure.',
  { clause: 'R7', recorded: true },
);

type Slices = { readonly roster: RosterState; readonly disclosures: DisclosureState };
type Disclosure = Omit<Open<typeof DisclosureMade>, 'consent'>;

export function giveDisclosureConsent(
  state: Slices,
  action: Open<typeof DisclosureConsentGiven>,
  at: string,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  if (action.recipientKind !== 'custodian' && action.form === 'implied') return consentNeedsExpress({ field: 'form' });
  if (action.until !== undefined && action.until <= at) return consentAlreadyOver({ field: 'until' });
  return accept(DisclosureConsentGiven(action));
}

/** Withdrawal is never retroactive (rule 9); disclosures made after it reached the agency but before it was entered are flagged (rule 11). */
export function withdrawDisclosureConsent(
  state: Slices,
  action: { readonly case: string; readonly consent: string; readonly participant: string; readonly givenBy: string },
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const consent = state.disclosures.consents.get(action.consent);
  if (consent === undefined || consent.participant !== action.participant)
    return disclosureConsentNotFound({ field: 'consent' });
  if (consent.withdrawnAt !== undefined && consent.withdrawnAt <= happenedAt) return accept();
  const questioned: NewFact[] = state.disclosures.made
    .filter((d) => d.consent === action.consent && d.at >= happenedAt)
    .map((d) =>
      DisclosureQuestioned(
        { case: action.case, disclosure: d.disclosure, participant: action.participant, withdrawnAt: happenedAt },
        { restsOn: [d.fact] },
      ),
    );
  return accept(DisclosureConsentWithdrawn(action, { restsOn: [consent.fact] }), ...questioned);
}

/**
 * Discloses under an authority, or under a live consent that no instruction of the participant contradicts: an authority of
 * the law does not depend on either (PHIPA s. 40(1); rules 13 and 14).
 */
export function disclose(
  state: Slices & { readonly record: RecordState },
  action: Disclosure,
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  instructions: InstructionsState,
): Decision {
  const refused = requireParticipant(state, action.participant, false) ?? requireTheirEntries(state, action);
  if (refused) return refused;
  if (action.authority !== undefined) return accept(DisclosureMade(action));
  const consent = covering(state.disclosures, action, happenedAt);
  const forbidden = forbidding(instructions, action).length > 0;
  if (consent && !forbidden)
    return accept(
      DisclosureMade({ ...action, consent: consent.consent }, { restsOn: [consent.fact] }),
      ...incompleteBecause(instructions, action),
    );
  const { case: caseId, participant, recipient, content, purpose } = action;
  const because = forbidden
    ? 'instruction'
    : liveDisclosureConsent(state.disclosures, participant, recipient, happenedAt)
      ? 'beyond-consent'
      : purpose === 'legal'
        ? 'no-authority'
        : 'no-consent';
  return refuseAndRecord(
    forbidden ? disclosureAgainstInstruction() : disclosureNotAllowed(),
    DisclosureRefused({ case: caseId, participant, recipient, content, purpose, because }),
  );
}

/** A disclosure that already happened is recorded whatever allowed it (rule 36). */
export function reportDisclosure(
  state: Slices,
  action: Omit<Open<typeof DisclosureReported>, 'allowed'> & {
    readonly purpose: (typeof DISCLOSURE_PURPOSES)[number];
    readonly entries: readonly string[];
  },
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  instructions: InstructionsState,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  // What happened before an instruction had reached the agency is not against it.
  const against = forbidding(instructions, action).some((one) => one.from <= happenedAt);
  const consent = against ? undefined : covering(state.disclosures, action, happenedAt);
  const allowed = action.authority ? 'by-authority' : consent ? 'by-consent' : 'not-allowed';
  const { purpose: _purpose, entries: _entries, ...disclosed } = action;
  return accept(DisclosureReported({ ...disclosed, allowed }, consent ? { restsOn: [consent.fact] } : {}));
}
