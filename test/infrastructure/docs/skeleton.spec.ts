import { describe, expect, it } from '@jest/globals';
import { FACTS } from '../../../src/domain/catalogue.js';
import type { AnyKind } from '../../../src/domain/language/fact.js';
import { skeletonPage } from '../../../src/infrastructure/docs/skeleton-page.js';

const KINDS = Object.values(FACTS) as readonly AnyKind[];
const destroyable = ({ stream }: AnyKind): boolean =>
  [stream].flat().some((one) => ['case', 'person', 'file'].includes(one));
/** Words that would say of somebody what only the content may say. */
const CONTENT =
  /abuse|suicid|diagnos|drug|alcohol|sexual|violen|pregnan|hiv|addict|depress|trauma|offend|crime|religio|ethnic|gender/i;

describe('R7: what a skeleton tells (rule 73)', () => {
  const { text } = skeletonPage();

  it('R7: the name of no kind of fact, action or compartment tells what was said', () => {
    for (const { type, compartments } of KINDS) {
      expect(type).not.toMatch(CONTENT);
      for (const compartment of Object.keys(compartments)) expect(compartment).not.toMatch(CONTENT);
    }
  });

  it('R7: every kind whose content may be destroyed is on the page, with each field that remains and each that goes', () => {
    for (const kind of KINDS.filter(destroyable)) {
      const line = text.split('\n').find((each) => each.startsWith(`| \`${kind.type}\` |`));
      expect([kind.type, line !== undefined]).toEqual([kind.type, true]);
      for (const name of Object.keys(kind.fields)) expect(line).toContain(`\`${name}\``);
    }
  });

  it('R7: no free text is among what remains', () => {
    for (const kind of KINDS.filter(destroyable))
      for (const [name, field] of Object.entries(kind.fields))
        if (!field.sealed && field.kind === 'text') expect(`${kind.type}.${name}`).toBe('sealed');
  });
});
