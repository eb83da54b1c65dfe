import { createHash } from 'node:crypto';
import { type Month } from './weeks.js';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Audio allowed for supervision, played there, asked for training and refused, disallowed, destroyed. */
export function planRecording({ stage, agenda }: Month): void {
  const theCase = () => ({ case: stage.id('case of teodor') });
  const choice = (medium: string) => ({ ...theCase(), participant: stage.person('teodor'), medium, how: 'portal' });
  const record = (medium: string) => ({
    ...theCase(),
    session: stage.id('session of teodor on 02-06'),
    medium,
    sha256: digestOf(`the ${medium} of the demo`),
    reference: 'media store, shelf 4',
  });
  const play = (purpose: string) => ({ ...theCase(), recording: stage.id('recording of teodor'), purpose });
  agenda.at('2026-02-05T20:10', () =>
    stage.does('teodor', 'allows audio recording, for supervision only', (as) =>
      as('allow-recording', choice('audio')),
    ),
  );
  agenda.at('2026-02-06T10:51', () =>
    stage.isRefused(
      'quill',
      'keeps a video of the session',
      'recording-not-allowed',
      'record-session',
      record('video'),
    ),
  );
  agenda.at('2026-02-06T10:53', async () => {
    const { id = '' } = await stage.does(
      'quill',
      'records the session’s audio: a reference and a digest, never the media',
      (as) => as('record-session', record('audio')),
    );
    stage.ids.set('recording of teodor', id);
  });
  agenda.at('2026-02-09T11:00', () =>
    stage.does('naomi', 'plays it in clinical supervision', (as) => as('play-recording', play('clinical-supervision'))),
  );
  agenda.at('2026-02-10T15:30', () =>
    stage.isRefused(
      'quill',
      'would use it for training',
      'recording-for-supervision-only',
      'play-recording',
      play('training'),
    ),
  );
  agenda.at('2026-02-12T20:00', () =>
    stage.does('teodor', 'disallows audio: playback stops, destruction is due', (as) =>
      as('disallow-recording', choice('audio')),
    ),
  );
  agenda.at('2026-02-13T09:10', () =>
    stage.isRefused(
      'naomi',
      'would play it once more',
      'recording-not-allowed',
      'play-recording',
      play('clinical-supervision'),
    ),
  );
  agenda.at('2026-02-17T09:35', () =>
    stage.does('quill', 'destroys the recording; its digest and history remain', (as) =>
      as('destroy-recording', {
        ...theCase(),
        recording: stage.id('recording of teodor'),
        method: 'overwritten and shredded',
      }),
    ),
  );
}

/** A block at the same price, a receipt only after the service, leaving without a reason, money back. */
export function planLeaving({ stage, agenda }: Month): void {
  const theirs = () => ({ case: stage.id('case of mirela'), participant: stage.person('mirela') });
  const block = (unitCents: number) => ({
    ...theirs(),
    kind: 'block',
    service: 'individual',
    unitCents,
    sessions: 3,
    agreement: digestOf('the written agreement of the demo'),
    refundProcedure: true,
  });
  agenda.at('2026-02-04T15:30', () =>
    stage.isRefused(
      'desk',
      'offers mirela three sessions for less',
      'no-prepayment-discount',
      'agree-arrangement',
      block(12_600),
    ),
  );
  agenda.at('2026-02-04T15:35', async () => {
    const { id = '' } = await stage.does(
      'desk',
      'agrees three sessions at the same price and takes the payment',
      async (as) => {
        await as('agree-arrangement', block(14_000));
        return as('record-payment', { ...theirs(), cents: 42_000, method: 'card' });
      },
    );
    stage.ids.set('payment of mirela', id);
  });
  agenda.at('2026-02-10T11:00', async () => {
    const charge = await stage.charge('session of mirela on 02-11', 'case of mirela', 'mirela');
    await stage.isRefused('desk', 'issues a receipt before the service', 'receipt-before-service', 'issue-receipt', {
      ...theirs(),
      charge,
    });
  });
  agenda.at('2026-02-19T09:30', () =>
    stage.does('mirela', 'leaves counselling; no reason is asked, Wed 25 is released without cost', (as) =>
      as('end-counselling', theirs()),
    ),
  );
  agenda.at('2026-02-23T10:40', async () => {
    const [due] = await stage.sees('desk', '', `/views/fee-ledger?case=${stage.id('case of mirela')}&entry=refund-due`);
    await stage.does('desk', `pays back what is left: ${Number(due?.['amount']) / 100} dollars`, (as) =>
      as('record-refund', {
        ...theirs(),
        payment: stage.id('payment of mirela'),
        cents: Number(due?.['amount']),
        method: 'card',
      }),
    );
  });
  agenda.at('2026-02-23T10:00', () =>
    stage.does('julian', 'leaves the couple’s counselling; Thu 26 is released without cost to ines', (as) =>
      as('end-counselling', { case: stage.id('case of couple'), participant: stage.person('julian') }),
    ),
  );
  agenda.at('2026-02-24T10:00', () =>
    stage.does('desk', 'opens a case of her own for ines', async (as) => {
      const { id = '' } = await as('open-case', {
        kind: 'individual',
        participants: [stage.person('ines')],
        therapist: stage.person('rhea'),
      });
      stage.ids.set('case of ines', id);
    }),
  );
}
