import { verifyViews } from '../../src/application/projecting/verify-views.js';
import { chainLink } from '../../src/infrastructure/projector/chain.js';
import type { Ledger } from '../../src/ledger.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';

/** Everything that a ledger keeps, proven against its log: the views of the facts, and those of the looks. */
export async function proven({ reading, performing: { digests } }: Ledger): Promise<readonly boolean[]> {
  const { store: log, viewStore, accessViewStore } = reading;
  const common = { log, digests, link: chainLink };
  const facts = await verifyViews({ ...common, viewStore, views: VIEWS, of: 'facts' });
  const looks = await verifyViews({ ...common, viewStore: accessViewStore, views: ACCESS_VIEWS, of: 'access' });
  return [facts.good, looks.good];
}
