import { ACTIONS } from '../../application/actions/all.js';
import { earlierNeedsEvidence, happenedInTheFuture, onlyStaffMaySayWhen } from '../../application/kernel/timing.js';
import { recordDestroyed } from '../../domain/destruction/closing.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import { kebab } from '../http/names.js';
import { code, codes, type Page, page, table } from './markdown.js';

/** Every refusal by code: its sentence, its clause, whether it is recorded, and which actions give it. */
export function refusalsPage(): Page {
  const refusals = new Map<string, { readonly refusal: RefusalDefinition; readonly actions: string[] }>();
  for (const { name, refuses } of ACTIONS.values()) {
    for (const refusal of refuses as readonly RefusalDefinition[]) {
      const known = refusals.get(refusal.code) ?? { refusal, actions: [] };
      refusals.set(refusal.code, known);
      known.actions.push(kebab(name));
    }
  }
  const row = ({ code: name, status, clause, says, recorded }: RefusalDefinition, actions: string) => [
    code(name),
    String(status),
    clause ?? '—',
    says,
    recorded ? 'yes' : 'no',
    actions,
  ];
  const timing: readonly RefusalDefinition[] = [happenedInTheFuture, onlyStaffMaySayWhen, earlierNeedsEvidence];
  return page(
    'refusals.md',
    'Refusals',
    'A request may be refused, a report of what happened never on a ground of the charter. A refusal is a value, not an error; 409 says that what is asked does not fit what has happened, 422 that it is not allowed. Who may not act is told nothing but that it was not found.',
    table(
      ['code', 'status', 'clause', 'says', 'recorded', 'given by'],
      [
        ...timing.map((refusal) => row(refusal, 'any action that says when it happened')),
        row(recordDestroyed, 'any action on a record that was destroyed'),
        ...[...refusals.values()]
          .filter(({ refusal }) => refusal.code !== recordDestroyed.code)
          .sort((a, b) => (a.refusal.code < b.refusal.code ? -1 : 1))
          .map(({ refusal, actions }) => row(refusal, codes(actions.sort()))),
      ],
    ),
  );
}
