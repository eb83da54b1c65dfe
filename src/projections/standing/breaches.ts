import { breachToldFacts } from '../../domain/person/breach-told.js';
import { standingPart, stands } from './part.js';

/**
 * A breach that a person was told of breaches confidentiality, for them. The agency's register says nothing here: it is no
 * one person's, and what it knows of a person is told to them in their own file.
 */
export const breachStanding = standingPart({
  follows: breachToldFacts,
  on: { BreachTold: (f) => [stands(f, 'R7', `breach ${f.open.breach}`, 'breached', f.open.person)] },
});
