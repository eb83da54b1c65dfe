import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { complaintFile } from '../../../src/projections/complaint-file.js';
import { accepted, agency, application, cleared } from '../../support/application.js';

/** An agency with one client in a case, and a second complaints officer. */
async function setting() {
  const app = await application({ at: '2026-06-01T14:00:00.000Z' });
  const staff = await agency(app);
  const client = await staff.register('Cleo Client');
  const second = await staff.register('Sam Second');
  accepted(await app.act('GrantRole', { person: second, role: 'complaints-officer', from: '2020-01-01' }));
  await cleared(app, second);
  const opened = accepted(
    await app.act(
      'OpenCase',
      { kind: 'individual', participants: [client], therapist: staff.therapist },
      staff.frontDesk,
    ),
  );
  const lodge = {
    kind: 'complaint',
    tracks: ['agency', 'CRPO'],
    standing: 'client',
    respondents: [staff.therapist],
    cases: [opened.id as string],
    allegations: [{ clause: 'T1', text: 'canary words' }],
    notInvolved: true,
  };
  const lodged = accepted(await app.act('LodgeComplaint', lodge, client, { idempotencyKey: 'one' }));
  const complaint = lodged.id as string;
  const act = async (name: string, body: object, by = staff.complaintsOfficer) =>
    app.act(name, { complaint, ...body }, by);
  return { app, staff, client, second, case: opened.id as string, lodge, lodged, complaint, act };
}

describe('R10: a complaint through the whole application', () => {
  it('R10: a lodging repeated under its key is the same complaint, and its respondent is denied the case at once', async () => {
    const { app, staff, client, lodge, lodged, case: caseId } = await setting();
    const again = await app.act('LodgeComplaint', lodge, client, { idempotencyKey: 'one' });
    expect(again).toMatchObject({ kind: 'accepted', repeated: true });
    expect(accepted(again).id).toBe(lodged.id);
    const close = { case: caseId, because: 'completed' };
    expect((await app.act('CloseCase', close, staff.therapist)).kind).toBe('denied');
  });

  it('R10: from lodging to appeal and closing, each by who may, nothing anybody wrote in the open', async () => {
    const { app, staff, client, second, complaint, act } = await setting();
    accepted(await act('GiveComplaintReceipt', {}));
    accepted(await act('AcknowledgeComplaint', {}));
    expect((await act('AssignComplaint', { assignee: staff.therapist })).kind).toBe('refused');
    accepted(await act('AssignComplaint', { assignee: staff.complaintsOfficer }));
    const stream = `complaint-${complaint}`;
    const facts = () => app.store.readStream('facts', stream);
    const [first] = await facts();
    accepted(await act('NotifyRespondent', { respondent: staff.therapist, served: [first?.id] }));
    expect((await act('RespondToComplaint', { answer: 'canary' }, client)).kind).toBe('denied');
    accepted(await act('RespondToComplaint', { answer: 'canary' }, staff.therapist));
    const { state } = await app.states.load('complaint', stream);
    const allegation = state.lodging.allegations[0]?.allegation;
    accepted(
      await act('RecordFinding', {
        allegation,
        finding: 'founded',
        evidenceRelied: [],
        remedy: 'apology',
        reasons: 'canary',
      }),
    );
    accepted(await act('DecideComplaint', { reasons: 'canary' }));
    const delivery = { of: 'complaint', how: 'portal', receivedAt: '2026-06-01T14:00:00.000Z', evidence: 'log 1' };
    accepted(await act('DeliverDecision', { ...delivery, party: client }));
    accepted(await act('DeliverDecision', { ...delivery, party: staff.therapist }));
    app.clock.moveTo('2026-07-11T15:00:00.000Z');
    const late = await act('AppealDecision', { grounds: 'canary' }, client);
    expect(late).toMatchObject({ kind: 'refused', refusal: { code: 'appeal-out-of-time', clause: 'R10' } });
    accepted(await act('AppealDecision', { by: client, grounds: 'canary', acceptedBecause: 'canary' }));
    expect(await act('AssignComplaint', { assignee: staff.complaintsOfficer })).toMatchObject({
      refusal: { code: 'not-independent' },
    });
    accepted(await act('AssignComplaint', { assignee: second }));
    const appeal = (await app.states.load('complaint', stream)).state.appeals.appeals[0]?.appeal;
    accepted(await act('DecideAppeal', { appeal, outcome: 'confirmed', reasons: 'canary' }));
    accepted(await act('CloseComplaintTrack', { track: 'agency' }));
    const college = await act('CloseComplaintTrack', { track: 'CRPO', channel: 'mail', evidence: 'letter 1' });
    expect(accepted(college).facts.map((f) => f.type)).toContain('ComplaintCleared');
    expect(JSON.stringify((await facts()).map((f) => f.open))).not.toContain('canary');
    const rows = (await facts()).flatMap((f) => complaintFile.on[f.type]?.(f) ?? []);
    expect(rows.length).toBeGreaterThan((await facts()).length);
  });

  it('R10: the clock says once that an acknowledgement is overdue', async () => {
    const { app, complaint } = await setting();
    app.clock.moveTo('2026-07-01T15:00:00.000Z');
    const body = { complaint, limit: 'acknowledge' };
    expect(accepted(await app.act('ReportComplaintDeadlineMissed', body)).facts).toHaveLength(1);
    expect(accepted(await app.act('ReportComplaintDeadlineMissed', body)).facts).toHaveLength(0);
  });

  it('R7: a lawyer’s letter is refused and recorded, and the repeated question gets the same answer', async () => {
    const { app, staff, client, complaint, case: caseId } = await setting();
    const body = { complaint, to: 'lawyer', case: caseId, clients: [client], content: ['clinical-notes'], entries: [] };
    const ask = () => app.act('DiscloseForProceeding', body, staff.complaintsOfficer, { idempotencyKey: 'two' });
    for (const outcome of [await ask(), await ask()])
      expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'letter-is-no-order' } });
    expect((await app.store.readStream('facts', `college-${complaint}`)).map((f) => f.type)).toEqual([
      'ComplaintDisclosureRefused',
    ]);
  });
});
