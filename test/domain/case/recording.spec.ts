import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  allowRecording,
  destroyRecording,
  disallowRecording,
  playRecording,
  recordingFacts,
  recordSession,
  reportRecording,
  reportRecordingDestroyed,
} from '../../../src/domain/case/recording.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [theCase, ana, ben, session, recording] = ['case', 'ana', 'ben', 'session', 'recording'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const opened = rosterFacts.CaseOpened({
  case: theCase,
  kind: 'couple',
  participants: [ana, ben],
  therapist: idOf('t'),
});
const allowed = (participant: string, medium: 'audio' | 'video' = 'audio') =>
  recordingFacts.RecordingAllowed({ case: theCase, participant, medium, how: 'written' });
const disallowed = (participant: string) =>
  recordingFacts.RecordingDisallowed({ case: theCase, participant, medium: 'audio', how: 'verbal' });
const recorded = recordingFacts.SessionRecorded({
  case: theCase,
  recording,
  session,
  medium: 'audio',
  participants: [ana, ben],
  sha256: 'b'.repeat(64),
  destroyBy: '2026-06-01T04:00:00.000Z',
  reference: 'shelf 4',
});
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const now = circumstances({ now: '2026-03-10T15:00:00.000Z' });
const toRecord = {
  case: theCase,
  recording,
  session,
  medium: 'audio',
  sha256: 'b'.repeat(64),
  reference: 'shelf 4',
} as const;
const toPlay = { case: theCase, recording, purpose: 'clinical-supervision' } as const;
const choice = { case: theCase, participant: ana, medium: 'audio', how: 'verbal' } as const;

describe('Recording', () => {
  it('R8: a session is recorded only with everyone’s live consent in the room (rule 54)', () => {
    expect(outcome(recordSession(stateAfter(allowed(ana), allowed(ben)), toRecord, now, 90))).toEqual([
      'SessionRecorded',
    ]);
    const refused = recordSession(stateAfter(allowed(ana)), toRecord, now, 90);
    expect(outcome(refused)).toBe('recording-not-allowed');
    expect(refused.facts?.map((f) => [f.type, f.data['because']])).toEqual([['RecordingUseRefused', 'no-consent']]);
  });

  it('R8: audio and video are allowed separately', () => {
    const state = stateAfter(allowed(ana, 'video'), allowed(ben, 'video'));
    expect(outcome(recordSession(state, toRecord, now, 90))).toBe('recording-not-allowed');
    expect(outcome(recordSession(state, { ...toRecord, medium: 'video' }, now, 90))).toEqual(['SessionRecorded']);
  });

  it('R8: a recording is played for clinical supervision and refused, on record, for anything else though consent is live (rule 10)', () => {
    const state = stateAfter(allowed(ana), allowed(ben), recorded);
    expect(outcome(playRecording(state, toPlay))).toEqual(['RecordingPlayed']);
    for (const purpose of ['training', 'quality', 'transcription', 'research', 'other'] as const) {
      const refused = playRecording(state, { ...toPlay, purpose });
      expect(outcome(refused)).toBe('recording-for-supervision-only');
      expect(refused.facts?.map((f) => f.data['because'])).toEqual(['other-purpose']);
    }
  });

  it('R8: one withdrawal stops playback of the whole and makes destruction due (rules 9 and 54)', () => {
    const before = stateAfter(allowed(ana), allowed(ben), recorded);
    const decision = disallowRecording(before, choice, now, 7);
    expect(outcome(decision)).toEqual(['RecordingDisallowed', 'RecordingDestructionDue']);
    expect(decision.facts?.[1]?.data).toMatchObject({ recording, by: '2026-03-17T15:00:00.000Z' });
    expect(outcome(playRecording(stateAfter(allowed(ana), allowed(ben), recorded, disallowed(ana)), toPlay))).toBe(
      'recording-not-allowed',
    );
  });

  it('R8: to disallow once more changes nothing, to allow again is a new consent', () => {
    const state = stateAfter(allowed(ana), disallowed(ana));
    expect(outcome(disallowRecording(state, choice, now, 7))).toEqual([]);
    expect(outcome(allowRecording(state, choice))).toEqual(['RecordingAllowed']);
    expect(outcome(allowRecording(stateAfter(allowed(ana)), choice))).toEqual([]);
  });

  it('R8: a recording made without consent can be reported, names who had not consented, and is never played (rule 36)', () => {
    const decision = reportRecording(stateAfter(allowed(ana)), { ...toRecord }, now, 7);
    expect(outcome(decision)).toEqual(['RecordingReported']);
    const [reported] = decision.facts as readonly [NewFact];
    expect(reported.data).toMatchObject({ withoutConsentOf: [ben] });
    const later = stateAfter(allowed(ana), reported, allowed(ben));
    expect(playRecording(later, toPlay).facts?.map((f) => f.data['because'])).toEqual(['made-without-consent']);
  });

  it('R8: a hold makes destruction wait; once destroyed nothing is played and nothing is destroyed twice', () => {
    const state = stateAfter(allowed(ana), allowed(ben), recorded);
    const destroy = { case: theCase, recording, method: 'shredded' };
    expect(outcome(destroyRecording(state, destroy, true))).toBe('recording-held');
    expect(outcome(destroyRecording(state, destroy, false))).toEqual(['RecordingDestroyed']);
    const gone = stateAfter(allowed(ana), allowed(ben), recorded, recordingFacts.RecordingDestroyed(destroy));
    expect(outcome(playRecording(gone, toPlay))).toBe('recording-destroyed');
    expect(outcome(destroyRecording(gone, destroy, false))).toEqual([]);
    expect(outcome(playRecording(state, { ...toPlay, recording: idOf('another') }))).toBe('recording-not-found');
  });

  it('R8: that a recording was destroyed is recorded whatever held it, and names everybody in it when something did (rule 36)', () => {
    const state = stateAfter(allowed(ana), allowed(ben), recorded);
    const destroyed = { case: theCase, recording, method: 'device wiped' };
    expect(outcome(reportRecordingDestroyed(state, destroyed, false))).toEqual(['RecordingDestroyed']);
    const held = reportRecordingDestroyed(state, { ...destroyed, reason: 'By mistake.' }, true);
    expect(outcome(held)).toEqual(['RecordingDestroyed', 'RecordingDestroyedWhileHeld']);
    expect(held.facts?.map(({ data }) => data)).toEqual([
      destroyed,
      { case: theCase, recording, participants: [ana, ben], reason: 'By mistake.' },
    ]);
    const gone = stateAfter(allowed(ana), allowed(ben), recorded, ...(held.facts ?? []));
    expect(outcome(playRecording(gone, toPlay))).toBe('recording-destroyed');
    expect(outcome(reportRecordingDestroyed(gone, destroyed, true))).toEqual([]);
    const another = { ...destroyed, recording: idOf('another') };
    expect(outcome(reportRecordingDestroyed(state, another, true))).toBe('recording-not-found');
  });
});
