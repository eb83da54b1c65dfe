import {
  destructionAskedAlready,
  destructionHeld,
  destructionNeedsAnother,
  destructionNotAsked,
} from '../../domain/case/destruction.js';
import { holdsOnCase, streamsHolding } from '../../domain/case/holds-on-case.js';
import { type ClosingState, closingFacts, recordDestroyed } from '../../domain/destruction/closing.js';
import {
  beginFactDestruction,
  confirmFactDestruction,
  factNotOfWrongPerson,
  requestFactDestruction,
} from '../../domain/destruction/one-fact.js';
import { abandonPart, enterPart, type Part } from '../../domain/destruction/register.js';
import { destructionsFacts } from '../../domain/destruction/register-facts.js';
import { holdsOnPerson, streamsAboutPerson } from '../../domain/destruction/whole-person.js';
import type { Circumstances } from '../../domain/language/decision.js';
import { factNotInStream } from '../../domain/language/mistakes.js';
import type { StateOf, World } from '../../domain/world.js';
import { ActionBody, action, IsId, type Leg, leg } from './action.js';

export class RequestCaseFactDestruction extends ActionBody {
  @IsId('case') case: string;
  @IsId('fact') fact: string;
}

export class ConfirmCaseFactDestruction extends ActionBody {
  @IsId('case') case: string;
  @IsId('destruction') destruction: string;
}

export class BeginCaseFactDestruction extends ConfirmCaseFactDestruction {
  @IsId('fact') fact: string;
}

export class RequestPersonFactDestruction extends ActionBody {
  @IsId('person') person: string;
  @IsId('fact') fact: string;
}

export class ConfirmPersonFactDestruction extends ActionBody {
  @IsId('person') person: string;
  @IsId('destruction') destruction: string;
}

export class BeginPersonFactDestruction extends ConfirmPersonFactDestruction {
  @IsId('fact') fact: string;
}

type C = Circumstances<World>;
type Kind = 'case' | 'person' | 'file';
type Whose = { readonly case?: string; readonly person?: string };

/** What differs between destroying one fact of a case, of a registration and of a file. */
interface Where<K extends Kind> {
  readonly kind: K;
  readonly from: 'case' | 'registration' | 'file';
  readonly what: string;
  readonly request: new () => ActionBody & Whose & { fact: string };
  readonly confirm: new () => ActionBody & Whose & { destruction: string };
  readonly begin: new () => ActionBody & Whose & { destruction: string; fact: string };
  readonly also: NonNullable<Leg<ActionBody & Whose, K>['also']>;
  readonly held: (state: StateOf<K>, whose: Whose, c: C) => boolean;
  readonly example: Whose;
}

const { FactDestructionRequested, FactDestructionConfirmed, FactDestructionBegun } = closingFacts;
const { DestructionEntered, DestructionAbandoned } = destructionsFacts;
const aFact = '0190c7a0-0000-7000-8000-0000000000fa';
const aDestruction = '0190c7a0-0000-7000-8000-0000000000d5';
const whose = ({ case: one, person }: Whose): Whose => ({ ...(one && { case: one }), ...(person && { person }) });
/** Cases, registrations and files all say what of them is destroyed. */
const closingIn = (state: unknown) => state as { readonly closing: ClosingState };
const refuses = [recordDestroyed, factNotInStream, factNotOfWrongPerson, destructionHeld];

/** The three actions by which one fact of a kind of stream is destroyed alone. */
function ofOneFact<K extends Kind>(where: Where<K>) {
  const { kind, from, what, also, held } = where;
  const stream = (body: Whose): string => `${kind}-${body.case ?? body.person}`;
  const part = (body: Whose & { readonly destruction: string; readonly fact: string }): Part => ({
    ...whose(body),
    ...{ destruction: body.destruction, of: 'fact', from, fact: body.fact },
  });
  const common = { kind: 'request', clauses: ['R7', 'R9'] } as const;
  type Request = ActionBody & Whose & { fact: string };
  type Confirm = ActionBody & Whose & { destruction: string };
  type Begin = Confirm & { fact: string };
  return {
    request: action<Request>({
      ...common,
      body: where.request,
      says: `Ask that one fact of ${what}, struck as entered on the wrong person, be destroyed alone.`,
      who: ['privacy-officer'],
      makes: (_body, id) => id('destruction'),
      legs: [
        leg<K, Request>(kind, {
          ...{ stream, also, needsHistory: true },
          decide: (s, body, c) =>
            requestFactDestruction(closingIn(s), { ...whose(body), fact: body.fact }, held(s, whose(body), c), c),
        }),
      ],
      states: [FactDestructionRequested],
      refuses: [...refuses, destructionAskedAlready],
      example: { ...where.example, fact: aFact },
    }),
    confirm: action<Confirm>({
      ...common,
      body: where.confirm,
      says: `Confirm, as a second person, that one fact of ${what} be destroyed alone.`,
      who: ['privacy-officer', 'manager'],
      legs: [
        leg<K, Confirm>(kind, {
          ...{ stream, also, needsHistory: true },
          decide: (s, body, c) =>
            confirmFactDestruction(
              closingIn(s),
              { ...whose(body), destruction: body.destruction },
              held(s, whose(body), c),
              c,
            ),
        }),
      ],
      states: [FactDestructionConfirmed],
      refuses: [...refuses, destructionNotAsked, destructionNeedsAnother],
      example: { ...where.example, destruction: aDestruction },
    }),
    begin: action<Begin>({
      ...common,
      body: where.begin,
      says: `Begin to destroy one fact of ${what}: what comes is sealed under next keys, and the fact opens no more.`,
      who: ['system'],
      legs: [
        leg<'destructions', Begin>('destructions', {
          stream: () => 'destructions',
          decide: (s, body) => enterPart(s, part(body)),
        }),
        leg<K, Begin>(kind, {
          stream,
          decide: (s, body) => beginFactDestruction(closingIn(s), { ...whose(body), destruction: body.destruction }),
          undo: leg<'destructions', Begin>('destructions', {
            stream: () => 'destructions',
            decide: (s, body) => abandonPart(s, part(body)),
          }) as never,
        }),
      ],
      states: [DestructionEntered, DestructionAbandoned, FactDestructionBegun],
      refuses: [destructionNotAsked],
      example: { ...where.example, destruction: aDestruction, fact: aFact },
    }),
  };
}

const ofCase = ofOneFact<'case'>({
  kind: 'case',
  from: 'case',
  what: 'a case',
  request: RequestCaseFactDestruction,
  confirm: ConfirmCaseFactDestruction,
  begin: BeginCaseFactDestruction,
  also: (_body, s, _id, register) => streamsHolding(s, register),
  held: (s, { case: one }, c) => holdsOnCase(String(one), s, c.world, c.now).length > 0,
  example: { case: '0190c7a0-0000-7000-8000-00000000ca5e' },
});
const ofPerson = {
  request: RequestPersonFactDestruction,
  confirm: ConfirmPersonFactDestruction,
  begin: BeginPersonFactDestruction,
  also: ({ person }: Whose) => streamsAboutPerson(String(person)),
  held: (_state: unknown, { person }: Whose, c: C) => holdsOnPerson(String(person), c) > 0,
  example: { person: '0190c7a0-0000-7000-8000-0000000000c1' },
};
const ofRegistration = ofOneFact<'person'>({
  ...ofPerson,
  kind: 'person',
  from: 'registration',
  what: 'a registration',
});
const ofFile = ofOneFact<'file'>({ ...ofPerson, kind: 'file', from: 'file', what: 'a person’s file' });

export const factDestructionActions = {
  RequestCaseFactDestruction: ofCase.request,
  ConfirmCaseFactDestruction: ofCase.confirm,
  BeginCaseFactDestruction: ofCase.begin,
  RequestRegistrationFactDestruction: ofRegistration.request,
  ConfirmRegistrationFactDestruction: ofRegistration.confirm,
  BeginRegistrationFactDestruction: ofRegistration.begin,
  RequestFileFactDestruction: ofFile.request,
  ConfirmFileFactDestruction: ofFile.confirm,
  BeginFileFactDestruction: ofFile.begin,
} as const;
