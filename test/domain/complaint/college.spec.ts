import { describe, expect, it } from '@jest/globals';
import { idOf } from '../../support/given.js';
import { client, complaint, lodgedStory, therapist } from './story.js';

const aCase = idOf('case');
const collegeStream = `college-${complaint}`;
const later = { now: '2026-07-20T15:00:00.000Z' };

/** The College's decision of 1 June 2026, received by the client on the day told. */
function collegeDecided(outcome: string, receivedOn = '2026-06-05') {
  const story = lodgedStory(['CRPO']);
  story.perform(
    'ReportCollegeDecision',
    { complaint, outcome, decidedOn: '2026-06-01' },
    { ...later, as: 'complainant' },
  );
  story.perform('ReportCollegeDecisionReceived', { complaint, receivedOn }, { ...later, as: 'complainant' });
  return story;
}
const reviewUntil = (story: ReturnType<typeof collegeDecided>) =>
  story.latest('CollegeDecisionReceived').open['reviewUntil'];

describe('R10: HPARB review', () => {
  it('R10: a decision received on 5 June 2026 may be taken to HPARB until Monday 6 July 2026 (rules 17 and 77)', () => {
    expect(reviewUntil(collegeDecided('advice'))).toBe('2026-07-07T03:59:59.999Z');
  });

  it('R10: a review asked for on the last day is in time, the day after is not, an unknown day stays unknown', () => {
    const standing = (requestedOn?: string) => {
      const story = collegeDecided('caution');
      story.perform(
        'ReportReviewRequested',
        { complaint, ...(requestedOn && { requestedOn }) },
        { ...later, as: 'complainant' },
      );
      return story.latest('ReviewRequested').open['standing'];
    };
    expect(standing('2026-07-06')).toBe('in-time');
    expect(standing('2026-07-07')).toBe('out-of-time');
    expect(standing()).toBe('unknown');
  });

  it('R10: a referral to discipline or incapacity cannot be taken to HPARB', () => {
    for (const outcome of ['referred-to-discipline', 'referred-to-incapacity']) {
      const story = collegeDecided(outcome);
      expect(reviewUntil(story)).toBeUndefined();
      story.perform('ReportReviewRequested', { complaint, requestedOn: '2026-06-20' }, { ...later, as: 'complainant' });
      expect(story.latest('ReviewRequested').open['standing']).toBe('not-available');
    }
  });

  it('R10: the Board may give more days, counted from the same receipt', () => {
    const story = collegeDecided('advice');
    story.perform('ReportReviewTimeExtended', { complaint, days: 60 }, { ...later, as: 'complainant' });
    // Ninety days from 5 June 2026 end on Thursday 3 September 2026.
    expect(story.latest('ReviewTimeExtended').open['reviewUntil']).toBe('2026-09-04T03:59:59.999Z');
  });

  it('R10: days that the Board gave before it is known when the decision was received count from when that is told (rule 36)', () => {
    const story = lodgedStory(['CRPO']);
    story.perform('ReportReviewTimeExtended', { complaint, days: 60 }, { ...later, as: 'complainant' });
    expect(story.latest('ReviewTimeExtended').open).not.toHaveProperty('reviewUntil');
    story.perform('ReportCollegeDecision', { complaint, outcome: 'advice' }, { ...later, as: 'complainant' });
    story.perform(
      'ReportCollegeDecisionReceived',
      { complaint, receivedOn: '2026-06-05' },
      { ...later, as: 'complainant' },
    );
    expect(reviewUntil(story)).toBe('2026-09-04T03:59:59.999Z');
    const stranger = { complaint, days: 60, party: idOf('stranger') };
    expect(story.perform('ReportReviewTimeExtended', stranger, later)).toBe('not-a-party');
  });

  it('R10: a day of receipt told later replaces the one told before', () => {
    const story = collegeDecided('advice');
    story.perform(
      'ReportCollegeDecisionReceived',
      { complaint, receivedOn: '2026-06-08' },
      { ...later, as: 'complainant' },
    );
    expect(reviewUntil(story)).toBe('2026-07-09T03:59:59.999Z');
    expect(story.state().deadlines.byKey.get(`review ${client}`)?.from).toBe('2026-06-08');
  });
});

describe('R10: the College’s track is hearsay (rule 63)', () => {
  it('R10: what nobody told stays unknown and starts no clock', () => {
    const story = lodgedStory(['CRPO']);
    story.perform('ReportCollegeComplaint', { complaint }, { as: 'complainant' });
    expect(story.latest('CollegeComplaintFiled').open).toEqual({ complaint, source: 'complainant' });
    expect(story.state().deadlines.byKey.size).toBe(0);
  });

  it('R10: known days start the College’s clocks from its own dates', () => {
    const story = lodgedStory(['CRPO']);
    story.perform('ReportCollegeComplaint', { complaint, filedOn: '2026-06-02' }, later);
    expect(story.latest('CollegeComplaintFiled').open).toMatchObject({
      source: 'other',
      noticeBy: '2026-06-17T03:59:59.999Z',
      disposalBy: '2026-10-31T03:59:59.999Z',
    });
  });

  it('R10: the College is overdue only as reported, and late knowledge undoes it (rule 38)', () => {
    const story = lodgedStory(['CRPO']);
    story.perform('ReportCollegeComplaint', { complaint, filedOn: '2026-06-02' }, later);
    story.perform('ReportComplaintDeadlineMissed', { complaint, limit: 'college-notice' }, { ...later, as: 'system' });
    expect(story.latest('ComplaintDeadlinePassed').open).toMatchObject({ duty: 'College', asReported: true });
    const passed = story.latest('ComplaintDeadlinePassed').id;
    story.perform('ReportCollegeNotice', { complaint, receivedOn: '2026-06-12' }, { ...later, as: 'respondent' });
    expect(story.latest('CollegeNoticeReported')).toMatchObject({
      supersedes: [passed],
      open: { respondent: therapist, source: 'respondent', respondBy: '2026-07-14T03:59:59.999Z' },
    });
  });

  it('R10: nothing is reported of a day that has not come', () => {
    const story = lodgedStory(['CRPO']);
    expect(story.perform('ReportCollegeComplaint', { complaint, filedOn: '2026-06-02' })).toBe('day-in-the-future');
  });

  it('R10: the College’s track closes when the time for review is over, or on evidence that it ended', () => {
    const close = (story: ReturnType<typeof collegeDecided>, said: object) =>
      story.perform('CloseComplaintTrack', { complaint, track: 'CRPO' }, said);
    expect(close(lodgedStory(['CRPO']), later)).toBe('college-end-needs-evidence');
    expect(close(lodgedStory(['CRPO']), { ...later, evidence: 'letter 7' })).toEqual([
      'TrackClosed',
      'ComplaintCleared',
    ]);
    expect(close(collegeDecided('advice'), { now: '2026-07-07T03:59:59.999Z' })).toBe('recourse-open');
    expect(close(collegeDecided('advice'), later)).toEqual(['TrackClosed', 'ComplaintCleared']);
    expect(close(collegeDecided('referred-to-discipline'), later)).toBe('college-end-needs-evidence');
    const reviewed = collegeDecided('advice');
    reviewed.perform(
      'ReportReviewRequested',
      { complaint, requestedOn: '2026-07-01' },
      { ...later, as: 'complainant' },
    );
    expect(close(reviewed, later)).toBe('appeal-pending');
    reviewed.perform('ReportReviewDecided', { complaint, outcome: 'confirmed' }, later);
    expect(close(reviewed, later)).toEqual(['TrackClosed', 'ComplaintCleared']);
  });
});

describe('R7: what is given because of a complaint', () => {
  const demand = {
    complaint,
    authority: 'RHPA-76',
    appointmentLetter: 'a'.repeat(64),
    cases: [aCase],
    scope: ['clinical-notes', 'attendance'],
  };
  const asked = { complaint, to: 'College', case: aCase, clients: [client], content: ['clinical-notes'], entries: [] };
  const demanded = () => {
    const story = lodgedStory(['CRPO']);
    story.perform('ReceiveCollegeDemand', demand);
    return { story, id: story.facts(collegeStream)[0]?.open['demand'] };
  };

  it('R7: what the College’s investigator demands is given without any client’s consent (rule 13)', () => {
    const { story, id } = demanded();
    expect(story.perform('DiscloseForProceeding', { ...asked, demand: id })).toEqual(['CollegeDisclosureMade']);
    expect(story.facts(collegeStream).at(-1)).toMatchObject({ open: { authority: 'RHPA-76', demand: id } });
    expect(story.perform('DiscloseForProceeding', asked)).toEqual(['CollegeDisclosureMade']);
    expect(story.facts(collegeStream).at(-1)?.open['authority']).toBe('PHIPA-43-1-b');
  });

  it('R7: a demand that was not received, or does not reach so far, opens nothing, and the refusal is recorded', () => {
    const { story, id } = demanded();
    expect(story.perform('DiscloseForProceeding', { ...asked, demand: idOf('x') })).toBe('demand-not-found');
    expect(story.perform('DiscloseForProceeding', { ...asked, demand: id, content: ['letters'] })).toBe(
      'beyond-demand',
    );
    expect(story.perform('DiscloseForProceeding', { ...asked, demand: id, case: idOf('x') })).toBe('beyond-demand');
    expect(story.types(collegeStream)).toEqual([
      'CollegeDemandReceived',
      'ComplaintDisclosureRefused',
      'ComplaintDisclosureRefused',
    ]);
  });

  it('R7: a lawyer’s letter without an order is refused and recorded (rule 14)', () => {
    const story = lodgedStory();
    expect(story.perform('DiscloseForProceeding', { ...asked, to: 'lawyer' })).toBe('letter-is-no-order');
    expect(story.facts(collegeStream)[0]?.open).toMatchObject({ because: 'no-order', escalated: true });
  });

  it('R7: a summons opens what it orders, but never the College’s own papers (RHPA s. 36 (3))', () => {
    const story = lodgedStory();
    const summons = { ...asked, to: 'court-or-tribunal', order: 'b'.repeat(64) };
    expect(story.perform('DiscloseForProceeding', summons)).toEqual(['CollegeDisclosureMade']);
    expect(story.perform('DiscloseForProceeding', { ...summons, content: ['college-papers'] })).toBe(
      'college-papers-withheld',
    );
  });

  it('R7: the respondent’s counsel gets what the College’s proceeding needs, though the complaint denies the respondent (rule 12)', () => {
    const counsel = { ...asked, to: 'counsel-of-respondent' };
    expect(lodgedStory(['CRPO']).perform('DiscloseForProceeding', counsel)).toEqual(['CollegeDisclosureMade']);
    expect(lodgedStory(['agency']).perform('DiscloseForProceeding', counsel)).toBe('letter-is-no-order');
  });

  it('R10: papers of the College are kept apart from the complaint', () => {
    const story = lodgedStory(['CRPO']);
    expect(story.perform('KeepCollegePaper', { complaint, kind: 'notice', digest: 'a'.repeat(64) })).toEqual([
      'CollegePaperKept',
    ]);
    expect(story.types()).toEqual(['ComplaintLodged']);
  });
});
