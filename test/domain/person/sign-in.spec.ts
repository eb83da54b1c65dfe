import { describe, expect, it } from '@jest/globals';
import { endSignIn, linkSignIn, personFacts, signInFacts, signInFold } from '../../../src/domain/person/person.js';
import { personFold } from '../../../src/domain/person/person-stream.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const client = idOf('client');
const colleague = idOf('colleague');
const someone = (person: string) =>
  given(personFold, [
    personFacts.PersonRegistered({ person, permittedChannels: [], revealAgency: true, name: 'sealed', contacts: [] }),
  ]).person;
const by = (role: string, person = idOf(role)) =>
  circumstances({ actor: { person, role }, world: { staff: { roles: new Map(), ever: new Set([colleague]) } } });
const link = (person: string, c: ReturnType<typeof by>) =>
  linkSignIn(given(signInFold, []), { person, evidence: 'known-in-person' }, someone(person), c);
const end = (person: string, c: ReturnType<typeof by>) =>
  endSignIn(
    given(signInFold, [signInFacts.SignInLinked({ person, evidence: 'known-in-person' })]),
    { person, reason: 'lost' },
    c,
  );

describe('R7: whose sign-in somebody may link or end', () => {
  it('R7: the front desk links and ends the sign-in of a client', () => {
    expect(outcome(link(client, by('front-desk')))).toEqual(['SignInLinked']);
    expect(outcome(end(client, by('front-desk')))).toEqual(['SignInEnded']);
  });

  it('R7: the front desk cannot come in as somebody who ever held a role: it links and ends no sign-in of theirs', () => {
    for (const decide of [link, end]) {
      expect(decide(colleague, by('front-desk'))).toMatchObject({
        refusal: { code: 'sign-in-of-staff', clause: 'R7', status: 422 },
      });
    }
  });

  it('R7: a privacy officer links and ends the sign-in of a colleague, never their own', () => {
    expect(outcome(link(colleague, by('privacy-officer')))).toEqual(['SignInLinked']);
    expect(outcome(end(colleague, by('privacy-officer')))).toEqual(['SignInEnded']);
    for (const decide of [link, end])
      expect(outcome(decide(colleague, by('privacy-officer', colleague)))).toBe('sign-in-of-staff');
  });

  it('R7: the service itself links the first officer, so that a ledger can begin', () => {
    expect(outcome(link(colleague, by('system')))).toEqual(['SignInLinked']);
  });
});
