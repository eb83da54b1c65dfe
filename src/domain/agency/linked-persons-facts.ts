import { fact } from '../language/fact.js';
import { code, id, instant, list, sealed, text } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const another = '0190c7a0-0000-7000-8000-0000000000c2';
const aMatch = '0190c7a0-0000-7000-8000-00000000001a';
const aLink = '0190c7a0-0000-7000-8000-00000000001b';

/** What two registrations have in common that makes them look like one person’s. */
export const MATCH_ON = ['name', 'former-name', 'birth-date', 'telephone', 'e-mail', 'address'] as const;
export type MatchOn = (typeof MATCH_ON)[number];

/** What showed that two registrations are one person’s. */
export const LINK_EVIDENCE = ['identity-document', 'person-said-so', 'known-in-person', 'earlier-record'] as const;
export type LinkEvidence = (typeof LINK_EVIDENCE)[number];

/** Why a link was undone: it was wrong, which is assessed as a breach, or nobody can show any more that it is right. */
export const UNLINKED_BECAUSE = ['wrong-link', 'not-shown'] as const;
export type UnlinkedBecause = (typeof UNLINKED_BECAUSE)[number];

/**
 * Two registrations that are one person’s (rule 46). They stand in a stream of the agency’s and join no streams. No field makes
 * a person a subject: neither registration shall lead to the other but for whoever answers for privacy.
 */
export const linkedPersonsFacts = {
  PossibleMatchNoticed: fact({
    type: 'PossibleMatchNoticed',
    stream: 'linked-persons',
    clauses: ['R7', 'C2'],
    says: 'Two registrations may be one person’s: it is looked into before anything else is registered twice (rule 46).',
    fields: { match: id(), person: id(), other: id(), on: list(code(...MATCH_ON)) },
    example: { match: aMatch, person: aPerson, other: another, on: ['birth-date', 'telephone'] },
  }),
  PossibleMatchDismissed: fact({
    type: 'PossibleMatchDismissed',
    stream: 'linked-persons',
    clauses: ['R7', 'C2'],
    says: 'Two registrations that looked like one person’s are two persons’.',
    fields: { person: id(), other: id(), reason: sealed('reason', 'R', text()) },
    compartments: { reason: 'stream' },
    example: { person: aPerson, other: another, reason: 'Twins with one telephone.' },
  }),
  ClientsLinked: fact({
    type: 'ClientsLinked',
    stream: 'linked-persons',
    clauses: ['R7', 'R9'],
    says: 'Two registrations are one person’s: copies, access reports, instructions, holds and retention span both; no streams are joined (rule 46).',
    fields: {
      link: id(),
      person: id(),
      other: id(),
      evidence: code(...LINK_EVIDENCE),
      reason: sealed('reason', 'R', text()),
    },
    compartments: { reason: 'stream' },
    example: {
      link: aLink,
      person: aPerson,
      other: another,
      evidence: 'identity-document',
      reason: 'Registered anew under the married name.',
    },
  }),
  ClientsUnlinked: fact({
    type: 'ClientsUnlinked',
    stream: 'linked-persons',
    clauses: ['R7', 'R9'],
    says: 'Two registrations are not, or are not shown to be, one person’s: nothing spans both any more; a wrong link is assessed as a breach (rule 46).',
    fields: {
      link: id(),
      person: id(),
      other: id(),
      /** From when the link held: what was seen across it since is looked into. */
      since: instant(),
      because: code(...UNLINKED_BECAUSE),
      reason: sealed('reason', 'R', text()),
    },
    compartments: { reason: 'stream' },
    example: {
      link: aLink,
      person: aPerson,
      other: another,
      since: '2026-03-02T15:00:00.000Z',
      because: 'wrong-link',
      reason: 'Two people of the same name born on the same day.',
    },
  }),
} as const;
