import { type PropertyShape, shapesOf } from '../../application/actions/action.js';
import type { Column, ViewDefinition } from '../../projections/view.js';

/** A piece of an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema of an action's body, or of a record inside one. */
export function bodySchema(body: new () => object): Schema {
  const shapes = Object.entries(shapesOf(body));
  return {
    type: 'object',
    additionalProperties: false,
    required: shapes.filter(([, shape]) => !shape.optional).map(([name]) => name),
    properties: Object.fromEntries(shapes.map(([name, shape]) => [name, propertySchema(shape)])),
  };
}

function propertySchema(shape: PropertyShape): Schema {
  const { type, format, pattern, enum: codes, maxLength, minimum, items, nested, means } = shape;
  if (type === 'object' && nested) return bodySchema(nested);
  const local = pattern !== undefined && !pattern.startsWith('^');
  return {
    type,
    ...(format && { format }),
    // Local wall times are described by a picture of them, which is no regular expression.
    ...(pattern && { pattern: local ? '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' : pattern }),
    ...(codes && { enum: codes }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minimum !== undefined && { minimum }),
    ...(type === 'array' && { items: nested ? bodySchema(nested) : propertySchema(items ?? { type: 'string' }) }),
    ...(means && { description: means }),
    ...(local && { description: 'Local wall time in the agency’s zone, without an offset.' }),
  };
}

/** The schema of a row of a view as a reader is shown it. */
export const rowSchema = (view: Pick<ViewDefinition, 'columns'>): Schema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(view.columns).map(([name, column]) => [name, columnSchema(column)])),
});

function columnSchema({ kind, says }: Column): Schema {
  switch (kind) {
    case 'text':
      return { type: ['string', 'null'], description: says };
    case 'integer':
      return { type: ['integer', 'null'], description: says };
    case 'json':
      return { description: says };
    case 'box':
      return {
        type: ['object', 'null'],
        description: `${says} Sealed; shown to whom it may be, else {"withheld": "by-role" | "destroyed" | "until-released" | "draft"}.`,
      };
  }
}

const text: Schema = { type: 'string' };
const uuid: Schema = { type: 'string', format: 'uuid' };

/** What every answer is made of. */
export const SHARED_SCHEMAS: Readonly<Record<string, Schema>> = {
  Receipt: {
    type: 'object',
    description: 'Proof of what was stated, and where to wait for it.',
    required: ['action', 'stream', 'revision', 'position', 'digest', 'facts'],
    properties: {
      action: uuid,
      id: { ...uuid, description: 'Id of the thing the action made, when it makes one.' },
      stream: text,
      revision: { type: 'integer' },
      position: { ...text, description: 'Opaque; every fact of the action stands at or before it.' },
      digest: { ...text, description: 'Digest of the last fact stated, 0 facts: empty.' },
      facts: {
        type: 'array',
        items: { type: 'object', properties: { id: uuid, type: text, stream: text, revision: { type: 'integer' } } },
      },
      possibleMatches: {
        type: 'array',
        items: uuid,
        description: 'Of a registration: other registrations that may be the same person’s, for whoever may find them.',
      },
    },
  },
  Found: {
    type: 'object',
    description: 'Whom a search found; nobody, and nobody you may find, is answered alike.',
    required: ['role', 'accessEntry', 'persons', 'more'],
    properties: {
      role: text,
      accessEntry: { ...text, description: 'Position of the access log’s entry about this search.' },
      persons: {
        type: 'array',
        items: {
          type: 'object',
          required: ['person', 'name'],
          properties: {
            person: uuid,
            name: { ...text, description: 'The name they use; not by which they were found.' },
            pronouns: text,
            birthDate: { ...text, format: 'date' },
          },
        },
      },
      more: { type: 'boolean', description: 'True when there are more: say more of whom you look for.' },
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. It never repeats a value that was sent.',
    required: ['type', 'title', 'status', 'code', 'instance'],
    properties: {
      type: { ...text, format: 'uri' },
      title: { ...text, description: 'A sentence for the person.' },
      status: { type: 'integer' },
      detail: text,
      code: text,
      clause: { ...text, description: 'Clause of the charter that it rests on.' },
      field: { ...text, description: 'Property, header or parameter that it is about.' },
      errors: { type: 'array', items: { type: 'object', properties: { field: text, reason: text } } },
      values: { type: 'object' },
      receipt: { $ref: '#/components/schemas/Receipt' },
      instance: { ...text, description: 'urn:uuid: of the correlation id.' },
    },
  },
};
