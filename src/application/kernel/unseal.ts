import type { Box, StoredFact } from '../../domain/language/fact.js';
import type { PresentedRow, ViewDefinition } from '../../projections/view.js';
import { type Grant, isGrant } from '../access/policy.js';
import type { KeyRing, ViewRow } from '../ports.js';

/** What stands where a sealed value is not shown, and why. */
export type NotShown = { readonly withheld: 'by-role' | 'destroyed' | 'until-released' | 'draft' };

/** True for a sealed box, false for what stands where one was withheld. */
export const isBox = (value: unknown): value is Box =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Box).compartment === 'string' &&
  typeof (value as Box).data === 'string';

/** Opens boxes, only with a grant in hand: no decision, no key. */
export class Unsealer {
  constructor(private readonly keys: KeyRing) {}

  /** Names of the compartments that opening this row will open. */
  compartmentsOf(row: ViewRow, view: ViewDefinition, grant: Grant): readonly string[] {
    if (grant.reach === 'skeleton') return [];
    return Object.entries(view.columns).flatMap(([column, { kind }]) => {
      const value = row[column];
      if (kind !== 'box' || value === null || value === undefined) return [];
      const boxes = isBox(value) ? [value] : Object.values(value).filter(isBox);
      return boxes.map((b) => b.compartment);
    });
  }

  /** A row with its box columns opened, or saying why not. */
  open(row: ViewRow, view: ViewDefinition, grant: Grant): PresentedRow {
    if (!isGrant(grant)) throw new Error('opening without an access decision');
    const shown: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) {
      if (view.columns[name]?.kind !== 'box' || value === null) shown[name] = value;
      else if (isBox(value)) shown[name] = this.content(value, grant);
      else {
        // Several boxes by compartment, or a reason in place of one that was withheld before.
        shown[name] = Object.fromEntries(
          Object.entries(value ?? {}).map(([inner, box]) => [inner, isBox(box) ? this.content(box, grant) : box]),
        );
      }
    }
    return shown;
  }

  /** The name that a fact of a person's stream holds. */
  nameIn(holder: StoredFact, grant: Grant): string {
    const box = holder.sealed['identity'];
    const content = box && isGrant(grant) ? this.keys.open(box) : 'destroyed';
    return content === 'destroyed' ? '' : String(content['name'] ?? '');
  }

  private content(box: Box, grant: Grant): Readonly<Record<string, unknown>> | NotShown {
    if (grant.reach === 'skeleton') return { withheld: 'by-role' };
    const content = this.keys.open(box);
    return content === 'destroyed' ? { withheld: 'destroyed' } : content;
  }
}
