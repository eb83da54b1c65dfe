import type { Box, StoredFact } from '../../domain/language/fact.js';
import type { PresentedRow, ViewDefinition } from '../../projections/view.js';
import { isLook, type Look } from '../access/look.js';
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

/** Opens boxes, only with a grant and an entry of the access log in hand: no decision, no key, and no look without a trace. */
export class Unsealer {
  constructor(private readonly keys: KeyRing) {}

  /** The boxes that opening this row will open. */
  boxesOf(row: ViewRow, view: ViewDefinition, grant: Grant): readonly Box[] {
    if (grant.reach === 'skeleton') return [];
    return Object.entries(view.columns).flatMap(([column, { kind }]) => {
      const value = row[column];
      if (kind !== 'box' || value === null || value === undefined) return [];
      return isBox(value) ? [value] : Object.values(value).filter(isBox);
    });
  }

  /** A row with its box columns opened, or saying why not. Throws `LookExceeded` when the look says nothing of a box. */
  open(row: ViewRow, view: ViewDefinition, grant: Grant, look: Look): PresentedRow {
    requireBoth(grant, look);
    const shown: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) {
      if (view.columns[name]?.kind !== 'box' || value === null) shown[name] = value;
      else if (isBox(value)) shown[name] = this.content(value, grant, look);
      else {
        // Several boxes by compartment, or a reason in place of one that was withheld before.
        shown[name] = Object.fromEntries(
          Object.entries(value ?? {}).map(([inner, box]) => [inner, isBox(box) ? this.content(box, grant, look) : box]),
        );
      }
    }
    return shown;
  }

  /** What one compartment of a fact holds. */
  contentOf(fact: StoredFact, compartment: string, grant: Grant, look: Look) {
    requireBoth(grant, look);
    const box = fact.sealed[compartment];
    return box === undefined ? undefined : this.content(box, grant, look);
  }

  /** The name of somebody on staff, which a fact of their own stream holds. */
  nameOfStaff(holder: StoredFact, person: string, grant: Grant, look: Look): string {
    return String(this.ofStaff(holder, 'identity', person, grant, look)['name'] ?? '');
  }

  /** The number on the public register of somebody on staff. */
  numberOfStaff(registered: StoredFact, person: string, grant: Grant, look: Look): string {
    return String(this.ofStaff(registered, 'registration', person, grant, look)['number'] ?? '');
  }

  /** What is of the agency's own people: open to every reader, as staff names are (Decision 152). */
  private ofStaff(fact: StoredFact, compartment: string, person: string, grant: Grant, look: Look) {
    requireBoth(grant, look);
    const box = fact.sealed[compartment];
    if (box === undefined) return {};
    look.takeOfStaff(person);
    const content = this.keys.open(box);
    return content === 'destroyed' ? {} : content;
  }

  private content(box: Box, grant: Grant, look: Look): Readonly<Record<string, unknown>> | NotShown {
    if (grant.reach === 'skeleton') return { withheld: 'by-role' };
    look.take(box, decisionOf(grant));
    const content = this.keys.open(box);
    return content === 'destroyed' ? { withheld: 'destroyed' } : content;
  }
}

/** The digest of the access decision behind a grant, when it has one. */
export const decisionOf = (grant: Grant): string | undefined => (grant as { readonly decision?: string }).decision;

function requireBoth(grant: Grant, look: Look): void {
  if (!isGrant(grant)) throw new Error('opening without an access decision');
  if (!isLook(look)) throw new Error('opening without an entry of the access log');
}
