import { setFlagsFromString } from 'node:v8';
import {
  type DetailedError,
  type EntityUidJson,
  type PolicyJson,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { type Answer, PoliciesRefused, type PolicySet } from '../../application/access/policy-set.js';
import type { Capacity, Question } from '../../application/access/situation.js';
import { sha256 } from '../integrity/digests.js';

// V8 11 (Node 20) inlines calls into WebAssembly in hot code and dies when it takes that back: it must not.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** One policy as it stands in its file. */
export interface ReadPolicy {
  readonly id: string;
  readonly says: string;
  readonly effect: 'permit' | 'forbid';
  readonly file: string;
  readonly text: string;
}

type Texts = PolicySet['texts'];

/** A policy set with what its policies say, for whoever reviews them. */
export interface CedarPolicySet extends PolicySet {
  readonly policies: readonly ReadPolicy[];
}

/** Line of a byte offset within a text, from 1. */
const lineAt = (text: string, offset: number): number =>
  Buffer.from(text).subarray(0, offset).toString().split('\n').length;

const firstOffset = ({ sourceLocations }: DetailedError): number => sourceLocations?.[0]?.start ?? 0;

/** Parsed sets of this process by hash: Cedar keeps each once. */
const parsed = new Map<string, CedarPolicySet>();

/** Name of the text among a policy set's that says of what its policies may speak. */
export const SCHEMA_NAME = 'schema.cedarschema';

/**
 * Makes a policy set of texts, its schema among them: parsed, each policy named and saying what it says, validated; else
 * `PoliciesRefused`. Everything it answers by is in the texts, so that a set of then still answers as it did then.
 */
export function cedarPolicySet(texts: Texts): CedarPolicySet {
  const hash = sha256(JSON.stringify(texts.map(({ name, text }) => [name, text])));
  const known = parsed.get(hash);
  if (known !== undefined) return known;
  const schema = texts.find(({ name }) => name === SCHEMA_NAME)?.text ?? '';
  const vocabulary = vocabularyOf(schema);
  const problems: string[] = [];
  const read = texts.flatMap((file) => (file.name === SCHEMA_NAME ? [] : readFile(file, problems)));
  const byId = new Map<string, ReadPolicy & { readonly line: number; readonly json: PolicyJson }>();
  for (const policy of read) {
    if (byId.has(policy.id))
      problems.push(`${policy.file}:${policy.line}: there is another policy @id("${policy.id}")`);
    byId.set(policy.id, policy);
  }
  const staticPolicies = Object.fromEntries(read.map(({ id, text }) => [id, text]));
  if (problems.length === 0) problems.push(...invalid(staticPolicies, schema, byId));
  if (problems.length > 0) throw new PoliciesRefused([...new Set(problems)]);
  preparsePolicySet(hash, { staticPolicies });
  const permits = read.flatMap(({ effect, json }) => (effect === 'permit' ? [json] : []));
  const set: CedarPolicySet = {
    hash,
    texts,
    policies: read.map(({ id, says, effect, file, text }) => ({ id, says, effect, file, text })),
    answer: (question) => answer(hash, vocabulary, question),
    mayPermit: (principal, action) =>
      permits.some((permit) => reaches(permit, principal, [action, ...(vocabulary.groups.get(action) ?? [])])),
  };
  parsed.set(hash, set);
  return set;
}

function readFile(file: Texts[number], problems: string[]) {
  const parts = policySetTextToParts(file.text);
  if (parts.type === 'failure') {
    for (const error of parts.errors)
      problems.push(`${file.name}:${lineAt(file.text, firstOffset(error))}: ${error.message}`);
    return [];
  }
  return parts.policies.flatMap((text) => {
    const line = lineAt(file.text, Buffer.byteLength(file.text.slice(0, Math.max(0, file.text.indexOf(text)))));
    const json = policyToJson(text);
    if (json.type === 'failure') {
      problems.push(`${file.name}:${line}: ${json.errors.map(({ message }) => message).join('; ')}`);
      return [];
    }
    const { id, says } = json.json.annotations ?? {};
    if (!id || !says) {
      problems.push(`${file.name}:${line}: a policy needs @id and @says`);
      return [];
    }
    return [{ id, says, effect: json.json.effect, file: file.name, text, line, json: json.json }];
  });
}

function invalid(
  staticPolicies: Readonly<Record<string, string>>,
  schema: string,
  byId: ReadonlyMap<string, ReadPolicy & { readonly line: number }>,
): readonly string[] {
  const checked = validate({ schema, policies: { staticPolicies } });
  if (checked.type === 'failure') return checked.errors.map(({ message }) => message);
  return [...checked.validationErrors, ...checked.validationWarnings].map(({ policyId, error }) => {
    const policy = byId.get(policyId);
    if (policy === undefined) return error.message;
    return `${policy.file}:${policy.line + lineAt(policy.text, firstOffset(error)) - 1}: ${error.message}${error.help ? ` (${error.help})` : ''}`;
  });
}

/** What a schema says that is needed to ask: groups of each action, and the flags that every question answers. */
interface Vocabulary {
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly noFlags: Readonly<Record<string, boolean>>;
}

/** Read from the lines of a schema as it is generated: Cedar's own reading takes longer than all the rest of a start. */
const ACTION = /^action "([^"]+)" in \[([^\]]*)\] appliesTo/gm;
const FLAG = /^ {2}(\w+): Bool,$/gm;

const vocabularyOf = (schema: string): Vocabulary => ({
  groups: new Map(
    [...schema.matchAll(ACTION)].map(([, name = '', groups = '']) => [
      name,
      groups.split(',').map((group) => group.trim().slice(1, -1)),
    ]),
  ),
  noFlags: Object.fromEntries([...schema.matchAll(FLAG)].map(([, flag = '']) => [flag, false])),
});

const entity = (type: string, id: string) => ({ type, id });
const value = (type: string, id: string) => ({ __entity: { type, id } });

function answer(hash: string, { groups, noFlags }: Vocabulary, question: Question): Answer {
  const { principal, action, of, at, purpose, held, lock, flags } = question;
  const parents = groups.get(action) ?? [];
  const answered = statefulIsAuthorized({
    principal: entity('Role', principal),
    action: entity('Action', action),
    resource: entity(parents.includes('look') ? 'Column' : 'Target', of),
    context: {
      ...noFlags,
      ...Object.fromEntries([...flags].map((flag) => [flag, true])),
      held,
      at: value('Place', at ?? 'act'),
      purpose: value('Purpose', purpose),
      lock: value('Lock', lock),
    },
    preparsedPolicySetId: hash,
    entities: [{ uid: entity('Action', action), attrs: {}, parents: parents.map((group) => entity('Action', group)) }],
  });
  // What cannot be decided is denied: an error is no permission, and says so loudly, for it must not happen.
  if (answered.type === 'failure') throw new Error(answered.errors.map(({ message }) => message).join('; '));
  const { decision, diagnostics } = answered.response;
  if (diagnostics.errors.length > 0)
    throw new Error(diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('; '));
  return { allowed: decision === 'allow', policies: [...diagnostics.reason].sort() };
}

/** True when a policy's head leaves room for this principal and an action of these names. */
function reaches({ principal, action }: PolicyJson, as: Capacity, names: readonly string[]): boolean {
  const named = (one: EntityUidJson): string => ('__entity' in one ? one.__entity.id : one.id);
  if (principal.op === '==' && 'entity' in principal && named(principal.entity) !== as) return false;
  if (action.op === '==' && 'entity' in action) return names[0] === named(action.entity);
  if (action.op !== 'in') return true;
  return ('entity' in action ? [action.entity] : action.entities).some((group) => names.includes(named(group)));
}
