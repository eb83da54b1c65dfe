import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../src/domain/complaint/deciding.js';
import { servedOn } from '../../../src/domain/complaint/handling.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { idOf } from '../../support/given.js';
import { another, client, complaint, decidedStory, deliver, find, lodgedStory, officer, therapist } from './story.js';

const third = idOf('third officer');
const appealBody = { complaint, grounds: 'sealed' };

describe('R10: independence (rule 62)', () => {
  const assign = (story: ReturnType<typeof lodgedStory>, assignee: string) =>
    story.perform('AssignComplaint', { complaint, assignee });

  it('R10: neither the respondent, their supervisor, the complainant nor anyone with a declared conflict hears a complaint', () => {
    const supervisor = idOf('supervisor');
    const story = lodgedStory().have(
      `therapist-${therapist}`,
      registrationFacts.SupervisionStarted({ therapist, supervisor, from: '2026-01-05' }),
    );
    story.perform('DeclareConflict', { complaint, person: another, about: 'works-closely' });
    for (const near of [therapist, supervisor, client, another]) expect(assign(story, near)).toBe('not-independent');
    expect(assign(story, officer)).toEqual(['ComplaintAssigned']);
    expect(assign(story, officer)).toEqual([]);
  });

  it('R10: an investigator who was replaced does not get the complaint back', () => {
    const story = lodgedStory();
    assign(story, officer);
    assign(story, another);
    expect(assign(story, officer)).toBe('not-independent');
  });

  it('R10: an investigator whose conflict is declared later does not decide', () => {
    const story = lodgedStory();
    assign(story, officer);
    find(story);
    story.perform('DeclareConflict', { complaint, person: officer, about: 'own-interest' });
    expect(story.perform('DecideComplaint', { complaint, reasons: 'sealed' })).toBe('not-independent');
    expect(story.perform('DecideComplaint', { complaint, reasons: 'sealed', decider: third })).toEqual([
      'ComplaintDecided',
    ]);
  });

  it('R10: whoever investigated or decided does not hear the appeal', () => {
    const story = decidedStory();
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    story.perform('AppealDecision', appealBody, { as: 'complainant', now: '2026-06-20T15:00:00.000Z' });
    expect(assign(story, officer)).toBe('not-independent');
    expect(assign(story, another)).toEqual(['ComplaintAssigned']);
    const appeal = story.state().appeals.appeals[0]?.appeal;
    const decide = { complaint, appeal, outcome: 'confirmed', reasons: 'sealed' };
    expect(story.perform('DecideAppeal', { ...decide, decider: officer })).toBe('not-independent');
    expect(story.perform('DecideAppeal', decide)).toEqual(['AppealDecided']);
  });

  it('R10: a complaint sent back on appeal is heard by somebody new', () => {
    const story = decidedStory();
    story.perform('AppealDecision', appealBody, { as: 'complainant' });
    assign(story, another);
    const appeal = story.state().appeals.appeals[0]?.appeal;
    story.perform('DecideAppeal', { complaint, appeal, outcome: 'sent-back', reasons: 'sealed' });
    expect(story.state().handling.decision).toBeUndefined();
    expect(assign(story, another)).toBe('not-independent');
    expect(assign(story, officer)).toBe('not-independent');
    expect(assign(story, third)).toEqual(['ComplaintAssigned']);
    expect(story.perform('DecideComplaint', { complaint, reasons: 'sealed' })).toEqual(['ComplaintDecided']);
  });
});

describe('R10: what a respondent may see', () => {
  it('R10: a respondent sees the facts served on them and their own, and nothing else', () => {
    const story = lodgedStory();
    story.perform('AddComplaintStatement', { complaint, statement: 'sealed' }, { as: 'complainant' });
    const { id } = story.latest('ComplaintLodged');
    story.perform('NotifyRespondent', { complaint, respondent: therapist, served: [id] });
    story.perform('RespondToComplaint', { complaint, answer: 'sealed' }, { as: 'respondent' });
    const served = servedOn(story.state().handling, therapist);
    expect([...served].sort()).toEqual(
      [id, story.latest('RespondentNotified').id, story.latest('RespondentAnswered').id].sort(),
    );
    expect(served.has(story.latest('StatementAdded').id)).toBe(false);
  });

  it('R10: only a standing fact of this complaint is served, on a respondent of it, and more only after notice', () => {
    const story = lodgedStory();
    const served = [story.latest('ComplaintLodged').id];
    const body = { complaint, respondent: therapist, served };
    expect(story.perform('NotifyRespondent', { ...body, served: [idOf('elsewhere')] })).toBe('served-fact-not-found');
    expect(story.perform('NotifyRespondent', { ...body, respondent: client })).toBe('not-the-respondent');
    expect(story.perform('ServeOnRespondent', body)).toBe('not-notified');
    story.perform('NotifyRespondent', body);
    expect(story.perform('NotifyRespondent', body)).toBe('already-notified');
    expect(story.perform('ServeOnRespondent', body)).toEqual(['MoreServed']);
  });

  it('R10: the decision delivered to a respondent is served on them', () => {
    const story = decidedStory();
    deliver(story, therapist, '2026-06-10T15:00:00.000Z');
    expect(servedOn(story.state().handling, therapist).has(story.latest('ComplaintDecided').id)).toBe(true);
  });
});

describe('R10: deciding', () => {
  it('R10: there is no decision before every allegation has its finding, and no finding before an assignment', () => {
    const story = lodgedStory();
    const [allegation] = story.state().lodging.allegations;
    const finding = {
      complaint,
      allegation: allegation?.allegation,
      finding: 'founded',
      evidenceRelied: [],
      remedy: 'none',
      reasons: 'sealed',
    };
    expect(story.perform('RecordFinding', finding)).toBe('complaint-not-assigned');
    story.perform('AssignComplaint', { complaint, assignee: officer });
    expect(story.perform('DecideComplaint', { complaint, reasons: 'sealed' })).toBe('finding-missing');
    expect(story.perform('RecordFinding', { ...finding, allegation: idOf('x') })).toBe('allegation-not-found');
    expect(story.perform('RecordFinding', finding)).toEqual(['FindingRecorded']);
    expect(story.latest('FindingRecorded').open['clause']).toBe('T1');
  });

  it('R10: the decision follows from the findings', () => {
    expect(outcomeOf(['founded', 'founded'])).toBe('founded');
    expect(outcomeOf(['founded', 'not-founded'])).toBe('partly-founded');
    expect(outcomeOf(['inconclusive', 'not-founded'])).toBe('inconclusive');
    expect(outcomeOf(['not-founded'])).toBe('not-founded');
  });

  it('R10: a remedy for a founded allegation is reported done, once', () => {
    const story = decidedStory();
    const allegation = story.state().lodging.allegations[0]?.allegation;
    expect(story.perform('ReportRemedyDone', { complaint, allegation })).toEqual(['RemedyDone']);
    expect(story.perform('ReportRemedyDone', { complaint, allegation })).toEqual([]);
    expect(story.perform('ReportRemedyDone', { complaint, allegation: idOf('x') })).toBe('allegation-not-found');
  });

  it('R10: a remedy that was done before anything was found is recorded, and stays done once it is found (rule 36)', () => {
    const story = lodgedStory();
    const allegation = story.state().lodging.allegations[0]?.allegation;
    expect(story.perform('ReportRemedyDone', { complaint, allegation })).toEqual(['RemedyDone']);
    expect(story.perform('ReportRemedyDone', { complaint, allegation })).toEqual([]);
    expect(story.state().handling.remedied).toContain(allegation);
  });

  it('R10: an acknowledgement that was sent is recorded, also when the complaint was withdrawn meanwhile (rule 36)', () => {
    const story = lodgedStory();
    story.perform('WithdrawComplaint', { complaint, track: 'agency' }, { as: 'complainant' });
    expect(story.perform('AcknowledgeComplaint', { complaint })).toEqual(['ComplaintAcknowledged']);
  });

  it('R10: interim measures are taken and ended', () => {
    const story = lodgedStory();
    story.perform('TakeInterimMeasure', { complaint, kind: 'no-contact', respondent: therapist });
    const { measure } = story.latest('InterimMeasureTaken').open;
    expect(story.perform('EndInterimMeasure', { complaint, measure })).toEqual(['InterimMeasureEnded']);
    expect(story.perform('EndInterimMeasure', { complaint, measure })).toBe('measure-not-live');
  });
});

describe('R10: appeal', () => {
  it('R10: the time to appeal runs from receipt; the last moment of its last day is in time', () => {
    const story = decidedStory();
    // Thirty days from Wednesday 10 June 2026 end on Friday 10 July 2026.
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    expect(story.latest('DecisionDelivered').open['appealUntil']).toBe('2026-07-11T03:59:59.999Z');
    expect(story.perform('AppealDecision', appealBody, { as: 'complainant', now: '2026-07-11T03:59:59.999Z' })).toEqual(
      ['ComplaintRegistered', 'AppealLodged'],
    );
  });

  it('R10: an appeal out of time is refused and recorded, and accepted only by the officer for a reason', () => {
    const story = decidedStory();
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    const late = { now: '2026-07-11T04:00:00.000Z' };
    expect(story.perform('AppealDecision', appealBody, { ...late, as: 'complainant' })).toBe('appeal-out-of-time');
    expect(story.types()).toContain('AppealRefusedAsLate');
    const withReason = { ...appealBody, acceptedBecause: 'sealed' };
    expect(story.perform('AppealDecision', withReason, { ...late, as: 'complainant' })).toBe('appeal-out-of-time');
    story.perform('AppealDecision', withReason, late);
    expect(story.latest('AppealLodged').open).toMatchObject({ by: client, outOfTime: true });
    expect(story.perform('AppealDecision', withReason, late)).toBe('already-appealed');
  });

  it('R10: without proof of receipt the deemed day counts; proof found later moves the limit only to the party’s good', () => {
    const story = decidedStory();
    const body = { complaint, of: 'complaint', party: client, how: 'mail' };
    story.perform('DeliverDecision', body, { now: '2026-06-10T15:00:00.000Z' });
    const promised = story.latest('DecisionDelivered').open;
    expect(promised).toMatchObject({ basis: 'deemed', receivedAt: '2026-06-15T15:00:00.000Z' });
    expect(
      story.perform(
        'DeliverDecision',
        { ...body, receivedAt: '2026-06-11T15:00:00.000Z' },
        { now: '2026-06-20T15:00:00.000Z' },
      ),
    ).toBe('receipt-needs-evidence');
    deliver(story, client, '2026-06-11T15:00:00.000Z');
    expect(story.latest('DecisionDelivered').open).toMatchObject({
      basis: 'evidence',
      appealUntil: promised['appealUntil'],
    });
    expect(deliver(story, client, '2026-06-12T15:00:00.000Z')).toEqual([]);
  });

  it('R10: the agency’s track does not close while a party may still appeal, or has not got the decision', () => {
    const story = decidedStory();
    const close = (now: string) => story.perform('CloseComplaintTrack', { complaint, track: 'agency' }, { now });
    expect(close('2026-06-10T15:00:00.000Z')).toBe('decision-not-delivered');
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    expect(close('2026-07-11T03:59:59.999Z')).toBe('recourse-open');
    expect(close('2026-07-11T04:00:00.000Z')).toEqual(['TrackClosed', 'ComplaintCleared']);
  });

  it('R10: an appeal accepted after closing opens the track and denies the respondent again', () => {
    const story = decidedStory();
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    story.perform('CloseComplaintTrack', { complaint, track: 'agency' }, { now: '2026-07-12T04:00:00.000Z' });
    story.perform('AppealDecision', { ...appealBody, acceptedBecause: 'sealed' }, { now: '2026-08-01T15:00:00.000Z' });
    expect(story.state().lodging.tracks.get('agency')).toBe('open');
    expect(story.register.open.has(complaint)).toBe(true);
    expect(
      story.perform('CloseComplaintTrack', { complaint, track: 'agency' }, { now: '2026-08-02T15:00:00.000Z' }),
    ).toBe('appeal-pending');
  });

  it('R10: what the agency decided is heard again by an appeal, not by lodging it again', () => {
    const story = decidedStory();
    deliver(story, client, '2026-06-10T15:00:00.000Z');
    story.perform('CloseComplaintTrack', { complaint, track: 'agency' }, { now: '2026-07-12T04:00:00.000Z' });
    expect(story.perform('OpenComplaintTrack', { complaint, track: 'agency' }, { as: 'complainant' })).toBe(
      'track-was-decided',
    );
  });
});
