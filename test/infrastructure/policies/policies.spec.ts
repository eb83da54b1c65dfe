import { describe, expect, it } from '@jest/globals';
import { policiesIn } from '../../../src/infrastructure/policies/policy-files.js';

describe('The policies that come with the program', () => {
  it('are valid, each with an id and a sentence', () => {
    expect(policiesIn().policies.length).toBeGreaterThan(40);
  });
});
