import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Choices } from './bodies.js';
import type { Broken } from './broken.js';
import * as confidentiality from './confidentiality.js';
import * as instructed from './instructed.js';
import * as laws from './laws.js';
import { Looking } from './looking.js';
import { Play } from './playing.js';
import * as promises from './promises.js';
import * as secrecy from './secrecy.js';

/** How long all histories together may take. ALLIANCE_LAWS_SECONDS asks for more, ALLIANCE_LAWS_SEED for the same again. */
const SECONDS = Number(process.env['ALLIANCE_LAWS_SECONDS'] ?? 30);
const SEED = process.env['ALLIANCE_LAWS_SEED'];

/** Plays a history and says which laws it broke. */
async function brokenBy(seed: number, steps: number): Promise<Readonly<Record<string, Broken>>> {
  const play = await Play.begin();
  for (let step = 0; step < steps; step++) await play.step((seed + step * 7919) | 0);
  const choices = new Choices(seed);
  if (choices.chance(60)) await instructed.instruct(play, choices);
  await play.settle(64);
  const facts = await play.facts();
  const looking = new Looking(play);
  await secrecy.officersLook(play, facts, looking);
  return {
    'an action states and refuses only what it declares': laws.outcomesAreDeclared(play),
    'open halves hold what is declared and nothing sealed': laws.openHalvesAreOpen(facts),
    'rows hold nothing sealed in the open': await laws.rowsAreOpen(play),
    'replay is live, and any prefix rebuilds equal': await laws.replayIsLive(play, facts, choices),
    'what is struck is as if never entered': laws.strikesUndo(facts),
    'views equal their facts, digests agree, revisions follow': await laws.viewsEqualFacts(play),
    'money balances': await laws.moneyBalances(play, facts),
    'a promised deadline never shortens': laws.deadlinesNeverShorten(facts),
    'nobody is in two places': await laws.nobodyIsInTwoPlaces(play, facts),
    'a respondent is denied': await laws.respondentsAreDenied(play, facts),
    'participants see their own': await laws.participantsSeeTheirOwn(play, facts),
    'who is reported sees nothing unserved': await secrecy.reportedSeeNothing(play, facts, looking),
    'duties to report are secret': await secrecy.dutiesAreSecret(play, facts, looking, choices),
    'entries open by release alone': await secrecy.entriesAreOpenedByRelease(play, facts, looking),
    'what is kept from somebody stays kept': await instructed.instructionsKeep(play, facts, looking),
    'what is one’s own stays one’s own': await instructed.ownRowsStay(play, facts, looking),
    'requests keep their time': promises.requestsKeepTheirTime(facts),
    'notes go along': promises.notesGoAlong(facts),
    'a breach is closed when all are told': promises.breachesCloseWhenTold(facts),
    'retention never shortens': promises.retentionNeverShortens(facts),
    'no sealed word is anywhere in the open': await secrecy.canariesAreNowhere(play),
    'a retry adds nothing': await laws.retriesAddNothing(play, choices),
    'who decides no more sees no more': await secrecy.substitutesEnd(play, facts, choices),
    'a struck strike restores': await laws.strikesAreStruck(play, choices),
    'of what is destroyed nothing is left': await confidentiality.destroyedIsGone(play, facts, looking),
    'a mandate opens what it covers': await confidentiality.mandatesAreKept(play, facts, choices),
    'an emergency opens no recordings, and nothing to a respondent': await confidentiality.emergenciesStayWithin(
      play,
      choices,
    ),
    'who is not trained sees nothing': await confidentiality.untrainedSeeNothing(play, facts, choices),
    'decisions run again are the same': await confidentiality.decisionsRunAgain(play, choices),
    'every look is on record, and allowed': confidentiality.looksAreOnRecord(play),
    'views of looks equal their entries': choices.chance(30) ? await confidentiality.looksEqualEntries(play) : [],
  };
}

describe('The laws of the ledger', () => {
  it(
    'hold for any history of any well-formed actions by anybody: no decision throws, and nothing below is broken',
    async () => {
      const history = fc.asyncProperty(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 100, max: 300 }),
        async (seed, steps) => {
          const broken = Object.entries(await brokenBy(seed, steps)).filter(([, all]) => all.length > 0);
          expect(Object.fromEntries(broken)).toEqual({});
        },
      );
      await fc.assert(history, {
        numRuns: 10_000,
        interruptAfterTimeLimit: SECONDS * 1_000,
        markInterruptAsFailure: false,
        endOnFailure: true,
        ...(SEED !== undefined && { seed: Number(SEED) }),
      });
    },
    (SECONDS + 270) * 1_000,
  );
});
