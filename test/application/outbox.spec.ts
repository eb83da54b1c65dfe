import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { Outbox } from '../../src/application/reactions/outbox.js';
import { ReadViewHandler } from '../../src/application/read-view.js';
import { openSmtpMailer } from '../../src/infrastructure/mail/smtp-mailer.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/** A real mail server on a port of its own that keeps what it is given, or refuses. */
async function mailServer(refusing = false) {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk) => {
        text += chunk;
      });
      stream.on('end', () => {
        if (!refusing) taken.push(text);
        done(refusing ? new Error('mailbox full') : null);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return { taken, url: `smtp://127.0.0.1:${port}`, close: () => new Promise<void>((done) => server.close(done)) };
}

describe('R3: notices', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function cancelledByAgency(permittedChannels: readonly string[]) {
    const at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    closing.push(async () => {
      await at.ledger.close();
      at.remove();
    });
    const people = await agency(at);
    const contacts = [{ channel: 'e-mail', value: 'robin@example.org' }];
    const client = accepted(
      await at.act(
        'RegisterPerson',
        { name: 'Robin Client', contacts, permittedChannels, revealAgency: false },
        people.frontDesk,
      ),
    ).id as string;
    const open = { kind: 'individual', participants: [client], therapist: people.therapist };
    const caseId = accepted(await at.act('OpenCase', open, people.frontDesk)).id as string;
    const booking = {
      case: caseId,
      therapist: people.therapist,
      startLocal: '2026-02-19T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [client],
    };
    const { id: session } = accepted(await at.act('BookSession', booking, people.frontDesk));
    accepted(await at.act('CancelByAgency', { case: caseId, session, because: 'therapist-away' }, people.frontDesk));
    await at.ledger.settle();
    return { at, people, client };
  }

  function outboxOf({ ledger }: Awaited<ReturnType<typeof temporaryLedger>>, url: string) {
    const mailer = openSmtpMailer(url);
    closing.push(() => mailer.close());
    const unsent: Error[] = [];
    const reader = new ReadViewHandler(ledger.reading);
    const outbox = new Outbox({
      viewStore: ledger.reading.viewStore,
      perform: ledger.perform,
      read: (query) => reader.execute(query),
      mailer,
      agencyName: async () => 'Example Counselling',
      onUnsent: (error) => unsent.push(error),
    });
    return { outbox, unsent };
  }

  it('a session cancelled by the agency is told by e-mail, without naming the agency to who asked for that', async () => {
    const { at, people, client } = await cancelledByAgency(['e-mail']);
    const server = await mailServer();
    closing.push(server.close);
    const { outbox } = outboxOf(at, server.url);
    expect(await outbox.look()).toBe(1);
    await at.ledger.settle();
    expect(await outbox.look()).toBe(0);
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]).toContain('robin@example.org');
    expect(server.taken[0]).not.toContain('Counselling');
    const [notice] = shown(await at.see('notices', people.frontDesk, { client }));
    expect(notice).toMatchObject({ about: 'session-cancelled-by-agency', state: 'sent', how: 'e-mail' });
    const looks = shown(await at.see('looks', client, { client }));
    expect(looks.some((look) => look['role'] === 'system' && look['view'] === 'contacts')).toBe(true);
  });

  it('rule 48: nothing is sent on a channel the person does not permit; it stays on the work list', async () => {
    const { at, people } = await cancelledByAgency(['telephone']);
    const server = await mailServer();
    closing.push(server.close);
    expect(await outboxOf(at, server.url).outbox.look()).toBe(0);
    const [notice] = shown(await at.see('notices', people.frontDesk));
    expect(notice).toMatchObject({ state: 'due' });
  });

  it('C2: a notice goes to the address of the day, within the permission of the day (rule 48)', async () => {
    const { at, people, client } = await cancelledByAgency(['e-mail']);
    const server = await mailServer();
    closing.push(server.close);
    const said = { person: client, reachedBy: 'e-mail', mayUse: false, revealAgency: true };
    accepted(await at.act('PermitContact', said, client));
    await at.ledger.settle();
    expect(await outboxOf(at, server.url).outbox.look()).toBe(0);
    accepted(await at.act('ChangeContact', { ...said, mayUse: true, value: 'new@example.org' }, client));
    const coming = { ...said, mayUse: true, value: 'coming@example.org', from: '2026-06-01' };
    accepted(await at.act('ChangeContact', coming, people.frontDesk));
    await at.ledger.settle();
    expect(await outboxOf(at, server.url).outbox.look()).toBe(1);
    expect(server.taken[0]).toContain('new@example.org');
    expect(server.taken[0]).toContain('Example Counselling');
  });

  it('what the mail server refuses stays due', async () => {
    const { at, people } = await cancelledByAgency(['e-mail']);
    const server = await mailServer(true);
    closing.push(server.close);
    const { outbox, unsent } = outboxOf(at, server.url);
    expect(await outbox.look()).toBe(0);
    expect(unsent).toHaveLength(1);
    expect(shown(await at.see('notices', people.frontDesk))[0]).toMatchObject({ state: 'due' });
  });
});
