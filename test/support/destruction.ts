import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DestructionStep } from '../../src/application/reactions/destroyer.js';
import { openLedger } from '../../src/compose.js';
import type { Ledger } from '../../src/ledger.js';
import { accepted, agency, cleared } from './application.js';
import { doors, temporaryLedger } from './ledger.js';

/** Words that stand in the record, to be looked for everywhere after it is destroyed. */
export const WORDS = {
  name: 'Nightingale Canary',
  question: 'question-nightingale-7f3a',
  need: 'need-nightingale-55c1',
  other: 'other-nightingale-91be',
} as const;

/** Every file below a directory. */
export const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** Files that hold these bytes. */
export const holding = (directory: string, bytes: Buffer): readonly string[] =>
  filesIn(directory).filter((path) => readFileSync(path).includes(bytes));

/** A case of somebody who came once, long ago, and of whom nothing else is needed; and another's that is younger. */
export async function longAgo() {
  const at = await temporaryLedger('2026-02-09T14:00:00.000Z');
  const people = await agency(at);
  const register = async (name: string) =>
    accepted(
      await at.act(
        'RegisterPerson',
        {
          name,
          contacts: [{ channel: 'e-mail', value: `${name.toLowerCase().replaceAll(' ', '.')}@example.org` }],
          permittedChannels: ['e-mail'],
          revealAgency: true,
          birthDate: '1980-03-09',
        },
        people.frontDesk,
      ),
    ).id as string;
  const client = await register(WORDS.name);
  const stays = await register('Sam Stays');
  const open = async (participant: string) =>
    accepted(
      await at.act(
        'OpenCase',
        { kind: 'individual', participants: [participant], therapist: people.therapist },
        people.frontDesk,
      ),
    ).id as string;
  const theCase = await open(client);
  const asked = accepted(
    await at.act('AskQuestion', { case: theCase, participant: client, words: WORDS.question }, client),
  );
  accepted(await at.act('StateNeed', { person: client, kind: 'access', words: WORDS.need }, client));
  await at.ledger.settle();
  let ledger: Ledger = at.ledger;
  return {
    ...at,
    people,
    client,
    stays,
    theCase,
    question: asked.facts[0]?.id as string,
    open,
    ledger: () => ledger,
    /** Acting and looking at the ledger as it is open now. */
    doors: () => doors(ledger),
    /** Everybody is there, trained, so many years later. */
    later: async (to: string) => {
      at.clock.moveTo(to);
      for (const one of [people.privacyOfficer, people.manager, people.frontDesk, people.therapist, people.auditor])
        await cleared(doors(ledger), one);
      await ledger.settle();
    },
    /** Closes the ledger and opens it again, as after a stop. */
    again: async (destroying?: (step: DestructionStep) => void) => {
      await ledger.close().catch(() => {});
      ledger = await openLedger(at.configuration, {
        projecting: 'here',
        clock: at.clock,
        ...(destroying && { destroying }),
      });
      return ledger;
    },
    end: async () => {
      await ledger.close();
      at.remove();
    },
  };
}

/** Asks for a destruction and confirms it by another. */
export async function askedAndConfirmed(
  at: Awaited<ReturnType<typeof longAgo>>,
  theCase = at.theCase,
): Promise<string> {
  const { act } = at.doors();
  const destruction = accepted(await act('RequestDestruction', { case: theCase }, at.people.privacyOfficer))
    .id as string;
  accepted(await act('ConfirmDestruction', { case: theCase, destruction }, at.people.manager));
  return destruction;
}
