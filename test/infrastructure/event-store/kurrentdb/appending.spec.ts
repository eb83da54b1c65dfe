import { describe, expect, it } from '@jest/globals';
import { RevisionConflict, StoreFull } from '../../../../src/application/ports.js';
import { Sha256Digests } from '../../../../src/infrastructure/integrity/digests.js';
import { ids, withoutPosition } from '../../../contract/reading.js';
import { factAt, factsFrom } from '../../../support/facts.js';
import { notLeader } from '../../../support/streams-messages.js';
import { StreamsServer } from '../../../support/streams-server.js';
import { beforeEachTest, decided, once, open } from './before.js';

const before = beforeEachTest();

describe('An append', () => {
  it('is a conflict when facts of the same ids are there, with the same data or other, in this process or after a restart', async () => {
    const fact = factAt('case-1', 0);
    const other = { ...fact, open: { changed: true }, digest: 'e'.repeat(64) };
    await before.store.append('facts', 'case-1', -1, [fact]);
    const restarted = await open(before, before.server.port);
    for (const [writer, again] of [
      [before.store, fact],
      [before.store, other],
      [restarted, fact],
      [restarted, other],
    ] as const) {
      const refused = writer.append('facts', 'case-1', -1, [again]);
      await expect(refused).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0 });
    }
    expect((await before.store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual([fact]);
  });

  it('tells a conflict by its type: an error of another kind with the same words is none', async () => {
    before.server.faults.insteadOfCommit = once(() => ({ error: 'WrongExpectedVersion: expected -1, is 7' }));
    expect(await before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
    const refused = before.store.append('facts', 'case-1', 6, [factAt('case-1', 7)]);
    await expect(refused).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0, expected: 6 });
  });

  it('that is larger than the server takes is refused for want of room, and nothing of it is there', async () => {
    before.server.faults.maxAppendSize = 10_000;
    const large = factAt('case-1', 1, { open: { text: 'x'.repeat(10_000) } });
    await expect(before.store.append('facts', 'case-1', -1, [factAt('case-1', 0), large])).rejects.toBeInstanceOf(
      StoreFull,
    );
    expect(await before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
  });

  it('of more than one message arrives whole', async () => {
    before.server.faults.maxAppendSize = 17_000_000;
    const facts = factsFrom('case-1', 0, 8).map((fact) => ({ ...fact, open: { text: 'x'.repeat(300_000) } }));
    await before.store.append('facts', 'case-1', -1, facts);
    expect((await before.store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual(facts);
    expect(decided(before)).toBe(1);
  });

  it('goes to the leader that the server names', async () => {
    const leader = await StreamsServer.start();
    before.opened.push(leader);
    before.server.faults.beforeCommit = () => {
      throw notLeader('127.0.0.1', leader.port);
    };
    expect(await before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
    expect(leader.received).toHaveLength(1);
    expect(ids(await before.store.readStream('facts', 'case-1'))).toEqual([factAt('case-1', 0).id]);
  });

  it('keeps digests bit for bit', async () => {
    const digests = new Sha256Digests();
    const open = {
      text: 'Zoë \u0000 \ud83d\ude00 "\\ \u2028',
      cents: -1,
      ['__proto__']: { nested: [null, true, 2 ** 53 - 1] },
    };
    const {
      payloadDigest: _payload,
      digest: _digest,
      ...fact
    } = factAt('case-1', 0, {
      open,
      restsOn: [],
      local: { wall: '2025-03-10T10:00', zone: 'America/Toronto' },
    });
    const complete = digests.complete(fact);
    await before.store.append('facts', 'case-1', -1, [complete]);
    const [read] = await before.store.readStream('facts', 'case-1');
    expect(digests.agree(withoutPosition(read!))).toBe(true);
    expect(read?.digest).toBe(complete.digest);
  });

  it('shows in the server’s own pages what is open, with correlation and causation as its tools know them', async () => {
    const fact = factAt('case-1', 0);
    await before.store.append('facts', 'case-1', -1, [fact]);
    await before.store.append('access', 'access-1', -1, [factAt('access-1', 0, { type: 'Looked' })]);
    const [seen, look] = before.server.kept.filter(
      ({ stream }) => /^alliance[.:]/.test(stream) && !stream.endsWith('about'),
    );
    expect(seen).toMatchObject({ stream: 'alliance:case-1', type: 'SessionBooked', contentType: 'application/json' });
    expect(JSON.parse(Buffer.from(seen!.data).toString())).toEqual(fact.open);
    expect(JSON.parse(Buffer.from(seen!.metadata).toString())).toMatchObject({
      $correlationId: fact.correlationId,
      $causationId: fact.causationId,
      id: fact.id,
      digest: fact.digest,
      actor: fact.actor,
    });
    expect(look).toMatchObject({ stream: 'alliance.access:access-1', type: 'Looked' });
  });
});
