import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import { noticeFacts, recordNotice, sendNotice } from '../../../src/domain/case/notices.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { given, idOf, outcome } from '../../support/given.js';

const [theCase, ana, notice] = ['case', 'ana', 'notice'].map(idOf) as [string, string, string];
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'individual', participants: [ana], therapist: idOf('t') });
const due = noticeFacts.NoticeDue({
  case: theCase,
  participant: ana,
  notice,
  about: 'therapist-changed',
  because: idOf('fact'),
});
const told = { case: theCase, notice, how: 'voicemail' } as const;
const sent = noticeFacts.NoticeSent({ ...told, participant: ana });
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);

describe('Notices and permission', () => {
  it('R7: asking to send in a way that is not permitted is refused before it is done (rule 48)', () => {
    expect(outcome(sendNotice(stateAfter(due), told, false))).toBe('contact-not-permitted');
    expect(outcome(sendNotice(stateAfter(due), told, true))).toEqual(['NoticeSent']);
    expect(outcome(sendNotice(stateAfter(due, sent), told, true))).toEqual([]);
    expect(outcome(sendNotice(stateAfter(), told, true))).toBe('notice-not-found');
  });

  it('R7: that it happened against permission is recorded, once, and never refused (rule 36)', () => {
    const record = (outcomeOf: 'sent' | 'delivered' | 'returned', permitted: boolean, ...facts: readonly NewFact[]) =>
      outcome(recordNotice(stateAfter(due, ...facts), { ...told, outcome: outcomeOf }, permitted));
    expect(record('sent', false)).toEqual(['NoticeSent', 'ContactedAgainstPermission']);
    expect(record('delivered', false)).toEqual(['NoticeDelivered', 'ContactedAgainstPermission']);
    expect(record('delivered', false, sent)).toEqual(['NoticeDelivered']);
    expect(record('returned', false, sent)).toEqual(['NoticeReturned']);
    expect(record('sent', true)).toEqual(['NoticeSent']);
  });
});
