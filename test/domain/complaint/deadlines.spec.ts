import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEGAL_PARAMETERS } from '../../../src/domain/agency/legal-parameters.js';
import { dueAfter, LIMIT_KINDS, LIMITS } from '../../../src/domain/complaint/limits.js';
import { WEEKDAYS } from '../../../src/domain/language/business-time.js';
import { circumstances } from '../../support/given.js';
import { complaint, lodgedStory, therapist } from './story.js';

const { world } = circumstances();
const missed = (limit: string, now: string, person?: string) =>
  ['ReportComplaintDeadlineMissed', { complaint, limit, ...(person && { person }) }, { as: 'system', now }] as const;

describe('R10: limits of a complaint', () => {
  it('R10: five days from Monday 1 June 2026 would end on Saturday: the agency’s limit ends with Monday 8 June', () => {
    expect(lodgedStory().latest('ComplaintLodged').open['acknowledgeBy']).toBe('2026-06-09T03:59:59.999Z');
  });

  it('R10: a published calendar carries a limit past the days it closes', () => {
    const calendars = {
      business: [
        {
          version: '2026-1',
          effectiveFrom: '2026-01-01',
          weekend: ['saturday', 'sunday'] as const,
          closures: [{ date: '2026-06-08', reason: 'Moving' }],
        },
      ],
      statutory: [],
    };
    expect(dueAfter('acknowledge', '2026-06-01T14:00:00.000Z', { ...world, calendars })).toBe(
      '2026-06-10T03:59:59.999Z',
    );
  });

  it('R10: each limit is a published number of days', () => {
    for (const { days } of Object.values(LIMITS)) expect(LEGAL_PARAMETERS[days].unit).toBe('days');
  });

  it('R10: a limit can be computed from any day under any calendar, and never ends before its number of days', () => {
    const weekend = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 7 });
    const from = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('2900-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...LIMIT_KINDS), from, weekend, (kind, date, days) => {
        const at = date.toISOString();
        const published = [{ version: 'x', effectiveFrom: '1900-01-01', weekend: days, closures: [] }];
        const due = dueAfter(kind, at, { ...world, calendars: { business: published, statutory: published } });
        expect(due > at || at < '1900').toBe(true);
      }),
    );
  });
});

describe('R10: the clock', () => {
  it('R10: an acknowledgement not known by its deadline is a breach that happened at the deadline', () => {
    const story = lodgedStory();
    expect(story.perform(...missed('acknowledge', '2026-06-09T03:59:59.999Z'))).toBe('deadline-not-due');
    story.perform(...missed('acknowledge', '2026-06-09T04:00:00.000Z'));
    expect(story.latest('ComplaintDeadlinePassed')).toMatchObject({
      happenedAt: '2026-06-09T03:59:59.999Z',
      restsOn: [story.latest('ComplaintLodged').id],
      open: { kind: 'acknowledge', duty: 'agency', asReported: false },
    });
    expect(story.perform(...missed('acknowledge', '2026-06-10T04:00:00.000Z'))).toEqual([]);
  });

  it('R10: an acknowledgement given in time but entered late undoes what the clock said (rule 38)', () => {
    const story = lodgedStory();
    story.perform(...missed('acknowledge', '2026-06-10T04:00:00.000Z'));
    const passed = story.latest('ComplaintDeadlinePassed').id;
    const entered = { now: '2026-06-11T15:00:00.000Z', happenedAt: '2026-06-08T15:00:00.000Z', evidence: 'letter 1' };
    story.perform('AcknowledgeComplaint', { complaint }, entered);
    expect(story.latest('ComplaintAcknowledged').supersedes).toEqual([passed]);
    expect(story.state().deadlines.byKey.get('acknowledge')).toMatchObject({ status: 'met', passedBy: undefined });
  });

  it('R10: a late acknowledgement ends the waiting but not the breach', () => {
    const story = lodgedStory();
    story.perform(...missed('acknowledge', '2026-06-10T04:00:00.000Z'));
    story.perform('AcknowledgeComplaint', { complaint }, { now: '2026-06-11T15:00:00.000Z' });
    expect(story.latest('ComplaintAcknowledged').supersedes).toBeUndefined();
    expect(story.state().deadlines.byKey.get('acknowledge')?.passedBy).toBe(story.latest('ComplaintDeadlinePassed').id);
  });

  it('R10: each respondent has their own time to answer, and an answer of that day is in time', () => {
    const story = lodgedStory();
    const served = [story.latest('ComplaintLodged').id];
    story.perform('NotifyRespondent', { complaint, respondent: therapist, served });
    story.perform(...missed('respond', '2026-07-01T15:00:00.000Z', therapist));
    const passed = story.latest('ComplaintDeadlinePassed');
    expect(passed.open).toMatchObject({ person: therapist, duty: 'respondent' });
    // Told only as "on the fifteenth": doubt favours whoever had to be in time.
    const entered = {
      now: '2026-07-01T15:00:00.000Z',
      happenedAt: '2026-06-16T03:59:00.000Z',
      precision: 'day',
    } as const;
    story.perform('RespondToComplaint', { complaint, respondent: therapist, answer: 'sealed' }, entered);
    expect(story.latest('RespondentAnswered').supersedes).toEqual([passed.id]);
  });

  it('R10: withdrawing stops the agency’s clocks', () => {
    const story = lodgedStory();
    story.perform('WithdrawComplaint', { complaint, track: 'agency', because: 'withdrawn' }, { as: 'complainant' });
    expect(story.latest('ComplaintWithdrawn').open['ends']).toEqual([{ kind: 'acknowledge' }, { kind: 'decide' }]);
    expect(story.perform(...missed('decide', '2026-12-01T04:00:00.000Z'))).toEqual([]);
  });
});
