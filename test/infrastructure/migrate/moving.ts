import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { verifyViews } from '../../../src/application/projecting/verify-views.js';
import { openLedger } from '../../../src/compose.js';
import { configurationFrom } from '../../../src/configuration.js';
import { openKeyCopy } from '../../../src/infrastructure/migrate/copy-keys.js';
import { type Place, placeOf } from '../../../src/infrastructure/migrate/place.js';
import { chainLink } from '../../../src/infrastructure/projector/chain.js';
import { MovableClock } from '../../../src/infrastructure/time/clocks.js';
import type { Ledger } from '../../../src/ledger.js';
import { ACCESS_VIEWS, VIEWS } from '../../../src/projections/all.js';
import { accepted, agency } from '../../support/application.js';
import { temporaryLedger } from '../../support/ledger.js';

const AT = '2026-02-09T14:00:00.000Z';

/** A place as the command line names it. */
export const place = (text: string): Place =>
  placeOf(text, (directory) => configurationFrom({ ALLIANCE_DATA: directory }).data);

/** The address of a test's database. */
export const addressOf = ({ host, database }: ClientConfig): string =>
  `postgres://ledger@localhost/${database}?host=${encodeURIComponent(String(host))}`;

/** Directories of one test. */
export function directories() {
  const home = mkdtempSync(join(tmpdir(), 'migrate-'));
  return { at: (name: string) => join(home, name), remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** A ledger in a directory in which something was done and told, closed again. */
export async function lived() {
  const at = await temporaryLedger(AT);
  const people = await agency(at);
  const client = await people.register('Robin Client', people.frontDesk);
  const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
  const caseId = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
  const question = { case: caseId, participant: client, words: 'How long will it take?' };
  accepted(await at.act('AskQuestion', question, client));
  await at.see('questions', client, { case: caseId });
  await at.ledger.settle();
  const kept = await everythingIn(at.ledger);
  await at.ledger.close();
  return { at, people, client, caseId, kept };
}

/** Opens the ledger of a directory with its facts wherever the environment says, by the key file of another. */
export function openedAt(
  directory: string,
  keyFile: string,
  environment: Readonly<Record<string, string>> = {},
  reacting = false,
): Promise<Ledger> {
  const configuration = configurationFrom({
    ...{ ALLIANCE_DATA: directory, ALLIANCE_KEY_FILE: keyFile, ALLIANCE_LOG_LEVEL: 'silent' },
    ...environment,
  });
  return openLedger(configuration, { projecting: 'here', reacting, clock: new MovableClock(AT, false) });
}

/** Copies the keys of a place to another. */
export async function copyKeys(from: string, to: string) {
  const copying = await openKeyCopy(place(from), place(to));
  try {
    return await copying.copy();
  } finally {
    await copying.close();
  }
}

/** Every row of every view of the facts, without the positions that its store gave. */
export async function everythingIn({ reading: { store, viewStore }, waitFor }: Ledger) {
  if (!(await waitFor(await store.head('facts'), 30_000))) throw new Error('the views do not show everything');
  const views: Record<string, readonly object[]> = {};
  for (const { name } of VIEWS) {
    const { rows } = await viewStore.read(name, { order: ['key'] });
    views[name] = rows.map(({ position: _position, ...row }) => row);
  }
  return views;
}

/** Whether each set of views is what its log gives, digest by digest. */
export async function proven({ reading, performing: { digests }, settle }: Ledger): Promise<readonly boolean[]> {
  await settle();
  const { store: log, viewStore, accessViewStore } = reading;
  const common = { log, digests, link: chainLink };
  const facts = await verifyViews({ ...common, viewStore, views: VIEWS, of: 'facts' });
  const looks = await verifyViews({ ...common, viewStore: accessViewStore, views: ACCESS_VIEWS, of: 'access' });
  return [facts.good, looks.good];
}
