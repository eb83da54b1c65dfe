import { fact } from '../language/fact.js';
import { code, digest, flag, list, name, optional, record, text } from '../language/field.js';

const aSet = '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9';

/**
 * Facts of how access is decided: which policies there were, and what they decided of each situation. They name nobody, so
 * that anybody may run a decision again; looks, denials and facts refer to a decision by its digest.
 */
export const accessDecisionFacts = {
  PolicySetAdopted: fact({
    type: 'PolicySetAdopted',
    stream: 'access',
    clauses: ['R7'],
    says: 'Access was decided by these policies from then on: their texts, and the hash that names exactly these.',
    fields: { hash: digest(), texts: list(record({ name: name(), text: text() })) },
    example: {
      hash: aSet,
      texts: [{ name: 'forbidden.cedar', text: 'forbid (principal, action, resource) when { context.barred };' }],
    },
  }),
  AccessDecided: fact({
    type: 'AccessDecided',
    stream: 'access',
    clauses: ['R7'],
    says: 'A situation was decided for the first time under a set of policies: what was asked, what was true, and what the policies said.',
    fields: {
      digest: digest(),
      policySet: digest(),
      asks: name(),
      of: name(),
      at: optional(name()),
      as: list(name()),
      flags: list(name()),
      locks: list(record({ role: name(), lock: code('part', 'all') })),
      allowed: flag(),
      role: optional(name()),
      purpose: optional(name()),
      reach: optional(name()),
      policies: list(name()),
    },
    example: {
      digest: 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35',
      policySet: aSet,
      asks: 'see',
      of: 'clinical',
      at: 'case',
      as: ['client', 'complainant', 'respondent', 'therapist'],
      flags: ['therapistOfRecord'],
      locks: [],
      allowed: true,
      role: 'therapist',
      purpose: 'TREAT',
      reach: 'own',
      policies: ['therapist-sees-own-cases'],
    },
  }),
} as const;
