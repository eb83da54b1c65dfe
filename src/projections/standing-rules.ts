import type { Clause } from '../domain/charter.js';

/** When one clause stands how, in words; what is not said here never happens, and silence is "not evidenced". */
export interface StandingRule {
  readonly kept: string;
  readonly open: string;
  readonly breached: string;
}

const FINDING = 'a finding says that an allegation is founded';
const rule = (kept: string, open = 'never', breached = FINDING): StandingRule => ({ kept, open, breached });

/**
 * The rule by which `standing` reads its facts, for each clause. Any clause is "alleged" while an allegation about it has no
 * finding or none could be made; the gravest matter decides: breached, alleged, open, kept, not evidenced.
 */
export const STANDING_RULES: Readonly<Record<Clause, StandingRule>> = {
  R1: rule(
    'never by itself: respect is not proved by silence',
    'never',
    'a finding about a conduct report or an allegation says that it is founded; its row says whether the person reported answered',
  ),
  R2: rule('never by itself'),
  R3: rule(
    'a policy was given or acknowledged, a fee told, a session started with everything required given, or a notice delivered',
    'a participant has joined and no session has started with everything required given, or a notice is due or came back',
    'a session was held before the required policies were given; or a founded allegation',
  ),
  R4: rule(
    'a session started with a therapist in good standing',
    'a participant has joined, or the therapist changed, and no session has started since',
    'a session was held by a therapist not in good standing; or a founded allegation',
  ),
  R5: rule('questions were answered with the explanation', 'questions were not answered yet'),
  R6: rule('a refusal of counselling was recorded and respected'),
  R7: rule(
    'the limits were told, a disclosure rested on a consent or an authority, or one without was refused',
    'never',
    'a disclosure without consent or authority was reported; or a founded allegation. A disclosure made before a withdrawal was known is alleged',
  ),
  R8: rule(
    'a choice was recorded, a recording made with every seat’s consent, another use refused, or one destroyed',
    'a recording is due to be destroyed',
    'a recording without somebody’s consent was reported; or a founded allegation',
  ),
  R9: rule('its topic comes later; corrections of the agency’s own mistakes are shown by the view corrections'),
  R10: rule(
    'a receipt was given, a step done, a track closed',
    'a track, an appeal or a review is under way',
    'the agency missed a time limit of its own track; or a founded allegation',
  ),
  R11: rule('a participant left and no reason was asked'),
  C1: rule(
    'never by itself',
    'never',
    'a finding about a report of a client’s conduct says that it is founded; its row says whether the client answered',
  ),
  C2: rule('its topic comes later'),
  C3: rule(
    'a seat was confirmed or cancelled by the promised noon',
    'a seat is booked and its deadline has not passed',
    'a seat was confirmed or cancelled late, or not confirmed by its deadline; or a founded allegation',
  ),
  C4: rule(
    'a session started with its fee paid, arranged or waived',
    'a session is booked and has not started',
    'a session was held unpaid; or a founded allegation',
  ),
  C5: rule('a participant attended'),
  T1: rule(
    'never by itself; a session not provided is alleged',
    'never',
    'a finding about a conduct report or an allegation says that it is founded; its row says whether the therapist answered',
  ),
  T2: rule(
    'everything was explained, questions answered, and consent given or withdrawn',
    'a participant has joined and was not given the whole explanation',
    'a session was held before explanation or consent; or a founded allegation',
  ),
  T3: rule('its topic comes later', 'a participant has joined, or the therapist changed'),
  T4: rule('a referral was offered, or the therapist ended with a reason the standards allow'),
};
