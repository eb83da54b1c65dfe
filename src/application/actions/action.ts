import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Clause } from '../../domain/charter.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import type { AnyKind, Channel, StreamKind } from '../../domain/language/fact.js';
import type { StateOf, World } from '../../domain/world.js';

/** Roles that the agency gives, and the system's own. */
export const ROLES = [
  'client',
  'therapist',
  'supervisor',
  'front-desk',
  'complaints-officer',
  'privacy-officer',
  'auditor',
  'manager',
  'system',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who may act. A bare role always carries its relation: `client` is a participant of this very case (and, where the body
 * names a participant, that one), `therapist` is the therapist of record, `supervisor` supervises them now. `anyone` is
 * any signed-in person, `staff` whoever holds a role now; `complainant` and `respondent` are those of this very complaint.
 */
export type Who = Role | 'anyone' | 'staff' | 'complainant' | 'respondent';

/** One append of an action: which stream, and what is decided there. */
export interface Leg<Body, K extends StreamKind = StreamKind> {
  readonly kind: K;
  /** Name of the stream, from the body and the ids this action derives. */
  readonly stream: (body: Body, id: (name: string) => string) => string;
  readonly decide: (state: StateOf<K>, body: Body, circumstances: Circumstances<World>) => Decision;
  /** Other streams whose state the decision looks at, by name. */
  readonly also?: (
    body: Body,
    state: StateOf<K>,
    id: (name: string) => string,
    register: World['register'],
  ) => readonly string[];
  /** True when the decision needs the stream's facts, not only its state. */
  readonly needsHistory?: boolean;
  /** What is decided in an earlier leg's stream when this leg refuses: a hold is released. */
  readonly undo?: Leg<Body>;
}

export interface ActionDefinition<Body extends ActionBody = ActionBody> {
  readonly name: string;
  readonly body: new () => Body;
  /** A request may be refused; a report says what happened and is never refused on a charter ground. */
  readonly kind: 'request' | 'report';
  readonly clauses: readonly Clause[];
  readonly says: string;
  readonly who: readonly Who[];
  readonly legs: readonly Leg<Body>[];
  /** Kinds of fact it may state, for the charter matrix. */
  readonly states: readonly AnyKind[];
  /** Codes of the refusals it may give, for the charter matrix. */
  readonly refuses: readonly { readonly code: string }[];
  readonly example: Readonly<Record<string, unknown>>;
  /** Id of the thing the action makes, derived from the action: the receipt answers it as `id`. */
  readonly makes?: (body: Body, id: (name: string) => string) => string;
}

/** Declares one action. */
export function action<Body extends ActionBody>(
  definition: Omit<ActionDefinition<Body>, 'name' | 'legs'> & {
    readonly legs: readonly Leg<Body, never>[] | readonly unknown[];
  },
): Omit<ActionDefinition<Body>, 'name'> {
  return definition as unknown as Omit<ActionDefinition<Body>, 'name'>;
}

/** Declares one leg, inferring the state from the kind of stream. */
export function leg<K extends StreamKind, Body>(kind: K, definition: Omit<Leg<Body, K>, 'kind'>): Leg<Body, K> {
  return { kind, ...definition };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LOCAL_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const SHA256 = /^[0-9a-f]{64}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const NO_CONTROL = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029\ufffe\uffff]*$/;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} .,;:'’()/§#&+%-]{0,199}$/u;

const existingDay = (value: string): boolean => {
  const at = Date.parse(`${value.slice(0, 10)}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value.slice(0, 10);
};

/** How a property is described in OpenAPI and the CLI: recorded by the decorators below, so it is said once. */
export interface PropertyShape {
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly items?: PropertyShape;
  readonly nested?: new () => object;
  readonly means?: string;
  readonly optional?: boolean;
}

const shapes = new WeakMap<object, Record<string, PropertyShape>>();

/** Shapes of a body class's properties, inherited ones first. */
export function shapesOf(body: new () => object): Readonly<Record<string, PropertyShape>> {
  const parent = Object.getPrototypeOf(body.prototype) as object | null;
  const inherited =
    parent !== null && parent !== Object.prototype ? shapesOf(parent.constructor as new () => object) : {};
  return { ...inherited, ...(shapes.get(body.prototype) ?? {}) };
}

const property =
  (shape: PropertyShape, ...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    const own = shapes.get(target) ?? {};
    own[String(key)] = { ...own[String(key)], ...shape };
    shapes.set(target, own);
    for (const decorate of decorators) decorate(target, key);
  };

const optionalProperty: PropertyDecorator = (target, key) => {
  const own = shapes.get(target) ?? {};
  own[String(key)] = { ...(own[String(key)] as PropertyShape), optional: true };
  shapes.set(target, own);
  IsOptional()(target, key);
};

/** May be left out. Place it first, above the property's own decorator. */
export const Optional = (): PropertyDecorator => optionalProperty;

/** A UUID. */
export const IsId = (means?: string) =>
  property(
    { type: 'string', format: 'uuid', ...(means === undefined ? {} : { means }) },
    Matches(UUID, { message: '$property must be a UUID in lower case' }),
  );
/** Free text a person wrote: at most 20,000 characters unless said otherwise, no control characters but tab and line feeds. */
export const IsText = (maxLength = 20_000) =>
  property(
    { type: 'string', maxLength },
    IsString(),
    MaxLength(maxLength),
    IsNotEmpty(),
    Matches(NO_CONTROL, { message: '$property must not contain control characters' }),
  );
/** A short open name: a version, a citation, a category. */
export const IsName = (means?: string) =>
  property(
    { type: 'string', maxLength: 200, ...(means === undefined ? {} : { means }) },
    IsString(),
    Matches(NAME, { message: '$property must be a short name of letters, digits and plain punctuation' }),
  );
/** One of a fixed list of codes. */
export const IsCode = (...codes: readonly string[]) => property({ type: 'string', enum: codes }, IsIn([...codes]));
/** An instant: ISO 8601 with an offset or Z; kept as UTC with milliseconds. */
export const IsInstant = () =>
  property(
    { type: 'string', format: 'date-time' },
    Transform(({ value }) => {
      if (
        typeof value !== 'string' ||
        !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
      )
        return value;
      const at = Date.parse(value);
      return Number.isNaN(at) || !existingDay(value) ? value : new Date(at).toISOString();
    }),
    Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, {
      message: '$property must be an existing instant in ISO 8601 with an offset, such as 2026-02-13T17:00:00Z',
    }),
    IsISO8601({ strict: true }),
  );
const existing = (pattern: RegExp, message: string): PropertyDecorator => {
  const matches = Matches(pattern, { message });
  const real = IsISO8601({ strict: true }, { message });
  return (target, key) => {
    matches(target, key as string);
    real(target, key as string);
  };
};
/** A calendar date that exists: 2026-02-13. */
export const IsDate = () =>
  property(
    { type: 'string', format: 'date' },
    existing(DATE, '$property must be an existing calendar date, such as 2026-02-13'),
  );
/** A local wall time without zone: 2026-02-17T09:00. Whether it exists in the agency's zone is decided later. */
export const IsLocalTime = () =>
  property(
    { type: 'string', pattern: 'YYYY-MM-DDTHH:MM' },
    existing(LOCAL_TIME, '$property must be a local date and time that exists, such as 2026-02-17T09:00'),
  );
/** Integer cents, from `least` to 10,000,000.00 dollars. */
export const IsCents = (least = 0) =>
  property(
    { type: 'integer', minimum: least, means: 'cents' },
    IsInt({ message: '$property must be a whole number of cents' }),
    Min(least),
    Max(1_000_000_000),
  );
/** A whole number in a range. */
export const IsCount = (least = 0, most = 1_000_000) =>
  property({ type: 'integer', minimum: least }, IsInt(), Min(least), Max(most));
/** True or false. */
export const IsFlag = () => property({ type: 'boolean' }, IsBoolean());
/** A SHA-256 as 64 hexadecimal digits. */
export const IsDigest = () =>
  property(
    { type: 'string', pattern: '^[0-9a-f]{64}$' },
    Matches(SHA256, { message: '$property must be a SHA-256 as 64 lower-case hexadecimal digits' }),
  );
/** A list of UUIDs, each once. */
export const IsIds = (least = 1, most = 100) =>
  property(
    { type: 'array', items: { type: 'string', format: 'uuid' } },
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(most),
    ArrayUnique(),
    Matches(UUID, { each: true, message: 'each of $property must be a UUID in lower case' }),
  );
/** A list of codes, each once. */
export const IsCodes = (codes: readonly string[], least = 1) =>
  property(
    { type: 'array', items: { type: 'string', enum: codes } },
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(codes.length),
    ArrayUnique(),
    IsIn([...codes], { each: true }),
  );
/** A list of records of a class. */
export const IsRecords = (nested: new () => object, least = 1, most = 400) =>
  property(
    { type: 'array', nested },
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(most),
    ValidateNested({ each: true }),
    Type(() => nested),
  );
/** One record of a class. */
export const IsRecord = (nested: new () => object) =>
  property(
    { type: 'object', nested },
    ValidateNested(),
    Type(() => nested),
  );

export const CHANNELS: readonly Channel[] = [
  'in-person',
  'telephone',
  'voicemail',
  'e-mail',
  'text',
  'mail',
  'portal',
  'video',
  'paper',
];

/** What every action may say besides its own fields. */
export class ActionBody {
  /** When it happened, if not now: staff only, with channel and evidence, never in the future. */
  @Optional()
  @IsInstant()
  happenedAt?: string;

  /** How exactly `happenedAt` is known. */
  @Optional()
  @IsCode('millisecond', 'minute', 'day')
  precision?: 'millisecond' | 'minute' | 'day';

  /** How it reached the agency. */
  @Optional()
  @IsCode(...CHANNELS)
  channel?: Channel;

  /** Reference to what proves it, such as a voicemail's number; never its content. */
  @Optional()
  @IsName()
  evidence?: string;

  /** The person for whom the actor acts. */
  @Optional()
  @IsId('person')
  onBehalfOf?: string;

  /** The person who told the agency. */
  @Optional()
  @IsId('person')
  informant?: string;
}
