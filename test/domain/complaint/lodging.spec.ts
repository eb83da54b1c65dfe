import { describe, expect, it } from '@jest/globals';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { complaintsAbout } from '../../../src/domain/complaint/register.js';
import { idOf } from '../../support/given.js';
import { client, complaint, lodged, lodgedStory, officer, parent, Story, therapist } from './story.js';

const aCase = idOf('case');
const opened = rosterFacts.CaseOpened({ case: aCase, kind: 'individual', participants: [client], therapist });
const register = 'complaint-register';

describe('R10: lodging a complaint', () => {
  it('R10: a complaint is entered in the register first, so that its respondents are denied before anything else', () => {
    const story = new Story();
    expect(story.perform('LodgeComplaint', lodged, { as: 'person' })).toEqual([
      'ComplaintRegistered',
      'ComplaintLodged',
    ]);
    expect(complaintsAbout(story.register, aCase, [client]).flatMap((c) => c.respondents)).toEqual([therapist]);
  });

  it('R10: lodging is not refused because the case is closed', () => {
    const story = new Story().have(
      `case-${aCase}`,
      opened,
      rosterFacts.CaseClosed({ case: aCase, because: 'completed' }),
    );
    story.perform('LodgeComplaint', { ...lodged, cases: [aCase] }, { as: 'person' });
    expect(story.state().lodging.cases).toEqual([aCase]);
  });

  it('R10: lodging is not refused when nobody knows yet whom it means, and who is named later is denied like the others', () => {
    const story = new Story();
    story.perform('LodgeComplaint', { ...lodged, respondents: [] }, { as: 'person' });
    expect(story.perform('NameRespondent', { complaint, respondent: therapist })).toEqual([
      'ComplaintRegistered',
      'RespondentNamed',
    ]);
    expect(story.register.open.get(complaint)?.respondents).toEqual([therapist]);
  });

  it('R10: a complaint names only cases in which its client took part, so that nobody is shut out of another’s case', () => {
    const story = new Story().have(`case-${aCase}`, opened);
    const stranger = idOf('stranger');
    story.perform('LodgeComplaint', { ...lodged, cases: [aCase] }, { as: 'person', person: stranger });
    expect(story.register.open.get(complaint)).toMatchObject({ cases: [], persons: [stranger] });
  });

  it('R10: a parent who complains is the complainant, and the child is named, not the one who complains (rule 15)', () => {
    const story = new Story();
    story.perform(
      'LodgeComplaint',
      { ...lodged, standing: 'third-party', clients: [client] },
      { as: 'person', person: parent },
    );
    expect(story.state().lodging).toMatchObject({ complainant: parent, clients: [client], standing: 'third-party' });
  });

  it('R10: whom somebody else merely names is alleged, and no therapist is shut out of their care by it (rule 15)', () => {
    const story = new Story().have(`case-${aCase}`, opened);
    const named = { ...lodged, standing: 'third-party', clients: [client], cases: [aCase] };
    story.perform('LodgeComplaint', named, { as: 'person', person: parent });
    expect(story.state().lodging).toMatchObject({ clients: [client], cases: [aCase] });
    expect(story.register.open.get(complaint)).toMatchObject({ complainant: parent, persons: [], cases: [] });
    expect(complaintsAbout(story.register, aCase, [client])).toEqual([]);
    story.perform('OpenComplaintTrack', { complaint, track: 'CRPO' }, { as: 'complainant', person: parent });
    expect(complaintsAbout(story.register, aCase, [client])).toEqual([]);
  });

  it('R10: the complaints officer who enters a complaint, or enters it again, confirms whom it names', () => {
    const named = { ...lodged, standing: 'third-party', clients: [client], cases: [aCase], complainant: parent };
    const entered = new Story().have(`case-${aCase}`, opened);
    entered.perform('LodgeComplaint', named, { as: 'complaints-officer' });
    expect(complaintsAbout(entered.register, aCase, [client])).toHaveLength(1);
    const confirmed = new Story().have(`case-${aCase}`, opened);
    confirmed.perform('LodgeComplaint', named, { as: 'front-desk' });
    const again = { complaint, respondent: therapist };
    expect(confirmed.perform('NameRespondent', again, { as: 'complainant', person: parent })).toEqual([]);
    expect(complaintsAbout(confirmed.register, aCase, [client])).toEqual([]);
    expect(confirmed.perform('NameRespondent', again)).toEqual(['ComplaintRegistered', 'RespondentNamed']);
    expect(complaintsAbout(confirmed.register, aCase, [client])).toHaveLength(1);
    expect(confirmed.perform('NameRespondent', again)).toEqual([]);
    expect(confirmed.state().lodging.openings).toBe(confirmed.register.entries.get(complaint));
  });

  it('R10: nobody lodges in the name of another, but the front desk enters what another lodged', () => {
    const inAnothersName = { ...lodged, complainant: client };
    expect(new Story().perform('LodgeComplaint', inAnothersName, { as: 'person', person: parent })).toBe(
      'complainant-is-another',
    );
    const story = new Story();
    story.perform('LodgeComplaint', inAnothersName, { as: 'front-desk' });
    expect(story.state().lodging.complainant).toBe(client);
  });

  it('R10: a conduct report is no complaint: lodging refuses it and names the action that reports it', () => {
    const story = new Story();
    const report = { ...lodged, kind: 'conduct-report', standing: 'staff', clients: [client] };
    expect(story.perform('LodgeComplaint', report, { as: 'person', person: parent })).toBe('report-conduct-instead');
    expect(story.register.all.size).toBe(0);
  });

  it('R10: the complainant gets a receipt with what was filed, when, and its digest, once', () => {
    const story = lodgedStory(['agency', 'CRPO']);
    expect(story.perform('GiveComplaintReceipt', { complaint })).toEqual(['ComplaintReceiptGiven']);
    expect(story.latest('ComplaintReceiptGiven').open).toMatchObject({
      to: client,
      filed: story.latest('ComplaintLodged').id,
      filedAt: '2026-06-01T14:00:00.000Z',
      tracks: ['agency', 'CRPO'],
      digest: 'd'.repeat(64),
    });
    expect(story.perform('GiveComplaintReceipt', { complaint })).toEqual([]);
  });

  it('R10: what a complainant or a respondent writes is never in the open', () => {
    const story = lodgedStory();
    story.perform('AddComplaintStatement', { complaint, statement: 'canary' }, { as: 'complainant' });
    story.perform('RespondToComplaint', { complaint, answer: 'canary' }, { as: 'respondent' });
    expect(JSON.stringify(story.facts().map((f) => f.open))).not.toContain('canary');
  });
});

describe('R10: two tracks', () => {
  it('R10: withdrawing or settling reaches the agency’s track, never the College’s (rule 16)', () => {
    const story = lodgedStory(['agency', 'CRPO']);
    const body = { complaint, because: 'settled' };
    expect(story.perform('WithdrawComplaint', { ...body, track: 'CRPO' }, { as: 'complainant' })).toBe(
      'college-not-withdrawable',
    );
    expect(story.perform('WithdrawComplaint', { ...body, track: 'agency' }, { as: 'complainant' })).toEqual([
      'ComplaintWithdrawn',
    ]);
    expect(story.perform('CloseComplaintTrack', { complaint, track: 'agency' })).toEqual(['TrackClosed']);
    expect(story.state().lodging.tracks).toEqual(
      new Map([
        ['agency', 'closed'],
        ['CRPO', 'open'],
      ]),
    );
    expect(story.register.open.has(complaint)).toBe(true);
  });

  it('R10: when the last track closes the register is cleared, and the complaint’s holds end', () => {
    const story = lodgedStory();
    story.perform('PlaceHold', { complaint, on: 'case', case: aCase });
    story.perform('WithdrawComplaint', { complaint, track: 'agency', because: 'withdrawn' }, { as: 'complainant' });
    expect(story.perform('CloseComplaintTrack', { complaint, track: 'agency' })).toEqual([
      'TrackClosed',
      'HoldReleased',
      'ComplaintCleared',
    ]);
    expect(story.register.open.size).toBe(0);
  });

  it('R10: a client goes to the College after the agency has closed: both ran, and the respondent is denied again', () => {
    const story = lodgedStory();
    story.perform('WithdrawComplaint', { complaint, track: 'agency', because: 'withdrawn' }, { as: 'complainant' });
    story.perform('CloseComplaintTrack', { complaint, track: 'agency' });
    expect(story.perform('ReportCollegeComplaint', { complaint }, { as: 'complainant' })).toEqual([
      'ComplaintRegistered',
      'CollegeComplaintFiled',
    ]);
    expect(story.register.open.get(complaint)?.respondents).toEqual([therapist]);
    expect(story.state().lodging.tracks.get('agency')).toBe('closed');
  });

  it('R10: a client who went to the College alone may go to the agency later, and its clocks begin then', () => {
    const story = lodgedStory(['CRPO']);
    expect(story.state().deadlines.byKey.size).toBe(0);
    story.perform(
      'OpenComplaintTrack',
      { complaint, track: 'agency' },
      { as: 'complainant', now: '2026-09-01T14:00:00.000Z' },
    );
    expect(story.state().deadlines.byKey.get('acknowledge')?.from).toBe('2026-09-01T14:00:00.000Z');
  });

  it('R10: a track being opened while the last one closes keeps the complaint in the register', () => {
    const story = lodgedStory();
    story.perform('WithdrawComplaint', { complaint, track: 'agency', because: 'withdrawn' }, { as: 'complainant' });
    // The client's opening has reached the register but not yet the complaint when the officer closes the last track.
    story.have(register, { type: 'ComplaintRegistered', data: { ...story.facts(register)[0]?.open } });
    expect(story.perform('CloseComplaintTrack', { complaint, track: 'agency' })).toEqual(['TrackClosed']);
    expect(story.register.open.has(complaint)).toBe(true);
  });

  it('R10: a closing cut short by a stop of the service is finished by the system', () => {
    const story = lodgedStory();
    story.perform('WithdrawComplaint', { complaint, track: 'agency', because: 'withdrawn' }, { as: 'complainant' });
    story.have(`complaint-${complaint}`, {
      type: 'TrackClosed',
      data: { complaint, track: 'agency', because: 'withdrawn', ends: [] },
    });
    expect(story.perform('ClearComplaint', { complaint }, { as: 'system' })).toEqual(['ComplaintCleared']);
    expect(story.perform('ClearComplaint', { complaint }, { as: 'system' })).toEqual([]);
  });

  it('R10: a case or recording is held because of the complaint until released', () => {
    const story = lodgedStory();
    expect(story.perform('PlaceHold', { complaint, on: 'recording', case: aCase })).toBe('recording-not-said');
    story.perform('PlaceHold', { complaint, on: 'recording', case: aCase, recording: idOf('recording') });
    const [hold] = [...story.state().holds.live.keys()];
    expect(story.perform('ReleaseHold', { complaint, hold })).toEqual(['HoldReleased']);
    expect(story.perform('ReleaseHold', { complaint, hold })).toBe('hold-not-found');
  });

  it('R10: nothing is done about a complaint that does not exist', () => {
    expect(new Story().perform('AcknowledgeComplaint', { complaint: officer })).toBe('complaint-not-found');
  });
});
