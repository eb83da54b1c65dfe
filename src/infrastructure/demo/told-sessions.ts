/** Sessions of the ordinary rhythm that a story tells instead, by name. */
export const TOLD_SESSIONS: ReadonlySet<string> = new Set([
  'session of oriel on 07-28',
  'session of theda on 10-13',
  'session of xanthe on 12-29',
]);

/** Sessions that a story speaks of and that are therefore held. */
export const HELD_SESSIONS: ReadonlySet<string> = new Set([
  'session of isidore on 04-30',
  'session of isidore on 05-14',
  'session of isidore on 05-28',
  'session of isidore on 06-11',
  'session of rosamund on 06-04',
  'session of hedda on 04-23',
  'session of hedda on 05-07',
  'session of bram on 03-25',
  'session of osric on 03-24',
  'session of theda on 07-07',
  'session of anselm on 03-24',
]);
