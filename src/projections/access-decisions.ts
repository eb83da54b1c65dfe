import { accessDecisionFacts } from '../domain/agency/access-decisions.js';
import { nothing, put, view } from './view.js';

/** Which policies decided access, from when on, and their texts. */
export const policySetsView = view({
  name: 'policy-sets',
  title: 'Policies of access',
  says: 'The policies by which access was decided, each set with its texts and from when on.',
  column: 'access-log',
  scopes: ['agency'],
  columns: {
    actor: { kind: 'text', says: 'The service itself.' },
    at: { kind: 'text', says: 'When it first decided.', indexed: true },
    hash: { kind: 'text', says: 'SHA-256 that names exactly these texts.', indexed: true },
    texts: { kind: 'json', says: 'Name and text of each file.' },
  },
  order: ['-at'],
  follows: accessDecisionFacts,
  on: {
    PolicySetAdopted: ({ open, actor, recordedAt }) => [
      put(open.hash, { actor: actor.person, at: recordedAt, hash: open.hash, texts: open.texts }),
    ],
    AccessDecided: nothing,
  },
});

/** Every situation that was decided, and how: looks, denials and facts refer to it by its digest. */
export const accessDecisionsView = view({
  name: 'access-decisions',
  title: 'Decisions on access',
  says: 'Each situation decided under a set of policies: what was asked, what was true, what the policies said. It names nobody.',
  column: 'access-log',
  scopes: ['agency'],
  columns: {
    actor: { kind: 'text', says: 'The service itself.' },
    at: { kind: 'text', says: 'When it was first decided.', indexed: true },
    digest: { kind: 'text', says: 'Names the decision.', indexed: true },
    policySet: { kind: 'text', says: 'Hash of the policies.', indexed: true },
    asks: { kind: 'text', says: 'The action, or see for a look.', indexed: true },
    of: { kind: 'text', says: 'What an act is aimed at, or what kind of information is looked at.', indexed: true },
    place: { kind: 'text', says: 'Whose stream is looked at.' },
    as: { kind: 'json', says: 'In what they could come.' },
    flags: { kind: 'json', says: 'What was true.' },
    locks: { kind: 'json', says: 'What instructions kept, by role.' },
    decided: { kind: 'text', says: 'allowed or denied.', indexed: true },
    role: { kind: 'text', says: 'In what it is allowed.' },
    purpose: { kind: 'text', says: 'For what purpose (HL7 ActReason).' },
    reach: { kind: 'text', says: 'How far.' },
    policies: { kind: 'json', says: 'Ids of the policies that decided.' },
  },
  order: ['-at', 'digest'],
  follows: accessDecisionFacts,
  on: {
    PolicySetAdopted: nothing,
    AccessDecided: ({ open: { allowed, at: place, ...open }, actor, recordedAt }) => [
      put(open.digest, {
        ...open,
        actor: actor.person,
        at: recordedAt,
        place: place ?? null,
        decided: allowed ? 'allowed' : 'denied',
        role: open.role ?? null,
        purpose: open.purpose ?? null,
        reach: open.reach ?? null,
      }),
    ],
  },
});
