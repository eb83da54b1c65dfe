import { ontarioLegalHolidays, proposeClosures } from '../../domain/language/business-time.js';
import { OTHERS, type Part, STAFF } from './cast.js';
import type { As, Player, Stage } from './stage.js';

/** Ties the sign-in that the demo uses to a person and returns a token for it. */
export interface Tokens {
  readonly signInOf: (person: string) => string;
  readonly sign: (person: string) => Promise<string>;
}

/** Registers somebody, without a sign-in. */
export async function register(as: As, { name, key, born }: Part, address = `${key}@example.org`): Promise<string> {
  const { id = '' } = await as('register-person', {
    name,
    ...(born !== undefined && { birthDate: born }),
    contacts: [{ channel: 'e-mail', value: address }],
    permittedChannels: ['e-mail', 'telephone', 'voicemail'],
    revealAgency: true,
  });
  return id;
}

/** Registers somebody who will sign in, and lets them. */
export async function admit(as: As, part: Part, proof: string, { signInOf, sign }: Tokens): Promise<Player> {
  const id = await register(as, part);
  await as('link-sign-in', { signIn: signInOf(id), person: id, proof });
  return { key: part.key, name: part.name, as: part.as, id, token: await sign(id) };
}

/** The first day of everybody's role, training and undertaking. */
const OPENS = '2026-02-02';

const REQUIRED = ['charter', 'limits-of-confidentiality', 'cancellation-policy', 'fee-policy'] as const;
const POLICIES: readonly (readonly [kind: string, title: string, text: string])[] = [
  ['charter', 'Therapeutic Alliance', 'Your rights, your responsibilities, and your therapist’s: twenty clauses.'],
  [
    'limits-of-confidentiality',
    'Limits of confidentiality',
    'What you tell us stays between us, except where the law says otherwise: harm, a child in need, a court, the College.',
  ],
  [
    'cancellation-policy',
    'Cancelling a session',
    'Confirm or cancel by 12:00 noon of the previous business day. Later, half the fee is due; for a missed session, the fee.',
  ],
  ['fee-policy', 'Fees', 'Each session is paid before it begins. A receipt follows the service.'],
  ['release-procedures', 'Copies of your record', 'Ask in writing; we answer within thirty days.'],
  [
    'complaint-procedure',
    'Complaints and appeals',
    'Complain to us, to the College, or to both; neither closes the other.',
  ],
];

/** Policies that everybody is given before a first session. */
export const GIVEN_FIRST: readonly string[] = REQUIRED;

/** The agency opens: staff, registrations, policies, calendars, fees, availability. */
export async function openAgency(stage: Stage, tokens: Tokens): Promise<void> {
  stage.heading('The agency opens its ledger');
  await stage.does('officer', 'lets a training in privacy count for two years, and renews her own', async (as) => {
    await as('publish-legal-parameter', {
      parameter: 'training-months',
      value: 24,
      citation: 'Agency procedure',
      effectiveFrom: '2026-01-01',
      confirmedByCounsel: false,
    });
    await as('record-training', { person: stage.person('officer'), topic: 'privacy', on: OPENS });
  });
  for (const part of STAFF) {
    const roles = part.roles.join(' and ');
    await stage.does(
      'officer',
      `registers ${part.name}, trained and sworn to confidence, and gives the role of ${roles}`,
      async (as) => {
        stage.players.set(part.key, await admit(as, part, 'known-in-person', tokens));
        for (const role of part.roles) await as('grant-role', { person: stage.person(part.key), role, from: OPENS });
        await as('record-training', { person: stage.person(part.key), topic: 'privacy', on: OPENS });
        await as('record-undertaking', { person: stage.person(part.key), version: '2026-1', on: OPENS });
      },
    );
  }
  await stage.does('manager', 'publishes the business and the statutory calendar of 2026', async (as) => {
    const version = '2026-1';
    const effectiveFrom = '2026-01-01';
    const weekend = ['saturday', 'sunday'];
    await as('publish-calendar', {
      kind: 'business',
      version,
      effectiveFrom,
      weekend,
      closures: proposeClosures(2026),
    });
    const closures = ontarioLegalHolidays(2026);
    await as('publish-calendar', { kind: 'statutory', version, effectiveFrom, weekend: ['sunday'], closures });
  });
  await stage.does('manager', `publishes ${POLICIES.length} policies, the charter first`, async (as) => {
    for (const [kind, title, text] of POLICIES) {
      const requiredBefore = GIVEN_FIRST.includes(kind) ? 'first-session' : 'nothing';
      const body = { version: '2026-1', kind, title, effectiveFrom: '2026-01-01', requiredBefore, text };
      stage.ids.set(kind, (await as('publish-policy', body)).id ?? '');
    }
  });
  await stage.does('manager', 'publishes the fee schedule with its sliding scale', (as) =>
    as('publish-fee-schedule', {
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      fees: [
        { service: 'individual', cents: 14_000, minutes: 50 },
        { service: 'couple', cents: 17_000, minutes: 75 },
        { service: 'family', cents: 18_000, minutes: 75 },
        { service: 'group', cents: 6_000, minutes: 90 },
      ],
      lateCancellationBasisPoints: 5_000,
      missedBasisPoints: 10_000,
      slidingScale: [
        { name: 'B', basisPoints: 7_500 },
        { name: 'C', basisPoints: 5_000 },
      ],
    }),
  );
  for (const [i, [therapist, title]] of [
    ['naomi', 'RP'],
    ['tomas', 'RP'],
    ['quill', 'RP-Qualifying'],
    ['rhea', 'RP'],
    ['ottoline', 'RP'],
    ['desmond', 'RSW'],
  ].entries()) {
    const player = stage.player(String(therapist));
    await stage.does('manager', `records the registration of ${player.name}, ${title}`, (as) =>
      as('register-therapist', {
        therapist: player.id,
        title,
        college: title === 'RSW' ? 'OCSWSSW' : 'CRPO',
        from: '2021-05-03',
        nameOnRegister: player.name,
        number: `00${4711 + i}`,
      }),
    );
    await stage.does(player.key, 'publishes when clients are seen', (as) =>
      as('publish-availability', {
        therapist: player.id,
        version: '2026-1',
        effectiveFrom: '2026-02-02',
        windows: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((weekday) => ({
          weekday,
          fromMinute: 540,
          toMinute: 1_050,
        })),
        away: [{ date: '2026-02-16' }],
      }),
    );
  }
  await introducesStaff(stage);
  await stage.does(
    'desk',
    'registers an insurer, an employer programme, a law firm and a clinic as parties',
    async (as) => {
      for (const other of OTHERS) {
        const id = await register(as, other);
        stage.players.set(other.key, { ...other, id, token: '' });
      }
    },
  );
}

/** What clients may know of each therapist: qualifications, and how they work. One is yet to write it down. */
async function introducesStaff(stage: Stage): Promise<void> {
  for (const [therapist, title] of [
    ['naomi', 'MA in counselling psychology'],
    ['tomas', 'MDiv with a clinical certificate'],
    ['quill', 'MA in counselling psychology'],
    ['rhea', 'MEd in couple and family therapy'],
    ['ottoline', 'MSc in group psychotherapy'],
    ['desmond', 'MSW'],
  ] as const) {
    const { id, name } = stage.player(therapist);
    await stage.does('manager', `records the qualifications of ${name}`, async (as) => {
      await as('record-qualification', { therapist: id, kind: 'degree', from: '2014-06-01', title });
      if (therapist === 'naomi')
        await as('record-qualification', {
          therapist: id,
          kind: 'technique',
          technique: 'EMDR',
          from: '2019-03-15',
          title: 'Certified in EMDR',
        });
    });
    if (therapist !== 'quill') await publishesApproach(stage, therapist);
  }
}

/** A therapist publishes how they work. */
export const publishesApproach = (stage: Stage, therapist: string): Promise<unknown> =>
  stage.does(therapist, 'publishes how clients are worked with here', (as) =>
    as('publish-approach', {
      therapist: stage.person(therapist),
      version: '2026-1',
      effectiveFrom: '2026-02-02',
      text: 'We look together at how thoughts, feelings and habits keep each other going, and try small things.',
    }),
  );
