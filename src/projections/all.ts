import { timeline } from './timeline.js';
import type { ViewDefinition } from './view.js';
import { whereabouts } from './whereabouts.js';

/** Every view, once: the projector makes them all, and readers are shown those that have a scope. */
export const VIEWS: readonly ViewDefinition[] = [timeline, whereabouts];
