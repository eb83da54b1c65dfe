import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import type { Technique } from '../therapist/techniques.js';
import { sessionNotBegun } from './booking.js';
import { type CONSENT_HOW, type CounsellingState, liveConsent } from './counselling.js';
import { type RosterState, requireOpen, requireParticipant, type rosterFacts } from './roster.js';
import { type Session, type SessionsState, sessionNotFound } from './sessions.js';
import { TECHNIQUE_PARTS, techniqueFacts } from './techniques-facts.js';

const { TechniqueProposed, TechniqueExplained, TechniqueUsed, TechniqueUseRefused } = techniqueFacts;
const { TechniqueConsentGiven, TechniqueConsentRefused, TechniqueConsentWithdrawn } = techniqueFacts;
const { TechniqueUseReported, TechniqueUseQuestioned } = techniqueFacts;

/** One consent of one participant to one technique: from when until when, by the fact that says so. */
export interface TechniqueConsent {
  readonly participant: string;
  readonly from: string;
  until: string | undefined;
  /** The use by which a consent to touch was spent: no other rests on it, in whatever order they are entered. */
  spentBy: string | undefined;
  readonly fact: string;
}

/** One technique proposed in a case. */
export interface Proposed {
  readonly kind: Technique;
  readonly fact: string;
  /** Participant → fact by which it was explained in full to them by the therapist of record. */
  readonly explained: Map<string, string>;
  /** All of them: a withdrawal entered late asks which use rested on which. */
  readonly consents: TechniqueConsent[];
}

export interface TechniquesState {
  readonly proposed: Map<string, Proposed>;
  /** Uses stated to be with consent: a withdrawal entered late questions those after it. */
  readonly uses: {
    readonly use: string;
    readonly technique: string;
    readonly participants: readonly string[];
    readonly at: string;
    readonly fact: string;
  }[];
}

const end = (proposed: Proposed | undefined, at: string, participant?: string): void => {
  for (const consent of proposed?.consents ?? []) {
    const theirs = participant === undefined || consent.participant === participant;
    if (theirs && (consent.until === undefined || consent.until > at)) consent.until = at;
  }
};

export const techniques = evolution<
  TechniquesState,
  typeof techniqueFacts,
  Pick<typeof rosterFacts, 'TherapistAssigned'>
>(
  () => ({ proposed: new Map(), uses: [] }),
  techniqueFacts,
  {
    TechniqueProposed: (s, { id: fact, open }) =>
      void s.proposed.set(open.technique, { kind: open.kind, fact, explained: new Map(), consents: [] }),
    TechniqueExplained: (s, { id: fact, open }) => {
      const complete = open.questionsAnswered && TECHNIQUE_PARTS.every((part) => open.covered.includes(part));
      if (complete) s.proposed.get(open.technique)?.explained.set(open.participant, fact);
    },
    TechniqueConsentGiven: (s, { id: fact, open, happenedAt }) =>
      void s.proposed.get(open.technique)?.consents.push({
        participant: open.participant,
        from: happenedAt,
        until: undefined,
        spentBy: undefined,
        fact,
      }),
    TechniqueConsentRefused: (s, { open, happenedAt }) =>
      end(s.proposed.get(open.technique), happenedAt, open.participant),
    TechniqueConsentWithdrawn: (s, { open, happenedAt }) =>
      end(s.proposed.get(open.technique), happenedAt, open.participant),
    TechniqueUsed: (s, { id: fact, open, happenedAt }) => {
      s.uses.push({ ...open, at: happenedAt, fact });
      spend(s.proposed.get(open.technique), open.participants, happenedAt, fact);
    },
    TechniqueUseRefused: () => {},
    TechniqueUseReported: (s, { id: fact, open, happenedAt }) =>
      spend(s.proposed.get(open.technique ?? ''), open.participants, happenedAt, fact),
    TechniqueUseQuestioned: () => {},
  },
  {
    // With another therapist everything is explained and consented to anew (rule 55).
    TherapistAssigned: (s, { happenedAt }) => {
      for (const proposed of s.proposed.values()) {
        proposed.explained.clear();
        end(proposed, happenedAt);
      }
    },
  },
);

/** Consent to touch is for one instance: it is spent by it (CRPO 3.2). */
function spend(proposed: Proposed | undefined, participants: readonly string[], at: string, fact: string): void {
  if (proposed?.kind !== 'touch') return;
  for (const participant of participants) {
    const consent = techniqueConsentAt(proposed, participant, at);
    if (consent === undefined) continue;
    consent.until = at;
    consent.spentBy = fact;
  }
}

/** The consent of a participant to a technique that is live at an instant, if any. */
export const techniqueConsentAt = (proposed: Proposed, participant: string, at: string): TechniqueConsent | undefined =>
  coveringAt(proposed, participant, at).find((c) => c.spentBy === undefined);

/** Consents of a participant that held at an instant, spent later or not. */
const coveringAt = (proposed: Proposed, participant: string, at: string): readonly TechniqueConsent[] =>
  proposed.consents.filter(
    (c) => c.participant === participant && c.from <= at && (c.until === undefined || at < c.until),
  );

export const techniqueNotFound = refusal('technique-not-found', 'No such technique was proposed in this case.', {
  clause: 'T2',
});
export const techniqueNeedsAName = refusal('technique-needs-a-name', 'Say what the other technique is called.', {
  clause: 'T2',
  status: 422,
});
export const techniqueNotExplained = refusal(
  'technique-not-explained',
  'Consent is informed only after the therapist explained the technique: its nature, benefits, risks, side effects, alternatives and what follows from not having it, with questions answered.',
  { clause: 'T2' },
);
export const noTechniqueConsent = refusal(
  'no-technique-consent',
  'There is no live consent to this technique to withdraw.',
  { clause: 'T2' },
);
export const techniqueNotConsented = refusal(
  'technique-not-consented',
  'Not everyone there has a live consent to this technique; for touch, to this one instance.',
  { clause: 'T2', recorded: true },
);

type Slices = {
  readonly roster: RosterState;
  readonly counselling: CounsellingState;
  readonly sessions: SessionsState;
  readonly techniques: TechniquesState;
};
type At = Pick<Circumstances, 'happenedAt'>;
type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
/** What one participant says of one technique. */
export interface TechniqueSaid {
  readonly case: string;
  readonly technique: string;
  readonly participant: string;
  readonly how: (typeof CONSENT_HOW)[number];
}

const proposedTo = (
  state: Slices,
  { technique, participant }: { readonly technique: string; readonly participant: string },
  now = true,
): Proposed | Decision => {
  const refused = requireParticipant(state, participant, now);
  return refused ?? state.techniques.proposed.get(technique) ?? techniqueNotFound({ field: 'technique' });
};

/** Proposes a technique in an open case; nothing is used by proposing. */
export function proposeTechnique(state: Slices, action: Omit<Open<typeof TechniqueProposed>, 'therapist'>): Decision {
  const refused = requireOpen(state);
  if (refused) return refused;
  if (action.kind === 'other' && action.called === undefined) return techniqueNeedsAName({ field: 'called' });
  return accept(TechniqueProposed({ ...action, therapist: state.roster.therapist as string }));
}

/** Records what was explained of a technique, complete or not. */
export function explainTechnique(state: Slices, action: Open<typeof TechniqueExplained>): Decision {
  const proposed = proposedTo(state, action);
  if (!('consents' in proposed)) return proposed;
  return accept(TechniqueExplained(action, { restsOn: [proposed.fact] }));
}

/** Consents to a technique that was explained in full; for touch, to the next instance only. */
export function consentToTechnique(state: Slices, action: TechniqueSaid, { happenedAt }: At): Decision {
  const proposed = proposedTo(state, action);
  if (!('consents' in proposed)) return proposed;
  const explanation = proposed.explained.get(action.participant);
  if (explanation === undefined) return techniqueNotExplained({ field: 'technique' });
  if (techniqueConsentAt(proposed, action.participant, happenedAt)) return accept();
  return accept(TechniqueConsentGiven(action, { restsOn: [explanation] }));
}

/** Uses that came after a withdrawal which was entered later than they were (rule 11). */
const questioned = (state: Slices, action: TechniqueSaid, at: string) =>
  state.techniques.uses
    .filter((u) => u.technique === action.technique && u.participants.includes(action.participant) && u.at >= at)
    .map((u) =>
      TechniqueUseQuestioned(
        { case: action.case, use: u.use, participant: action.participant, withdrawnAt: at },
        { restsOn: [u.fact] },
      ),
    );

/** Refuses a technique, before or after consenting to it; counselling goes on. */
export function refuseTechnique(state: Slices, action: TechniqueSaid, { happenedAt }: At): Decision {
  const proposed = proposedTo(state, action, false);
  if (!('consents' in proposed)) return proposed;
  const [before] = coveringAt(proposed, action.participant, happenedAt);
  const facts = before === undefined ? [] : questioned(state, action, happenedAt);
  return accept(TechniqueConsentRefused(action, { restsOn: [proposed.fact] }), ...facts);
}

/** Withdraws consent to a technique, at any time and at once, after leaving too (CRPO 3.2.5). */
export function withdrawTechniqueConsent(state: Slices, action: TechniqueSaid, { happenedAt }: At): Decision {
  const proposed = proposedTo(state, action, false);
  if (!('consents' in proposed)) return proposed;
  const [live] = coveringAt(proposed, action.participant, happenedAt);
  if (live === undefined) return noTechniqueConsent({ field: 'technique' });
  return accept(TechniqueConsentWithdrawn(action, { restsOn: [live.fact] }), ...questioned(state, action, happenedAt));
}

/** Who is in a session: those cleared when it started, else those who attended it. */
const presentIn = (session: Session): readonly string[] =>
  session.present.length > 0
    ? session.present
    : [...session.seats.values()].filter((seat) => seat.state === 'attended').map((seat) => seat.participant);

/** Uses a technique in a session; refused, on record, without the live consent of everyone there, to counselling too. */
export function useTechnique(
  state: Slices,
  action: { readonly case: string; readonly technique: string; readonly use: string; readonly session: string },
  { happenedAt }: At,
): Decision {
  const proposed = state.techniques.proposed.get(action.technique);
  if (proposed === undefined) return techniqueNotFound({ field: 'technique' });
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  const participants = presentIn(session);
  if (participants.length === 0) return sessionNotBegun({ field: 'session' });
  const consents = participants.map((p) => techniqueConsentAt(proposed, p, happenedAt));
  const without = participants.filter(
    (p, i) => consents[i] === undefined || liveConsent(state.counselling, p) === undefined,
  );
  if (without.length > 0) {
    const { use: _use, ...refused } = action;
    return refuseAndRecord(
      techniqueNotConsented({ field: 'technique' }),
      TechniqueUseRefused({ ...refused, withoutConsentOf: without }, { restsOn: [proposed.fact] }),
    );
  }
  const restsOn = consents.flatMap((consent) => consent?.fact ?? []);
  return accept(TechniqueUsed({ ...action, participants }, { restsOn }));
}

/** A technique that was used is recorded, with whose consent was not live then (rule 36). */
export function reportTechniqueUsed(
  state: Slices,
  action: Omit<Open<typeof TechniqueUseReported>, 'withoutConsentOf' | 'participants'> & {
    readonly participants?: readonly string[] | undefined;
  },
  { happenedAt }: At,
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  const present = presentIn(session);
  // Nobody has said yet who came: whoever was to come.
  const participants = action.participants ?? (present.length > 0 ? present : [...session.seats.keys()]);
  for (const participant of participants) {
    const refused = requireParticipant(state, participant, false);
    if (refused) return refused;
  }
  const { technique } = action;
  const proposed = technique === undefined ? undefined : state.techniques.proposed.get(technique);
  if (technique !== undefined && proposed === undefined) return techniqueNotFound({ field: 'technique' });
  const consents = participants.map((p) =>
    proposed?.kind === action.kind ? techniqueConsentAt(proposed, p, happenedAt) : undefined,
  );
  const withoutConsentOf = participants.filter((_p, i) => consents[i] === undefined);
  return accept(
    TechniqueUseReported(
      { ...action, participants, withoutConsentOf },
      { restsOn: consents.flatMap((consent) => consent?.fact ?? []) },
    ),
  );
}
