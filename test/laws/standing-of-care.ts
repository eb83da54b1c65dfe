import type { Clause } from '../../src/domain/charter.js';
import { type History, type Judged, judged, type Said, same, shows, type Told } from './standing-history.js';

const COUNSELLING = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'];
const CONSENT_ASKED = ['CounsellingConsentGiven', 'CounsellingConsentRefused'];
const TECHNIQUE = ['nature', 'benefits', 'risks', 'side-effects', 'alternatives', 'not-proceeding'];
const whole = (said: Said, parts: readonly string[]): boolean =>
  parts.every((part) => said.covered.includes(part)) && said.questionsAnswered;

type Owed = { readonly clause: Clause; readonly since: Told; readonly until: number; readonly participant: string };

/** Everything that is due to somebody from joining on, and again from each change of the therapist where it is of the therapist. */
function dueToEach(h: History, clause: Clause, withTherapist: boolean): readonly Owed[] {
  const begins = h.all.flatMap((each) => {
    if (each.type === 'CaseOpened') return (each.said.participants ?? []).map((one) => [each, one] as const);
    if (each.type === 'ParticipantJoined') return [[each, each.said.participant] as const];
    if (each.type === 'TherapistAssigned' && withTherapist) return each.participants.map((one) => [each, one] as const);
    return [];
  });
  return begins.map(([since, participant]) => ({
    clause,
    since,
    participant,
    until:
      begins.find(([later, one]) => one === participant && later.at > since.at)?.[0].at ?? Number.POSITIVE_INFINITY,
  }));
}

/** On the roster of an open case at the end of the history. */
function isThere(h: History, participant: string): boolean {
  let there = false;
  let open = false;
  for (const { type, said } of h.all) {
    const named = said.participants?.includes(participant) ?? said.participant === participant;
    if (type === 'CaseOpened' || type === 'CaseReopened') open = true;
    if (['CaseOpened', 'CaseReopened', 'ParticipantJoined'].includes(type) && named) there = true;
    if (type === 'ParticipantRemoved' && named) there = false;
    if (type === 'CaseClosed') open = false;
  }
  return there && open;
}

/** What is due is met by what follows, or waits; where it can no longer be met, a session without it is a breach, and none is no matter. */
function met(
  h: History,
  { clause, since, until, participant }: Owed,
  by: readonly Told[],
  breachByItself: boolean,
): readonly Judged[] {
  const shown = by.find(({ at }) => at > since.at && at < until);
  if (shown) return [judged(clause, 'kept', shown.type, participant)];
  // With another therapist, or on coming back, it is due anew.
  if (until !== Number.POSITIVE_INFINITY) return [];
  if (isThere(h, participant)) return [judged(clause, 'open', since.type, participant)];
  const sat = h.between(since.at, until, ['SeatAttended'], (said) => said.participant === participant);
  return sat.length > 0 && breachByItself ? [judged(clause, 'breached', since.type, participant)] : [];
}

/** R3, R4, R5, T2, T3, T4: what is told, shown, explained and referred. */
export function byIntroducing(h: History): readonly Judged[] {
  const told = (types: readonly string[], participant: string, fits: (said: Said) => boolean = () => true) =>
    h.of(...types).filter(({ said }) => said.participant === participant && fits(said));
  // What was told without a published text shows later nothing of what was told.
  const published = (said: Said) => said['version'] !== undefined;
  const informedStart = (participant: string) =>
    h.of('SessionStarted').filter(({ said }) => said.present.includes(participant));
  const explained = (participant: string) =>
    told(['CounsellingExplained'], participant, (said) => whole(said, COUNSELLING));
  return [
    ...dueToEach(h, 'R3', false).flatMap((owed) => met(h, owed, informedStart(owed.participant), false)),
    ...dueToEach(h, 'T2', true).flatMap((owed) => met(h, owed, explained(owed.participant), false)),
    ...dueToEach(h, 'R4', true).flatMap((owed) => [
      ...met(h, owed, told(['QualificationsShown'], owed.participant), true),
      ...met(h, owed, told(['ApproachExplained'], owed.participant, published), true),
    ]),
    ...dueToEach(h, 'T3', true).flatMap((owed) => [
      ...met(h, owed, told(['ApproachExplained'], owed.participant, published), true),
      ...met(h, owed, told(['AvailabilityExplained'], owed.participant, published), true),
    ]),
    ...shows(h, 'R3', 'kept', ['PolicyGiven', 'PolicyAcknowledged', 'FeeTold', 'NoticeDelivered']),
    ...h
      .of('NoticeDue')
      .filter(
        (due) =>
          h.after(due, ['NoticeSent', 'NoticeDelivered', 'NoticeReturned'], same(due.said, 'notice')).at(-1)?.type !==
          'NoticeDelivered',
      )
      .map((due) => judged('R3', 'open', due.type, due.said.participant)),
    ...h
      .of('UrgentCareOverridden')
      .filter(({ said }) => isThere(h, said.participant))
      .filter((each) => h.after(each, CONSENT_ASKED, same(each.said, 'participant')).length === 0)
      .flatMap(({ type, said }) =>
        (['R3', 'T2'] as const).map((clause) => judged(clause, 'open', type, said.participant)),
      ),
    ...byQuestions(h),
    ...byTechniques(h),
    ...byReferring(h),
  ];
}

/** R5: a question waits until it is answered; what was once late stays late. */
function byQuestions(h: History): readonly Judged[] {
  const asked = h.of('QuestionAsked').map((question) => {
    const of = same(question.said, 'question');
    const steps = h.after(
      question,
      ['QuestionAnswered', 'QuestionLeftUnanswered', 'QuestionReopened', 'QuestionOverdue'],
      of,
    );
    const late = steps.some(({ type, said }) => type === 'QuestionOverdue' || said.late === true);
    const last = steps.at(-1)?.type;
    const word = late ? 'breached' : last === 'QuestionAnswered' || last === 'QuestionLeftUnanswered' ? 'kept' : 'open';
    return judged('R5', word, last ?? question.type, question.said.participant);
  });
  const explanations = (type: string, ...names: readonly string[]) =>
    h.of(type).flatMap((each) => {
      const { questionsAnswered, participant } = each.said;
      const later = h.after(
        each,
        [type],
        (said) => said.questionsAnswered && names.every((name) => said[name] === each.said[name]),
      );
      if (questionsAnswered) return [judged('R5', 'kept', type, participant)];
      return later.length > 0 ? [] : [judged('R5', 'open', type, participant)];
    });
  return [
    ...asked,
    ...explanations('CounsellingExplained', 'participant'),
    ...explanations('TechniqueExplained', 'participant', 'technique'),
    ...['QualificationsShown', 'ApproachExplained', 'AvailabilityExplained'].flatMap((type) =>
      h.of(type).flatMap((each) => {
        const again = h.after(each, [type], same(each.said, 'participant')).length > 0;
        const invited = each.said.questionsInvited === true;
        return again && !invited ? [] : [judged('R5', invited ? 'kept' : 'open', type, each.said.participant)];
      }),
    ),
  ];
}

/** T2 beyond the first explanation: consents, techniques, and the technology of a session. */
function byTechniques(h: History): readonly Judged[] {
  return [
    ...shows(h, 'T2', 'kept', ['CounsellingConsentGiven', 'CounsellingConsentRefused', 'CounsellingConsentWithdrawn']),
    ...shows(h, 'T2', 'kept', ['TechniqueConsentGiven', 'TechniqueConsentRefused', 'TechniqueConsentWithdrawn']),
    ...ofEach(h, 'T2', 'TechniqueUsed', ({ participants }) => participants),
    ...ofEach(h, 'T2', 'TechniqueUseRefused', ({ withoutConsentOf }) => withoutConsentOf, false),
    ...shows(h, 'T2', 'alleged', ['TechniqueUseQuestioned']),
    ...ofEach(h, 'T2', 'TechniqueUseReported', ({ participants }) => participants),
    ...h.of('TechniqueExplained').flatMap((each) => {
      const of = same(each.said, 'participant', 'technique');
      if (whole(each.said, TECHNIQUE)) return [judged('T2', 'kept', each.type, each.said.participant)];
      const settled = h
        .after(each, ['TechniqueExplained', 'TechniqueConsentRefused', 'TechniqueConsentWithdrawn'], of)
        .some(({ type, said }) => type !== 'TechniqueExplained' || whole(said, TECHNIQUE));
      return settled || !isThere(h, each.said.participant)
        ? []
        : [judged('T2', 'open', each.type, each.said.participant)];
    }),
    ...h.of('SessionCircumstancesNoted').flatMap((noted) => {
      const { modality, technologyConsented, participant } = noted.said;
      const again = h.after(noted, [noted.type], same(noted.said, 'session', 'participant')).length > 0;
      if (again || modality === 'in-person') return [];
      return [judged('T2', technologyConsented ? 'kept' : 'open', noted.type, participant)];
    }),
  ];
}

/** What was done to several at once is kept or breached for each alone: breached for whoever had not consented. */
const ofEach = (
  h: History,
  clause: Clause,
  type: string,
  whom: (said: Said) => readonly string[] | undefined,
  breaches = true,
): readonly Judged[] =>
  h
    .of(type)
    .flatMap(({ said }) =>
      (whom(said) ?? []).map((one) =>
        judged(clause, breaches && said.withoutConsentOf?.includes(one) ? 'breached' : 'kept', type, one),
      ),
    );

/** T4: a limit that was acknowledged asks for a referral, and so does one that came to nothing. */
function byReferring(h: History): readonly Judged[] {
  const steps = [
    'ReferralOffered',
    'ReferralAccepted',
    'ReferralDeclined',
    'ReferralHandedOver',
    'SelfReferralSafeguarded',
  ];
  const waits = h
    .of('LimitAcknowledged', 'ReferralLapsed')
    .filter(({ type, said }) => type === 'LimitAcknowledged' || said.because !== 'not-taken-up')
    .filter((each) => h.after(each, ['ReferralOffered'], same(each.said, 'participant')).length === 0)
    .map(({ type, said }) => judged('T4', 'open', type, said.participant));
  return [...waits, ...shows(h, 'T4', 'kept', [...steps, 'TherapistEnded'])];
}

/** R6, R7, R8: what is told, to whom it goes, and what is recorded. */
export function byDisclosure(h: History): readonly Judged[] {
  const limits = (said: Said) => said.kind === 'limits-of-confidentiality';
  const others = (word: string) => (said: Said) => said.others === word;
  return [
    ...shows(h, 'R6', 'kept', ['CounsellingConsentRefused', 'TechniqueConsentRefused']),
    ...shows(h, 'R7', 'kept', ['PolicyGiven'], limits),
    ...shows(h, 'R7', 'kept', ['DisclosureMade', 'DisclosureRefused']),
    ...h
      .of('DisclosureReported')
      .map(({ said, type }) =>
        judged('R7', said.allowed === 'not-allowed' ? 'breached' : 'kept', type, said.participant),
      ),
    ...shows(h, 'R7', 'alleged', ['DisclosureQuestioned']),
    ...h
      .of('DisclosureIncomplete')
      .filter((each) => h.after(each, ['IncompletenessTold'], same(each.said, 'disclosure')).length === 0)
      .map(({ type, said }) => judged('R7', 'open', type, said.participant)),
    ...shows(h, 'R7', 'kept', ['SessionCircumstancesNoted'], others('all-with-consent')),
    ...shows(h, 'R7', 'breached', ['SessionCircumstancesNoted'], others('somebody-without-consent')),
    ...shows(h, 'R7', 'breached', ['ContactedAgainstPermission']),
    ...shows(h, 'R8', 'kept', ['RecordingAllowed', 'RecordingDisallowed', 'RecordingUseRefused']),
    ...shows(h, 'R8', 'kept', ['RecordingDestroyed']),
    ...h
      .of('RecordingDestroyedWhileHeld')
      .flatMap(({ type, said }) => (said.participants ?? []).map((one) => judged('R8', 'breached', type, one))),
    ...ofEach(h, 'R8', 'SessionRecorded', ({ participants }) => participants),
    ...ofEach(h, 'R8', 'RecordingReported', ({ participants }) => participants),
    ...h
      .of('RecordingDestructionDue')
      .filter(({ said }) => !h.of('RecordingDestroyed').some((done) => done.said.recording === said.recording))
      .map(({ type }) => judged('R8', 'open', type)),
  ];
}

/** R9, and R4 where a supervisor signs beside a Qualifying author. */
export function byRecord(h: History): readonly Judged[] {
  const missed = h.of('SignatureMissed').flatMap((each) => {
    const author = each.said.signature === 'author';
    const signed = h.after(each, [author ? 'EntrySigned' : 'EntryCoSigned'], same(each.said, 'entry'));
    return signed.length > 0 ? [] : [judged(author ? 'R9' : 'R4', 'open', each.type, each.said.participant)];
  });
  return [
    ...missed,
    ...shows(h, 'R9', 'kept', ['EntryAmended']),
    ...shows(h, 'R9', 'breached', ['EntryWritten'], (said) => said['byOther'] === true),
    ...shows(h, 'R4', 'kept', ['EntryCoSigned']),
  ];
}
