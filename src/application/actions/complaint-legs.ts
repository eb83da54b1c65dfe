import type { ComplaintState } from '../../domain/complaint/complaint.js';
import { entryAgain } from '../../domain/complaint/lodge.js';
import { everyTrackClosed } from '../../domain/complaint/lodging.js';
import { ABANDONED_MINUTES, clear, enteredBefore, register } from '../../domain/complaint/register.js';
import { accept, type Circumstances, type Decision } from '../../domain/language/decision.js';
import type { World } from '../../domain/world.js';
import { leg } from './action.js';
import type { OnComplaint } from './complaint-bodies.js';

type Decide<B> = (state: ComplaintState, body: B, circumstances: Circumstances<World>) => Decision;

/** The stream of the complaint that a body names. */
export const onComplaint = (body: { readonly complaint: string }): string => `complaint-${body.complaint}`;

/** Of a body only what is named and was said: when and how it came stays in the envelope. */
export const said = <B extends object, const K extends keyof B>(body: B, ...names: readonly K[]): Pick<B, K> =>
  Object.fromEntries(names.flatMap((each) => (body[each] === undefined ? [] : [[each, body[each]]]))) as Pick<B, K>;

/** One append to the complaint. */
export const inComplaint = <B extends OnComplaint>(
  decide: Decide<B>,
  more: { readonly needsHistory?: boolean; readonly also?: (body: B, state: ComplaintState) => readonly string[] } = {},
) => [leg('complaint', { stream: onComplaint, decide, ...more })];

/** Two appends under one action id: the register first, so that no respondent is denied too late. */
export const entering = <B extends OnComplaint>(
  decide: Decide<B>,
  respondents: (body: B) => readonly string[] = () => [],
) => [
  leg('complaint-register', {
    stream: () => 'complaint-register',
    also: (body: B) => [onComplaint(body)],
    decide: (_state, body: B, c) => {
      const complaint = c.world.complaint(body.complaint);
      const decision = decide(complaint, body, c);
      // What the complaint will refuse, it refuses itself, in its own stream.
      if ('refusal' in decision || decision.facts.length === 0) return accept();
      return register(entryAgain(complaint, respondents(body), c));
    },
  }),
  ...inComplaint(decide),
];

/** Clears the register once every track is closed; done again by a reaction when a process died before it. */
export const clearing = leg('complaint-register', {
  stream: () => 'complaint-register',
  also: (body: OnComplaint) => [onComplaint(body)],
  decide: (state, { complaint }: OnComplaint, c) => {
    const { lodging } = c.world.complaint(complaint);
    const abandoned =
      lodging.complaint === undefined && enteredBefore(state.register, complaint, ABANDONED_MINUTES, c.now);
    return clear(state, complaint, {
      abandoned,
      tracksClosed: everyTrackClosed(lodging),
      entriesKnown: lodging.openings,
    });
  },
});
