import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientConfig } from 'pg';
import type { Leader, Term } from '../../../src/application/ports.js';
import { exclusively, postgresLeader } from '../../../src/infrastructure/postgres/leader.js';
import {
  openPostgresViewStore,
  StaleLeader,
} from '../../../src/infrastructure/view-store/postgres/postgres-view-store.js';
import { questionsView } from '../../../src/projections/questions.js';
import { BreakableProxy } from '../../support/breakable-proxy.js';
import { PostgresServer } from '../../support/postgres-server.js';

const TIMES = { beat: 40, patience: 150, silence: 400 };

/** One instance that stands for the duty, with the terms that it has had. */
class Instance {
  readonly terms: Term[] = [];
  /** Begun and not ended: what the instance believes that it does. */
  working = 0;
  #told: (() => void)[] = [];
  #leave: (() => Promise<void>) | undefined;

  constructor(private readonly leader: Leader) {}

  async stand(): Promise<this> {
    this.#leave = await this.leader.lead('clock', async (term) => {
      this.terms.push(term);
      this.working++;
      for (const tell of this.#told.splice(0)) tell();
      return async () => {
        this.working--;
      };
    });
    return this;
  }

  async leave(): Promise<void> {
    await this.#leave?.();
  }

  /** Resolves when it has had so many terms. */
  async has(terms: number): Promise<Term> {
    while (this.terms.length < terms) await new Promise<void>((resolve) => this.#told.push(resolve));
    return this.terms[terms - 1] as Term;
  }
}

describe('Duties led on PostgreSQL', () => {
  let server: PostgresServer;
  let connection: ClientConfig;
  const standing: Instance[] = [];
  const proxies: BreakableProxy[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start();
    connection = await server.database();
    await (await openPostgresViewStore({ connection, views: [questionsView], logId: 'a' })).close();
  });
  afterEach(async () => {
    for (const one of standing.splice(0)) await one.leave();
    for (const proxy of proxies.splice(0)) await proxy.close();
  });
  afterAll(() => server.stop());

  const instance = (at = connection): Promise<Instance> => {
    const one = new Instance(postgresLeader({ connection: at, times: TIMES }));
    standing.push(one);
    return one.stand();
  };
  const behindProxy = async (): Promise<[BreakableProxy, Instance]> => {
    const proxy = await BreakableProxy.to(join(String(connection.host), '.s.PGSQL.5432'));
    proxies.push(proxy);
    return [proxy, await instance({ ...connection, host: '127.0.0.1', port: proxy.port })];
  };
  const over = async ({ signal }: Term): Promise<void> => {
    if (!signal.aborted) await once(signal, 'abort');
  };

  it('are led by the first who stands, and by the next, under a greater number, once they leave', async () => {
    const first = await instance();
    const second = await instance();
    const term = await first.has(1);
    expect(second.terms).toEqual([]);
    await first.leave();
    expect(first.working).toBe(0);
    expect((await second.has(1)).number).toBe(term.number + 1);
  });

  it('go to another when they are resigned, and come back when nobody else wants them', async () => {
    const alone = await instance();
    const { number, resign } = await alone.has(1);
    resign();
    expect((await alone.has(2)).number).toBe(number + 1);
    expect(alone.working).toBe(1);
  });

  it('are taken over at once when the session of who led is ended, who is told', async () => {
    const first = await instance();
    const term = await first.has(1);
    const waiting = await instance();
    await server.ask(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 720831613`,
    );
    await over(term);
    const next = await Promise.race([first.has(2), waiting.has(1)]);
    expect(next.number).toBeGreaterThan(term.number);
  });

  it('are taken over when who led is cut off without a word, who knows it before anybody else leads', async () => {
    const [proxy, frozen] = await behindProxy();
    const term = await frozen.has(1);
    const waiting = await instance();
    proxy.freeze();
    let knewFirst: boolean | undefined;
    const next = waiting.has(1).then((taken) => {
      knewFirst = term.signal.aborted;
      return taken;
    });
    await over(term);
    expect((await next).number).toBe(term.number + 1);
    expect(knewFirst).toBe(true);
    proxy.thaw();
  });

  it('leave nothing to be written by who led before, whatever they believe', async () => {
    const first = await instance();
    const { number } = await first.has(1);
    const late = await openPostgresViewStore({
      ...{ connection, views: [questionsView], logId: 'a' },
      fence: () => ({ duty: 'clock', number }),
    });
    const batch = [
      {
        view: 'questions',
        dropped: [],
        writes: [],
        checkpoint: { view: 'questions', position: 1n, chain: '', facts: 1 },
      },
    ];
    await late.apply(batch);
    const second = await instance();
    await first.leave();
    await second.has(1);
    await expect(late.apply(batch)).rejects.toBeInstanceOf(StaleLeader);
    await late.close();
  });

  it('are waited for where the database is not there, which is told, and led once it is', async () => {
    const [proxy, first] = await behindProxy();
    await first.leave();
    proxy.refuse(true);
    const told: (Error | undefined)[] = [];
    const at = { ...connection, host: '127.0.0.1', port: proxy.port };
    const later = new Instance(
      postgresLeader({ connection: at, times: TIMES, onTroubled: (error) => told.push(error) }),
    );
    standing.push(later);
    await later.stand();
    expect(later.terms).toEqual([]);
    expect(told[0]).toBeInstanceOf(Error);
    proxy.refuse(false);
    await later.has(1);
    expect(told.at(-1)).toBeUndefined();
  });

  it('can be done by one at a time without being led: who comes second does nothing', async () => {
    const inner = await exclusively(connection, 'rebuild', () =>
      exclusively(connection, 'rebuild', async () => 'done'),
    );
    expect(inner).toBeUndefined();
    expect(await exclusively(connection, 'rebuild', async () => 'done')).toBe('done');
  });
});
