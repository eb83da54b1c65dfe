import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../src/application/kernel/outcome.js';
import type { PerformAction } from '../../src/application/perform-action.js';
import { StoreFull, type ViewRow } from '../../src/application/ports.js';
import { abandonedLodgings } from '../../src/application/reactions/abandoned.js';
import { ASKS_AGAIN_AFTER, DueClock } from '../../src/application/reactions/due.js';
import { REACTIONS } from '../../src/application/reactions/reactions.js';
import { type Reacting, Reactor } from '../../src/application/reactions/reactor.js';
import { ABANDONED_MINUTES, LODGING_MINUTES } from '../../src/domain/complaint/register.js';
import { openMemoryEventStore } from '../../src/infrastructure/event-store/memory-event-store.js';
import { bookmarkFile } from '../../src/infrastructure/projector/bookmark-file.js';
import { MovableClock } from '../../src/infrastructure/time/clocks.js';
import { accepted, agency, application } from '../support/application.js';

const done = { kind: 'accepted', repeated: false } as Outcome;
const refused = { kind: 'refused', refusal: {} } as Outcome;

/** A couple's case of which one has left, and the fact by which its therapist changed then. */
async function afterLeaving() {
  const app = await application();
  const staff = await agency(app);
  const [left, stays, later] = [
    await staff.register('Lee Left'),
    await staff.register('Sam Stays'),
    await staff.register('Lou Later'),
  ];
  const open = { kind: 'family', participants: [left, stays, later], therapist: staff.therapist };
  const caseId = accepted(await app.act('OpenCase', open, staff.frontDesk)).id as string;
  const remove = (participant: string) =>
    app.act('RemoveParticipant', { case: caseId, participant, reason: 'asked' }, staff.frontDesk);
  accepted(await remove(left));
  accepted(await app.act('AssignTherapist', { case: caseId, therapist: staff.otherTherapist }, staff.manager));
  const stream = `case-${caseId}`;
  const fact = (await app.store.readStream('facts', stream)).find((f) => f.type === 'TherapistAssigned');
  if (fact === undefined) throw new Error('no therapist was assigned');
  const around = { states: app.states, store: app.store, casesAhead: async () => [stream] };
  const wanted = async (type: string) =>
    (await Promise.all((REACTIONS[type] ?? []).map((reaction) => reaction(fact, around)))).flat();
  return { app, left, stays, later, remove, fact, wanted };
}

describe('R3: reactions to what happened', () => {
  it('R3: only who takes part is told, and the same persons however late it is reacted to', async () => {
    const { stays, later, remove, wanted } = await afterLeaving();
    const first = await wanted('TherapistAssigned');
    expect(first.map(({ body }) => body['participant'])).toEqual([stays, later]);
    accepted(await remove(later));
    expect(await wanted('TherapistAssigned')).toEqual(first);
  });

  it('C2: who left before still gets back what is left of their money', async () => {
    const { left, stays, later, wanted } = await afterLeaving();
    expect((await wanted('CaseClosed')).map(({ body }) => body['participant'])).toEqual([left, stays, later]);
  });

  it.each([
    ['the disk is full', () => Promise.reject(new StoreFull('full'))],
    ['the stream is busy', async (): Promise<Outcome> => ({ kind: 'busy' })],
  ])(
    'R3: nothing is passed over while %s: it is tried again, and trouble is told until it is over',
    async (_, fails) => {
      const { app, fact } = await afterLeaving();
      const told: (Error | undefined)[] = [];
      const performed: PerformAction[] = [];
      const saved: bigint[] = [];
      let tries = 0;
      const reactor = new Reactor({
        ...reacting(app, fact.position - 1n, saved),
        perform: async (action) => {
          if (tries++ < 3) return fails();
          performed.push(action);
          return done;
        },
        onTroubled: (error) => told.push(error),
      });
      await reactor.start();
      await reactor.reached(fact.position);
      await reactor.stop();
      expect(performed.map(({ name }) => name)).toEqual(['RaiseNotice', 'RaiseNotice']);
      expect(told.map((error) => error instanceof Error)).toEqual([true, true, true, false]);
      expect(saved.at(-1)).toBe(fact.position);
    },
  );

  it('R3: what depends on the view of cases waits until the view shows the fact', async () => {
    const app = await application();
    await agency(app);
    const published = (await app.store.readAll('facts', 0n, 500)).find((f) => f.type === 'BusinessCalendarPublished');
    if (published === undefined) throw new Error('no calendar was published');
    const asked: bigint[] = [];
    const performed: string[] = [];
    const reactor = new Reactor({
      ...reacting(app, published.position - 1n),
      casesShow: async (position) => asked.push(position) > 1,
      viewStore: { read: async () => ({ rows: [row('case-one', { state: 'here' })] }) },
      perform: async ({ name }) => {
        performed.push(name);
        return done;
      },
    });
    await reactor.start();
    await reactor.reached(published.position);
    await reactor.stop();
    expect(asked).toEqual([published.position, published.position]);
    expect(performed).toEqual(['ExtendDeadlines']);
  });
});

describe('R3: the bookmark of the reactions', () => {
  it('R3: a bookmark that is empty, torn, of another log or beyond the head counts as the start', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bookmark-'));
    try {
      const file = join(directory, 'reactions.json');
      const bookmark = bookmarkFile(directory, 'this log', async () => 7n);
      expect(await bookmark.load()).toBe(0n);
      await bookmark.save(7n);
      expect(await bookmark.load()).toBe(7n);
      const whole = readFileSync(file, 'utf8');
      for (const content of ['', whole.slice(0, 9), whole.replace('this log', 'that log'), whole.replace('7', '8')]) {
        writeFileSync(file, content);
        expect(await bookmark.load()).toBe(0n);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('R10: a lodging that was cut short', () => {
  async function cutShort() {
    const store = openMemoryEventStore();
    let full = false;
    const append: typeof store.append = async (log, stream, expected, facts) => {
      if (full && stream.startsWith('complaint-') && stream !== 'complaint-register') throw new StoreFull('full');
      return store.append(log, stream, expected, facts);
    };
    const app = await application({
      store: new Proxy(store, {
        get: (on, name) =>
          name === 'append'
            ? append
            : typeof on[name as never] === 'function'
              ? (on[name as never] as () => void).bind(on)
              : on[name as never],
      }),
    });
    const staff = await agency(app);
    const client = await staff.register('Cleo Client');
    const body = {
      ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', respondents: [staff.therapist] },
      ...{ allegations: [{ clause: 'T1', text: 'words' }], notInvolved: true },
    };
    const lodge = () => app.act('LodgeComplaint', body, client, { idempotencyKey: 'one' });
    full = true;
    await expect(lodge()).rejects.toThrow(StoreFull);
    full = false;
    const later = (minutes: number) =>
      app.clock.moveTo(new Date(Date.parse(app.clock.now()) + minutes * 60_000).toISOString());
    const abandoned = () => abandonedLodgings(app.states, app.clock.now());
    return { app, lodge, later, abandoned };
  }

  it('R10: it is finished by repeating it in time', async () => {
    const { lodge, later, abandoned } = await cutShort();
    later(LODGING_MINUTES - 1);
    accepted(await lodge());
    later(ABANDONED_MINUTES);
    expect(await abandoned()).toEqual([]);
  });

  it('R10: later it is refused, and its entry denies nobody any more', async () => {
    const { app, lodge, later, abandoned } = await cutShort();
    later(LODGING_MINUTES);
    expect(await lodge()).toMatchObject({ kind: 'refused', refusal: { code: 'lodging-lapsed' } });
    expect(await abandoned()).toEqual([]);
    later(ABANDONED_MINUTES - LODGING_MINUTES);
    const [complaint] = await abandoned();
    accepted(await app.act('ClearComplaint', { complaint }));
    expect(await abandoned()).toEqual([]);
    const { state } = await app.states.load('complaint-register', 'complaint-register');
    expect(state.register.open.size).toBe(0);
    expect(await lodge()).toMatchObject({ kind: 'refused', refusal: { code: 'lodging-lapsed' } });
  });
});

describe('C3: the clock', () => {
  function ticking(answer: (action: PerformAction) => Promise<Outcome>, ...sessions: string[]) {
    const clock = new MovableClock('2026-03-02T18:00:00.000Z', false);
    const told: (Error | undefined)[] = [];
    const asked: string[] = [];
    const rows = sessions.map((session) =>
      row('case-one', { kind: 'confirm', session, due: '2026-03-02T17:00' }, session),
    );
    const due = new DueClock({
      viewStore: { read: async () => ({ rows }) },
      perform: async (action) => {
        asked.push((action.body as { session: string }).session);
        return answer(action);
      },
      clock,
      onTroubled: (error) => told.push(error),
    });
    return { clock, due, asked, told };
  }

  it('C3: a deadline that was refused is asked about again a minute later, one spoken of never', async () => {
    let answer = refused;
    const { clock, due, asked } = ticking(async () => answer, 'a');
    await due.look();
    await due.look();
    expect(asked).toEqual(['a']);
    answer = done;
    clock.moveTo(new Date(Date.parse(clock.now()) + ASKS_AGAIN_AFTER).toISOString());
    expect(await due.look()).toBe(1);
    clock.moveTo('2026-03-03T18:00:00.000Z');
    await due.look();
    expect(asked).toEqual(['a', 'a']);
  });

  it('C3: one deadline that fails keeps no other from being spoken of, and trouble is told until it is over', async () => {
    let full = true;
    const { due, asked, told } = ticking(
      async ({ body }) => {
        if (full && (body as { session: string }).session === 'a') throw new StoreFull('full');
        return done;
      },
      'a',
      'b',
    );
    expect(await due.look()).toBe(1);
    expect(asked).toEqual(['a', 'b']);
    full = false;
    expect(await due.look()).toBe(1);
    await due.look();
    expect(told.map((error) => error instanceof Error)).toEqual([true, false]);
  });
});

describe('R9: the log of looks', () => {
  it('R9: looks begun around midnight each stand in the log of their own day', async () => {
    const app = await application({ at: '2026-03-02T23:59:59.999Z' });
    const asker = { person: 'p', role: 'auditor', purpose: 'audit' };
    const look = () => app.accessLog.denied(asker, 'view', 'cases', [], []);
    const before = [look(), look()];
    app.clock.moveTo('2026-03-03T00:00:00.000Z');
    await Promise.all([...before, look(), look()]);
    const all = (await app.store.readAll('access', 0n, 10)).filter(({ type }) => type === 'Denied');
    const days = all.map(({ stream, revision }) => `${stream.slice(-10)} ${revision}`).sort();
    expect(days).toEqual(['2026-03-02 0', '2026-03-02 1', '2026-03-03 0', '2026-03-03 1']);
  });
});

function row(stream: string, columns: Readonly<Record<string, unknown>>, key = 'key'): ViewRow {
  return { stream, key, revision: 0, position: 1n, ...columns };
}

function reacting(
  { states, store }: Awaited<ReturnType<typeof application>>,
  from: bigint,
  saved: bigint[] = [],
): Reacting {
  return {
    states,
    store,
    viewStore: { read: async () => ({ rows: [] }) },
    casesShow: async () => true,
    perform: async () => done,
    bookmark: { load: async () => from, save: async (position) => void saved.push(position) },
    pause: async () => {},
    elapsed: () => 0,
    onTroubled: () => {},
    onFailed: (error) => {
      throw error;
    },
  };
}
