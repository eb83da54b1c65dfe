import { parameterOn } from '../../domain/agency/agency.js';
import {
  beginDestruction,
  destructionHeld,
  destructionNotAsked,
  destructionNotDue,
  streamsOfRetention,
} from '../../domain/case/destruction.js';
import { destructionFacts } from '../../domain/case/destruction-facts.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { closingFacts, DESTROYED_PARTS, isClosed } from '../../domain/destruction/closing.js';
import {
  abandonPart,
  certify,
  enterPart,
  type Part,
  partNotEntered,
  recordKeysDestroyed,
  registerDestroyed,
  streamOfPart,
} from '../../domain/destruction/register.js';
import { destroyedFacts, destructionsFacts } from '../../domain/destruction/register-facts.js';
import {
  beginPersonDestruction,
  personStillNeeded,
  streamsAboutPerson,
} from '../../domain/destruction/whole-person.js';
import { addDays } from '../../domain/language/business-time.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCount,
  IsDate,
  IsId,
  IsIds,
  IsName,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';
import { ConfirmDestruction } from './destruction.js';

/** What is destroyed at once: everything in one stream, or one fact of it. */
export class OnePart extends ActionBody {
  @IsId('destruction') destruction: string;
  @IsCode(...DESTROYED_PARTS) of: Part['of'];
  @Optional() @IsId('case') case?: string;
  @Optional() @IsId('person') person?: string;
  @Optional() @IsCode('case', 'registration', 'file') from?: 'case' | 'registration' | 'file';
  @Optional() @IsId('fact') fact?: string;
}

export class BeginPersonDestruction extends ActionBody {
  @IsId('destruction') destruction: string;
  @IsId('person') person: string;
  /** Every case that concerns them. */
  @IsIds(1, 1_000) cases: string[];
  /** How many streams besides name them. */
  @IsCount() elsewhere: number;
}

export class FactsOfKind {
  @IsName() type: string;
  @IsCount() facts: number;
}

export class RecordKeysDestroyed extends OnePart {
  @IsCount() keys: number;
  @IsCount(0, 1_000_000_000) facts: number;
  @IsRecords(FactsOfKind, 0, 1_000) kinds: FactsOfKind[];
  @Optional() @IsDate() firstOn?: string;
  @Optional() @IsDate() lastOn?: string;
}

export class RegisterDestroyedRecord extends ActionBody {
  @IsId('person') person: string;
  @IsId('destruction') destruction: string;
  @IsId('case') case: string;
  @IsDate() firstOn: string;
  @IsDate() lastOn: string;
  @IsText(1_000) name: string;
}

export class CertifyDestruction extends OnePart {
  /** Last day of the last backup of keys, where the key ring knows of one. */
  @Optional() @IsDate() keyBackupsEnd?: string;
}

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aDestruction = '0190c7a0-0000-7000-8000-0000000000d5';
const named = { case: aCase, destruction: aDestruction };
const wholeCase = { ...named, of: 'case' };
const onCase = (body: { readonly case: string }): string => `case-${body.case}`;
const destructions = (): string => 'destructions';

const { DestructionEntered, DestructionAbandoned, KeysDestroyed, DestructionCertified } = destructionsFacts;
const { DestructionBegun } = closingFacts;

/** A part alone, without what else a body says. */
export const partOf = ({ destruction, of, case: one, person, from, fact }: Part): Part => ({
  destruction,
  of,
  ...(one && { case: one }),
  ...(person && { person }),
  ...(from && { from }),
  ...(fact && { fact }),
});

/** Begins to destroy one of a person's own streams. */
const beginOfPerson = (of: 'registration' | 'file', kind: 'person' | 'file', says: string) => {
  const part = ({ destruction, person }: BeginPersonDestruction): Part => ({ destruction, of, person });
  return action<BeginPersonDestruction>({
    body: BeginPersonDestruction,
    kind: 'request',
    clauses: ['R9', 'R7'],
    says,
    who: ['system'],
    legs: [
      leg<'destructions', BeginPersonDestruction>('destructions', {
        stream: destructions,
        decide: (s, body) => enterPart(s, part(body)),
      }),
      leg<typeof kind, BeginPersonDestruction>(kind, {
        stream: ({ person }) => `${kind}-${person}`,
        also: ({ person, cases }) => [...streamsAboutPerson(person), ...cases.map((one) => `case-${one}`)],
        decide: (s, { destruction, person, cases, elsewhere }, c) =>
          beginPersonDestruction(s, { destruction, person, of }, { cases, elsewhere }, c),
        undo: leg<'destructions', BeginPersonDestruction>('destructions', {
          stream: destructions,
          decide: (s, body) => abandonPart(s, part(body)),
        }) as never,
      }),
    ],
    states: [DestructionEntered, DestructionAbandoned, DestructionBegun],
    refuses: [personStillNeeded],
    example: { destruction: aDestruction, person: aPerson, cases: [aCase], elsewhere: 0 },
  });
};

/** The steps by which the service destroys what two people confirmed; each may be repeated. */
export const destroyingActions = {
  BeginDestruction: action<ConfirmDestruction>({
    body: ConfirmDestruction,
    kind: 'request',
    clauses: ['R9', 'R7'],
    says: 'Begin to destroy what two people want destroyed: it is entered first, and decided once more at the case’s own revision.',
    who: ['system'],
    legs: [
      leg<'destructions', ConfirmDestruction>('destructions', {
        stream: destructions,
        decide: (s, body) => enterPart(s, { destruction: body.destruction, of: 'case', case: body.case }),
      }),
      leg<'case', ConfirmDestruction>('case', {
        stream: onCase,
        needsHistory: true,
        also: (_body, s, _id, register) => streamsOfRetention(s, register),
        decide: (s, body, c) => beginDestruction(s, { case: body.case, destruction: body.destruction }, c),
        undo: leg<'destructions', ConfirmDestruction>('destructions', {
          stream: destructions,
          decide: (s, body) => abandonPart(s, { destruction: body.destruction, of: 'case', case: body.case }),
        }) as never,
      }),
    ],
    states: [DestructionEntered, DestructionAbandoned, DestructionBegun, destructionFacts.DestructionStopped],
    refuses: [caseNotFound, destructionNotAsked, destructionHeld, destructionNotDue],
    example: named,
  }),
  BeginRegistrationDestruction: beginOfPerson(
    'registration',
    'person',
    'Begin to destroy who somebody is and how they were reached, when their last case is destroyed and nothing else needs it.',
  ),
  BeginFileDestruction: beginOfPerson(
    'file',
    'file',
    'Begin to destroy what somebody told and asked apart from any case, when their last case is destroyed and nothing else needs it.',
  ),
  RecordKeysDestroyed: action<RecordKeysDestroyed>({
    body: RecordKeysDestroyed,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'The keys of a part are destroyed: how many, and of how many facts of which kinds the content is gone.',
    who: ['system'],
    legs: [
      leg('destructions', {
        stream: destructions,
        also: (body: RecordKeysDestroyed) => [streamOfPart(body)],
        decide: (s, { keys, facts, kinds, firstOn, lastOn, ...body }, c) => {
          const part = partOf(body);
          const closing = c.world.closing(streamOfPart(part));
          const begun =
            part.of === 'fact'
              ? closing.facts.get(part.destruction)?.begun === true
              : closing.begun === part.destruction;
          const period = { ...(firstOn && { firstOn }), ...(lastOn && { lastOn }) };
          const ofKinds = kinds.map(({ type, facts: of }) => ({ type, facts: of }));
          return recordKeysDestroyed(s, { ...part, keys, facts, kinds: ofKinds, ...period, begun });
        },
      }),
    ],
    states: [KeysDestroyed],
    refuses: [partNotEntered],
    example: { ...wholeCase, keys: 2, facts: 1, kinds: [{ type: 'SessionHeld', facts: 1 }] },
  }),
  RegisterDestroyedRecord: action<RegisterDestroyedRecord>({
    body: RegisterDestroyedRecord,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'Keep, apart and under its own key, that a record of a person was destroyed, so that who asks is answered.',
    who: ['system'],
    legs: [
      leg('destroyed', {
        stream: ({ person }: RegisterDestroyedRecord) => `destroyed-${person}`,
        also: (body) => [onCase(body)],
        decide: (s, { person, destruction, case: one, firstOn, lastOn, name }, c) => {
          const theCase = c.world.case(one);
          const { asked } = theCase.destruction;
          const { kind } = theCase.roster;
          if (asked === undefined || kind === undefined || !isClosed(theCase)) return partNotEntered({ field: 'case' });
          const { rule, keptUntil, years } = asked;
          const destroyedOn = c.world.zone.localOf(c.now).slice(0, 10);
          const said = { person, destruction, case: one, kind, firstOn, lastOn, destroyedOn };
          return registerDestroyed(s, { ...said, rule, keptUntil, years, name }, theCase);
        },
      }),
    ],
    states: [destroyedFacts.RecordDestroyed],
    refuses: [partNotEntered],
    example: {
      ...named,
      person: aPerson,
      firstOn: '2025-06-03',
      lastOn: '2026-01-26',
      name: 'Robin Example',
    },
  }),
  CertifyDestruction: action<CertifyDestruction>({
    body: CertifyDestruction,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'Issue the certificate of a destruction of which every part is done.',
    who: ['system'],
    legs: [
      leg('destructions', {
        stream: destructions,
        also: (body: CertifyDestruction) => [streamOfPart(body), ...(body.case ? [`case-${body.case}`] : [])],
        decide: (s, body, c) => {
          const { destruction } = body;
          const today = c.world.zone.localOf(c.now).slice(0, 10);
          const days = parameterOn(c.world.parameters, 'key-backup-days', today);
          const keyBackupsEnd = body.keyBackupsEnd ?? addDays(today, days);
          if (body.of === 'fact') {
            const one = c.world.closing(streamOfPart(body)).facts.get(destruction);
            if (one?.confirmedBy === undefined) return partNotEntered({ field: 'destruction' });
            const { fact, requestedBy, confirmedBy } = one;
            const where = body.case ? { case: body.case } : {};
            const by = { requestedBy, confirmedBy, rule: 'wrong-person' as const };
            return certify(s, { destruction, fact, ...where, ...by, keyBackupsEnd });
          }
          if (body.case === undefined) return partNotEntered({ field: 'case' });
          const { asked } = c.world.case(body.case).destruction;
          if (asked?.confirmedBy === undefined) return partNotEntered({ field: 'destruction' });
          const { requestedBy, confirmedBy, rule, keptUntil, years } = asked;
          const by = { requestedBy, confirmedBy, rule, keptUntil, years };
          return certify(s, { destruction, case: body.case, ...by, keyBackupsEnd });
        },
      }),
    ],
    states: [DestructionCertified],
    refuses: [partNotEntered],
    example: wholeCase,
  }),
} as const;
