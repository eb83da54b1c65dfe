import { tellingFacts, topicKey } from '../../domain/person/telling.js';
import { nothing } from '../view.js';
import { standingPart, stands } from './part.js';

/** R6: a decline on record is the right at work; being pressed all the same is for a finding to judge. */
export const tellingStanding = standingPart({
  follows: tellingFacts,
  on: {
    TopicAsked: nothing,
    TopicAnswered: nothing,
    TopicDeclined: (f) => [stands(f, 'R6', `declining of ${topicKey(f.open)}`, 'kept', f.open.person)],
    DeclineLifted: nothing,
    TopicPressed: (f) => [stands(f, 'R6', `pressed, report ${f.open.report}`, 'alleged', f.open.person)],
  },
});
