import { lodgingFacts } from '../domain/complaint/lodging.js';
import { instructionFacts } from '../domain/person/instructions.js';
import { put, set, view } from './view.js';

const { ComplaintLodged } = lodgingFacts;

/** Every instruction about who may not see what, in force and lifted, and complaints that bar as one (rule 12). */
export const privacyInstructionsView = view({
  name: 'privacy-instructions',
  title: 'Privacy instructions',
  says: 'What each person keeps from whom, since when and until when; looks to be reviewed where it was entered late; complaints whose respondents are not to be involved.',
  // A complaint's row is the complaint's: what its stream is to the reader decides.
  column: 'by-stream',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Whose instruction.', indexed: true },
    instruction: { kind: 'text', says: 'Id of the instruction.' },
    state: {
      kind: 'text',
      says: 'in-force, lifted, while-not-cleared for a complaint, or refused where nothing was to be recorded.',
      indexed: true,
    },
    covers: { kind: 'text', says: 'entry, case or file.' },
    case: { kind: 'text', says: 'Which case.' },
    entries: { kind: 'json', says: 'Which entries.' },
    against: { kind: 'text', says: 'person, role, everyone or respondents of a complaint.' },
    whom: { kind: 'text', says: 'From which person it is kept.' },
    role: { kind: 'text', says: 'From which role it is kept.' },
    from: { kind: 'text', says: 'When it reached the agency: it holds from then on.' },
    recordedAt: { kind: 'text', says: 'When it was entered.' },
    until: { kind: 'text', says: 'When it was lifted.' },
    review: { kind: 'text', says: 'due where it was entered late, then no-looks, explained or unauthorised.' },
    reviewFrom: { kind: 'text', says: 'From when looks are to be reviewed.' },
    reviewUntil: { kind: 'text', says: 'Until when looks are to be reviewed.' },
    disclosures: { kind: 'json', says: 'Disclosures made in between.' },
    words: { kind: 'box', says: 'What the person said.' },
    found: { kind: 'box', says: 'What the review found.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['from'],
  follows: { ...instructionFacts, ComplaintLodged },
  on: {
    InstructionGiven: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(open.instruction, {
        person: open.person,
        instruction: open.instruction,
        state: 'in-force',
        covers: open.covers,
        case: open.case ?? null,
        entries: open.entries ?? [],
        against: open.against,
        whom: open.whom ?? null,
        role: open.role ?? null,
        from: happenedAt,
        recordedAt,
        words: sealed['instruction'] ?? null,
        fact: id,
      }),
    ],
    InstructionLifted: ({ open, happenedAt }) => [set(open.instruction, { state: 'lifted', until: happenedAt })],
    ComplaintLodged: ({ id, open, happenedAt, recordedAt }) =>
      open.notInvolved
        ? open.clients.map((person) =>
            put(`complaint ${person}`, {
              person,
              state: 'while-not-cleared',
              covers: open.cases.length > 0 ? 'case' : 'file',
              entries: [],
              against: 'respondents',
              from: happenedAt,
              recordedAt,
              fact: id,
            }),
          )
        : [],
    LooksQuestioned: ({ open }) => [
      set(open.instruction, {
        review: 'due',
        reviewFrom: open.from,
        reviewUntil: open.until,
        disclosures: open.disclosures,
      }),
    ],
    LooksReviewed: ({ open, sealed }) => [
      set(open.instruction, { review: open.outcome, found: sealed['instruction'] ?? null }),
    ],
    NotRecordingRefused: ({ id, open, sealed, happenedAt, recordedAt }) => [
      put(`refused ${id}`, {
        person: open.person,
        state: 'refused',
        from: happenedAt,
        recordedAt,
        words: sealed['instruction'] ?? null,
        fact: id,
      }),
    ],
  },
});
