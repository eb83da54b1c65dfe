import { agency, referring } from './agency.js';
import type { Arc } from './arc.js';
import { complaints, conduct } from './complaints.js';
import { confidential, destruction } from './confidential.js';
import { aboutOneself, privacy } from './people.js';
import { record } from './record.js';
import { sessions } from './sessions.js';

/** Every arc, once: a history takes one now and then, whichever it is. */
export const ARCS: readonly Arc[] = [
  ...record,
  ...aboutOneself,
  ...privacy,
  ...sessions,
  ...referring,
  ...complaints,
  ...conduct,
  ...agency,
  ...confidential,
  ...destruction,
];
