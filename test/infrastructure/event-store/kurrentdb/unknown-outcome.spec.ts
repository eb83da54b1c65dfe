import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RevisionConflict } from '../../../../src/application/ports.js';
import type { StoredFact } from '../../../../src/domain/language/fact.js';
import { ServerUnreachable } from '../../../../src/infrastructure/event-store/kurrentdb/server-fault.js';
import { withoutPosition } from '../../../contract/reading.js';
import { factAt, factsFrom } from '../../../support/facts.js';
import { StreamsServer } from '../../../support/streams-server.js';
import { ANSWER_MILLISECONDS, beforeEachTest, decided, kept, once, open } from './before.js';

const before = beforeEachTest();

describe('An append whose outcome is unknown', () => {
  const expectWritten = async (appending: Promise<unknown>, facts: readonly StoredFact[]): Promise<void> => {
    expect(await appending).toMatchObject({ revision: facts.length - 1 });
    const read = await before.store.readStream('facts', 'case-1');
    expect(read.map(withoutPosition)).toEqual(facts);
    expect(await appending).toMatchObject({ position: read.at(-1)?.position });
    expect(kept(before)).toEqual(facts.map(({ revision }) => `alliance:case-1 ${revision}`));
  };
  const facts = factsFrom('case-1', 0, 4);

  it('is done when the connection was cut before it was written', async () => {
    before.server.faults.beforeCommit = once(() => {
      before.proxy.cut();
      return 0;
    });
    before.server.faults.insteadOfCommit = once(() => ({ error: 'the connection is gone' }));
    await expectWritten(before.store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is found done, and not done twice, when the connection was cut after it was written', async () => {
    before.server.faults.afterCommit = () => {
      before.proxy.cut();
      return true;
    };
    await expectWritten(before.store.append('facts', 'case-1', -1, facts), facts);
    expect(decided(before)).toBe(1);
  });

  it('is found done when the answer comes too late', async () => {
    before.server.faults.afterCommit = async () => {
      await wait(2 * ANSWER_MILLISECONDS);
      return false;
    };
    await expectWritten(before.store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is done once when the server was frozen, and did it later all the same', async () => {
    await before.store.append('facts', 'case-0', -1, [factAt('case-0', 0)]);
    before.proxy.freeze();
    const appending = before.store.append('facts', 'case-1', -1, facts);
    await wait(2 * ANSWER_MILLISECONDS);
    before.proxy.thaw();
    await appending;
    expect(kept(before)).toEqual(['alliance:case-0 0', ...facts.map(({ revision }) => `alliance:case-1 ${revision}`)]);
  });

  it('is finished where a server kept half of it', async () => {
    before.server.faults.beforeCommit = once(() => 2);
    before.server.faults.afterCommit = () => decided(before) === 1;
    await expectWritten(before.store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is a conflict when somebody else was there meanwhile', async () => {
    const rival = await open(before, before.server.port);
    const theirs = factAt('case-1', 0, { id: 'b0c3a1c8-4a0b-4c59-8b9e-0a4f4f4d2a11', digest: 'f'.repeat(64) });
    before.server.faults.beforeCommit = once(async () => {
      before.proxy.cut();
      await rival.append('facts', 'case-1', -1, [theirs]);
      return undefined;
    }) as NonNullable<StreamsServer['faults']['beforeCommit']>;
    const appending = before.store.append('facts', 'case-1', -1, facts);
    await expect(appending).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0 });
    expect((await before.store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual([theirs]);
  });

  it('stays unknown when the server stays away, and the store says that it is not ready; later it is as it then is', async () => {
    const hasty = await open(before, before.proxy.port, { outcomeMilliseconds: 500 });
    expect(hasty.condition).toEqual({ ready: true });
    before.proxy.refuse(true);
    await expect(hasty.append('facts', 'case-1', -1, facts)).rejects.toBeInstanceOf(ServerUnreachable);
    expect(hasty.condition).toMatchObject({ ready: false });
    before.proxy.refuse(false);
    expect(await hasty.append('facts', 'case-1', -1, facts)).toMatchObject({ revision: 3 });
    expect(hasty.condition).toEqual({ ready: true });
    expect(kept(before)).toHaveLength(4);
  });

  it('neither loses nor doubles a fact, whatever goes wrong', async () => {
    const wrong = fc.constantFrom('nothing', 'cut before', 'cut after', 'late', 'half', 'no answer', 'double answer');
    let run = 0;
    const property = fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: 6 }), async (faults) => {
      const stream = `case-r${run++}`;
      for (const [index, fault] of faults.entries()) {
        before.server.faults = faultsFor(fault);
        const own = factsFrom(stream, index * 3, 3);
        expect(await before.store.append('facts', stream, index * 3 - 1, own)).toMatchObject({
          revision: index * 3 + 2,
        });
      }
      before.server.faults = {};
      expect((await before.store.readStream('facts', stream)).map(withoutPosition)).toEqual(
        factsFrom(stream, 0, faults.length * 3),
      );
    });
    await fc.assert(property, { numRuns: 15 });
  });

  function faultsFor(fault: string): StreamsServer['faults'] {
    const first = once(() => true);
    switch (fault) {
      case 'cut before':
        return {
          insteadOfCommit: once(() => {
            before.proxy.cut();
            return { error: 'gone' };
          }),
        };
      case 'cut after':
        return {
          afterCommit: () => {
            if (first() !== true) return false;
            before.proxy.cut();
            return true;
          },
        };
      case 'late':
        return {
          afterCommit: async () => {
            if (first() === true) await wait(1.5 * ANSWER_MILLISECONDS);
            return false;
          },
        };
      case 'half':
        return { beforeCommit: once(() => 1), afterCommit: () => first() === true };
      case 'no answer':
        return { afterCommit: () => first() === true };
      case 'double answer':
        return { answers: 2 };
      default:
        return {};
    }
  }
});
