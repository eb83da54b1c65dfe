import { emergencyFacts } from '../domain/case/emergency-facts.js';
import { type PresentedRow, put, set, view } from './view.js';

const asParticipants = (participants: readonly string[]) =>
  participants.map((person) => ({ person, as: 'participant' }));

/** Who opened a case that was not theirs, on which ground, and what a second person found of it. */
export const emergencyAccesses = view({
  name: 'emergency-accesses',
  title: 'Emergency access',
  says: 'Every opening of a case because of an emergency: who, when, on which ground, until when, who was told, by when it is reviewed and what was found. A client is shown all but the words.',
  column: 'clinical',
  scopes: ['case', 'client', 'agency'],
  staff: ['by', 'reviewedBy'],
  persons: ['subjects'],
  columns: {
    emergency: { kind: 'text', says: 'Which emergency access.', indexed: true },
    subjects: { kind: 'json', says: 'Whose case it is.' },
    by: { kind: 'text', says: 'Who opened it.', indexed: true },
    ground: { kind: 'text', says: 'On which ground.' },
    at: { kind: 'text', says: 'When.' },
    until: { kind: 'text', says: 'Until when at the most.' },
    access: { kind: 'text', says: 'live or over.' },
    closedAt: { kind: 'text', says: 'When it was closed before its time.' },
    announced: { kind: 'text', says: 'to announce, or announced when a privacy officer was sent a message.' },
    review: { kind: 'text', says: 'due, overdue, justified or not-justified.', indexed: true },
    reviewBy: { kind: 'text', says: 'By when a second person reviews it.' },
    reviewedAt: { kind: 'text', says: 'When one did.' },
    reviewedBy: { kind: 'text', says: 'Who.' },
    reason: { kind: 'box', says: 'Why, in their words.' },
    findings: { kind: 'box', says: 'What the second person found.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['-at'],
  present: (rows, { now }) =>
    rows.map(
      (row): PresentedRow => ({
        ...row,
        access: !row['closedAt'] && now < String(row['until']) ? 'live' : 'over',
        review: row['review'] === 'due' && String(row['reviewBy']) < now ? 'overdue' : row['review'],
      }),
    ),
  follows: emergencyFacts,
  on: {
    EmergencyAccessOpened: ({ id, open, sealed, happenedAt }) => [
      put(open.emergency, {
        emergency: open.emergency,
        subjects: asParticipants(open.participants),
        by: open.by,
        ground: open.ground,
        at: happenedAt,
        until: open.until,
        announced: 'to announce',
        review: 'due',
        reviewBy: open.reviewBy,
        reason: sealed['emergency'] ?? null,
        fact: id,
      }),
    ],
    EmergencyAccessAnnounced: ({ open }) => [set(open.emergency, { announced: 'announced' })],
    EmergencyAccessClosed: ({ open, happenedAt }) => [set(open.emergency, { closedAt: happenedAt })],
    EmergencyAccessReviewed: ({ id, open, sealed, happenedAt }) => [
      set(open.emergency, {
        review: open.outcome,
        reviewedAt: happenedAt,
        reviewedBy: open.by,
        findings: sealed['emergency'] ?? null,
        fact: id,
      }),
    ],
    EmergencyReviewOverdue: ({ id, open }) => [set(open.emergency, { review: 'overdue', fact: id })],
  },
});
