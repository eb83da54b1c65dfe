import { disclosureFacts } from '../domain/case/disclosure.js';
import { incompletenessFacts } from '../domain/case/incomplete-disclosure.js';
import { nothing, put, set, view } from './view.js';

/** Every disclosure made, reported and refused, and what allowed it. */
export const disclosuresView = view({
  name: 'disclosures',
  title: 'Disclosure log',
  says: 'What was disclosed about whom to whom, under which consent or authority; what was refused; what late knowledge questions.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant', 'recipient'],
  columns: {
    participant: { kind: 'text', says: 'About whom.', indexed: true },
    recipient: { kind: 'text', says: 'To whom.' },
    state: { kind: 'text', says: 'made, reported, not-allowed, refused or questioned.' },
    at: { kind: 'text', says: 'When.' },
    content: { kind: 'json', says: 'What kinds of information.' },
    purpose: { kind: 'text', says: 'For what.' },
    consent: { kind: 'text', says: 'The consent it rested on.' },
    authority: { kind: 'text', says: 'The authority it rested on.' },
    because: { kind: 'text', says: 'Why it was refused.' },
    incomplete: { kind: 'text', says: 'due while the recipient is to be told that something is missing, then told.' },
    questionedFrom: { kind: 'text', says: 'When a withdrawal entered later had reached the agency.' },
    what: { kind: 'box', says: 'What exactly.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  follows: { ...disclosureFacts, ...incompletenessFacts },
  on: {
    DisclosureConsentGiven: nothing,
    DisclosureConsentWithdrawn: nothing,
    DisclosureMade: ({ id, open, sealed, happenedAt }) => [
      put(open.disclosure, {
        participant: open.participant,
        recipient: open.recipient,
        state: 'made',
        at: happenedAt,
        content: open.content,
        purpose: open.purpose,
        consent: open.consent ?? null,
        authority: open.authority ?? null,
        what: sealed['disclosure'] ?? null,
        fact: id,
      }),
    ],
    DisclosureReported: ({ id, open, sealed, happenedAt }) => [
      put(open.disclosure, {
        participant: open.participant,
        recipient: open.recipient,
        state: open.allowed === 'not-allowed' ? 'not-allowed' : 'reported',
        at: happenedAt,
        content: open.content,
        authority: open.authority ?? null,
        what: sealed['disclosure'] ?? null,
        fact: id,
      }),
    ],
    DisclosureRefused: ({ id, open, happenedAt }) => [
      put(`refused ${id}`, {
        participant: open.participant,
        recipient: open.recipient,
        state: 'refused',
        at: happenedAt,
        content: open.content,
        purpose: open.purpose,
        because: open.because,
        fact: id,
      }),
    ],
    DisclosureIncomplete: ({ open }) => [set(open.disclosure, { incomplete: 'due' })],
    IncompletenessTold: ({ open }) => [set(open.disclosure, { incomplete: 'told' })],
    DisclosureQuestioned: ({ open }) => [
      set(open.disclosure, { state: 'questioned', questionedFrom: open.withdrawnAt }),
    ],
  },
});
