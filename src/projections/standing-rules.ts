import type { Clause } from '../domain/charter.js';

/** When one clause stands how, in words; what is not said here never happens, and silence is "not evidenced". */
export interface StandingRule {
  readonly kept: string;
  readonly open: string;
  readonly alleged: string;
  readonly breached: string;
}

const FINDING = 'a finding says that an allegation is founded';
const ALLEGED = 'an allegation has no finding, or none could be made';
/** `alleged`: what is alleged besides what a complaint or a report of conduct says. */
const rule = (kept: string, open = 'never', breached = FINDING, alleged?: string): StandingRule => ({
  kept,
  open,
  alleged: alleged === undefined ? ALLEGED : `${alleged}; or ${ALLEGED}`,
  breached,
});

/**
 * The rule by which `standing` reads its facts, for each clause. Any clause is "alleged" while an allegation about it has no
 * finding or none could be made; a report that became a complaint is alleged there. The gravest matter decides: breached,
 * alleged, open, kept, not evidenced. Matters of one participant are judged apart from those of another, and a struck fact
 * shows nothing.
 */
export const STANDING_RULES: Readonly<Record<Clause, StandingRule>> = {
  R1: rule(
    'never by itself: respect is not proved by silence',
    'never',
    'a finding about a conduct report or an allegation says that it is founded; its row says whether the person reported answered',
    'a session was not provided',
  ),
  R2: rule(
    'what was agreed about a need was provided, or something was done about it without an agreement, whatever the person said of the need since',
    'a need waits for an answer, or what was agreed to be done, and the person has not taken it back',
    'a founded allegation',
    'a need was declined, with a reason and whatever was offered instead, and nothing is agreed or done about it yet, or one was reported not met: the agency does not judge its own “no”',
  ),
  R3: rule(
    'a policy was given or acknowledged, a fee told, a session started with everything required given, or a notice delivered',
    'a participant is there and no session has started for them since they joined; urgent care went first and they were not asked for their consent since; or a notice is not known to have arrived, or came back',
    'a session was held before the required policies were given, or the fee told; or a founded allegation. Who left before any session was owed no more',
  ),
  R4: rule(
    'the qualifications of the therapist of record were shown to a participant as they stood that day, the published approach in force was explained, a session started with a therapist in good standing, or a supervisor signed an entry beside a Qualifying author',
    'a participant is there and has joined, or the therapist changed, and qualifications or approach were not shown to that participant since, an approach told when none was published not counting; or a co-signature beside a Qualifying author was not known by its day',
    'a session was held by a therapist not in good standing, or by a Qualifying one without live supervision; a participant sat in a session and left, or the case was closed, and qualifications or approach had not been shown to them; or a founded allegation. Who left without a session was owed neither any more',
  ),
  R5: rule(
    'questions were answered, with the explanation or when they were asked; questions were invited when something was shown; or the participant was told why not and left it at that',
    'questions were left open at the explanation, or not invited when something was shown, or one waits for an answer, the first time or again',
    'a question was not answered by its day, whether it was answered later or not; or a founded allegation',
  ),
  R6: rule(
    'a decision not to tell about a topic, or a refusal of counselling or of a technique, was recorded and respected',
    'never',
    'a founded allegation',
    'it was reported that somebody was pressed to tell',
  ),
  R7: rule(
    'the limits were told, a disclosure rested on a consent or an authority, one without was refused, everybody else in a session was there with consent, a duty to report was met in time or not owed for a reason written down, or an emergency access was found justified by a second person',
    'an emergency access waits for its review; a duty to report was considered, may oblige and is not settled, or nothing shows that the client was told before the report, or the recipient of a disclosure is yet to be told that an instruction leaves something out',
    'a disclosure without consent or authority, or against an instruction, was reported; a look made before an instruction was entered was found unauthorised; a participant was reached in a way they do not permit; a person was told of a breach of their information; somebody was in a session without consent; a session was held before the required policies were given; by the day on which the law wants a report neither it nor a reason why none is owed was written down, or the report named a patient without written consent; a copy of the record was given to somebody not verified or whom it was not for, or with what is about another participant who did not agree; an emergency access was found not justified, or not reviewed in time; or a founded allegation. That an instruction is in force shows nothing by itself',
    'a disclosure was made before a withdrawal was known, or somebody looked before an instruction was entered',
  ),
  R8: rule(
    'a choice was recorded, a recording made with the participant’s consent, another use refused, or one destroyed',
    'a recording is due to be destroyed',
    'a recording without the participant’s consent was reported, whether it was destroyed since or not; or a founded allegation',
  ),
  R9: rule(
    'a request about the record was answered: a copy given, a correction granted, or either refused on a ground with its reasons and the right to complain; the participant’s own note was attached, or went with a disclosure; a correction was set beside its entry or told to who had the entry; or a record entry was amended beside its original',
    'a request waits for its answer, or a recipient is yet to be told of a correction; or a record entry was not signed by its author by its day',
    'no answer to a written request was known by its day, whether it was answered later or not; a copy was given, or a copy or a correction refused, in a way that the law does not allow; a notice said that the time to answer was extended when it could not be; a note, plan or assessment was written by somebody who neither treats nor supervises; the Commissioner made an order; or a founded allegation',
    'a complaint about a request is before the Commissioner, or was settled or withdrawn there',
  ),
  R10: rule(
    'a receipt was given, a step done, a track closed',
    'a track that was not closed or withdrawn is under way, or an appeal or a review in it',
    'the agency missed a time limit of its own track; or a founded allegation',
  ),
  R11: rule('a participant left and no reason was asked, or a seat was released because they left'),
  C1: rule(
    'never by itself',
    'never',
    'a finding about a report of a client’s conduct says that it is founded; its row says whether the client answered',
  ),
  C2: rule(
    'a change of contact, permission, legal name or name in use was reported, or a contact in doubt confirmed',
    'something came back, or a call reached nobody, and the contact was not confirmed, changed or ended since',
  ),
  C3: rule(
    'a seat was confirmed or cancelled by the promised noon',
    'a seat waits for its deadline',
    'a seat was confirmed or cancelled late, or not confirmed by its deadline; or a founded allegation. To leave, to miss a session, to be moved along with somebody else, and a session that the agency called off breach nothing',
  ),
  C4: rule(
    'a session started or was attended with its fee paid, arranged or waived, or with nothing asked because no fee was published for it, or a late or missed fee was receipted',
    'a session is booked and has not started; a late or missed fee is neither receipted, waived, written off nor taken back; or a disputed charge is not decided',
    'a session was held unpaid, whether it was paid since or not, unless the charge was taken back; or a founded allegation',
  ),
  C5: rule(
    'a participant attended, a goal was agreed or looked at, whether it was let go since or not, or it was noted how they took part; a note that it was hard says nothing',
    'never',
    'a founded allegation',
    'a concern of the therapist’s is not settled; it shows the participant’s answer',
  ),
  T1: rule(
    'never by itself',
    'never',
    'a finding about a conduct report or an allegation says that it is founded; its row says whether the therapist answered',
    'a session was not provided',
  ),
  T2: rule(
    'everything was explained, questions answered, and consent given, refused or withdrawn, of counselling and of each technique; a technique was used with the live consent of everyone there, or not used without it; the technology of a session was consented to',
    'a participant is there and has joined, or the therapist changed, and was not given the whole explanation since; a technique was explained to them in part and neither wholly nor refused since; urgent care went first and they were not asked for their consent since; or a session was by telephone or video without consent to it',
    'a session was held before explanation or consent; a technique was used without the participant’s live consent; or a founded allegation',
    'a technique was used after a withdrawal that was not known yet',
  ),
  T3: rule(
    'the published approach in force was explained to a participant, or the published availability',
    'a participant is there and has joined, or the therapist changed, and approach or availability were not explained to that participant since, what was told when none was published not counting',
    'a participant sat in a session and left, or the case was closed, and approach or availability had not been explained to them; or a founded allegation. Who left without a session was owed neither any more',
    'a session was not provided',
  ),
  T4: rule(
    'a referral was offered, accepted, declined or handed over, a referral to the own practice safeguarded, or the therapist ended with a reason the standards allow',
    'a limit was acknowledged and no referral offered since, or a referral came to nothing that the participant did not choose',
  ),
};
