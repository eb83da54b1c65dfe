import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../src/application/actions/all.js';
import { labelOf } from '../../src/infrastructure/http/metrics.js';

describe('R10: what the counters tell', () => {
  it('R10: no counter rises by a name that tells of a complaint, of the College or of a strike', () => {
    const labels = [...ACTIONS.keys()].map(labelOf);
    expect(labels.filter((label) => /Complaint|College|Respondent|Appeal|Finding|InError/.test(label))).toEqual([]);
    expect([labelOf('LodgeComplaint'), labelOf('EnterCaseFactsInError')]).toEqual(['confidential', 'confidential']);
  });

  it('R7: nor by one that tells of an investigation, an emergency, a mandate, a link or a destruction', () => {
    const labels = [...ACTIONS.keys()].map(labelOf);
    expect(
      labels.filter((label) => /Emergency|Mandate|Link|Match|Destr|Certif|Audit|Unauthorised/.test(label)),
    ).toEqual([
      // That somebody signs in, and what is done with a recording, says nothing of a record.
      'LinkSignIn',
      'DestroyRecording',
      'ReportRecordingDestroyed',
    ]);
  });

  it('other actions are counted by name', () => {
    expect(labelOf('BookSession')).toBe('BookSession');
  });
});
