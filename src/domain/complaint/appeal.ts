import { evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, flag, id, instant, list, optional, sealed, text } from '../language/field.js';
import { limitName } from './limits.js';
import { aComplainant, aComplaint, anAppeal, anOfficer } from './samples.js';

/** What became of an appeal; sent back means that somebody new hears the complaint again. */
export const APPEAL_OUTCOMES = ['confirmed', 'varied', 'set-aside', 'sent-back'] as const;

export const appealFacts = {
  AppealLodged: fact({
    type: 'AppealLodged',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A party appealed the agency’s decision; when out of time, it was accepted for a reason.',
    fields: {
      complaint: id(),
      appeal: id(),
      by: id(),
      outOfTime: flag(),
      decideBy: instant(),
      grounds: sealed('grounds', 'R', text()),
      acceptedBecause: optional(sealed('reasons', 'R', text())),
    },
    subjects: { by: 'named' },
    compartments: { grounds: 'by', reasons: 'stream' },
    example: {
      complaint: aComplaint,
      appeal: anAppeal,
      by: aComplainant,
      outOfTime: false,
      decideBy: '2026-10-06T03:59:59.999Z',
      grounds: 'The witness was not heard.',
    },
  }),
  AppealRefusedAsLate: fact({
    type: 'AppealRefusedAsLate',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'An appeal came after its time and was not accepted; a reason may still be found to accept it.',
    fields: { complaint: id(), by: id(), until: instant() },
    subjects: { by: 'named' },
    example: { complaint: aComplaint, by: aComplainant, until: '2026-08-11T03:59:59.999Z' },
  }),
  AppealDecided: fact({
    type: 'AppealDecided',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'An appeal was decided, with reasons, by somebody who had no part in the decision appealed.',
    fields: {
      complaint: id(),
      appeal: id(),
      by: id(),
      decider: id(),
      outcome: code(...APPEAL_OUTCOMES),
      decideBy: optional(instant()),
      /** Clocks that stop with it. */
      ends: list(limitName),
      reasons: sealed('reasons', 'R', text()),
    },
    subjects: { by: 'named', decider: 'staff' },
    compartments: { reasons: 'stream' },
    example: {
      complaint: aComplaint,
      appeal: anAppeal,
      by: aComplainant,
      decider: anOfficer,
      outcome: 'confirmed',
      ends: [],
      reasons: 'The witness could not have changed the finding.',
    },
  }),
} as const;

export interface Appeal {
  readonly appeal: string;
  readonly by: string;
  /** Fact of the decision appealed, and of the appeal. */
  readonly against: string | undefined;
  readonly fact: string;
  decided: { readonly outcome: (typeof APPEAL_OUTCOMES)[number]; readonly fact: string } | undefined;
}

export interface AppealsState {
  readonly appeals: Appeal[];
}

export const appeals = evolution<AppealsState, typeof appealFacts>(() => ({ appeals: [] }), appealFacts, {
  AppealLodged: (s, { id: factId, open, restsOn }) =>
    void s.appeals.push({ appeal: open.appeal, by: open.by, against: restsOn?.[0], fact: factId, decided: undefined }),
  AppealRefusedAsLate: () => {},
  AppealDecided: (s, { id: factId, open }) => {
    // A complaint sent back is heard again: nothing is left of other appeals against the same decision.
    for (const appeal of s.appeals) {
      if (appeal.appeal === open.appeal || (open.outcome === 'sent-back' && appeal.decided === undefined))
        appeal.decided = { outcome: open.outcome, fact: factId };
    }
  },
});

/** The oldest appeal being heard, if one is. */
export const pendingAppeal = (s: AppealsState): Appeal | undefined => s.appeals.find((a) => a.decided === undefined);
