import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PoliciesRefused, type PolicySet } from '../../application/access/policy-set.js';
import { type CedarPolicySet, cedarPolicySet, SCHEMA_NAME } from './cedar-policy-set.js';
import { cedarSchema } from './schema.js';

/** Where the policies are that come with the program: beside its package file, however deep this file was compiled to. */
export const SHIPPED_POLICIES = join(packageOf(dirname(fileURLToPath(import.meta.url))), 'policies');

function packageOf(directory: string): string {
  const above = dirname(directory);
  return existsSync(join(directory, 'package.json')) || above === directory ? directory : packageOf(above);
}

/** The policies of a directory: every `.cedar` file in it, in order of name. Refused when there are none or one is not right. */
export function policiesIn(directory: string = SHIPPED_POLICIES): CedarPolicySet {
  let names: readonly string[];
  try {
    names = readdirSync(directory).filter((name) => name.endsWith('.cedar'));
  } catch {
    throw new PoliciesRefused([`${directory}: there is no such directory`]);
  }
  if (names.length === 0) throw new PoliciesRefused([`${directory}: there are no .cedar files`]);
  const texts = [...names].sort().map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
  return policiesOf(texts);
}

/** The policies of some texts, checked against what there is to decide about now. */
export const policiesOf = (texts: PolicySet['texts']): CedarPolicySet =>
  cedarPolicySet([...texts, { name: SCHEMA_NAME, text: cedarSchema() }]);
