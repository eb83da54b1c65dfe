import { consents, recordingsView } from './consents.js';
import { disclosuresView } from './disclosures.js';
import { looks } from './looks.js';
import { agencyView, cases, noticesView, people } from './people.js';
import { timeline } from './timeline.js';
import type { ViewDefinition } from './view.js';
import { whereabouts } from './whereabouts.js';

/** Every view of the facts, once: the projector makes them all, and readers are shown those that have a scope. */
export const VIEWS: readonly ViewDefinition[] = [
  timeline,
  whereabouts,
  people,
  cases,
  consents,
  disclosuresView,
  recordingsView,
  noticesView,
  agencyView,
];

/** Views of the access log. */
export const ACCESS_VIEWS: readonly ViewDefinition[] = [looks];
