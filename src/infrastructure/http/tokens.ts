/** Under which each part of the door is provided to the others. */
export const LEDGER = Symbol('ledger');
export const METRICS = Symbol('metrics');
export const WATCH = Symbol('watch');
export const DOORKEEPER = Symbol('doorkeeper');
export const FOLLOWERS = Symbol('followers');
/** True when the clock may be moved over HTTP. */
export const CLOCK_MAY_MOVE = Symbol('clock may move');
