import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import type { FieldProblem } from './outcome.js';

type Found = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;

/**
 * class-validator looks through every class there is for each validation, which with hundreds of actions is most of its time;
 * what it finds for a class stays the same, because actions are declared before the first is performed.
 */
function rememberWhatIsFound(): void {
  const storage = getMetadataStorage();
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const found = new WeakMap<object, Found>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups?.length) return find(target, schema, always, strictGroups, groups);
    let known = found.get(target);
    if (known === undefined) {
      known = find(target, schema, always, strictGroups, groups);
      found.set(target, known);
    }
    return known;
  };
}
rememberWhatIsFound();

/** A body as an instance of its class, or what is wrong with it, property by property and without any value. */
export function wellFormed<B extends object>(
  type: new () => B,
  body: unknown,
): { readonly body: B } | { readonly problems: readonly FieldProblem[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { problems: [{ field: '', reason: 'the body must be a JSON object' }] };
  }
  const instance = plainToInstance(type, body);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  return errors.length === 0 ? { body: instance } : { problems: problemsOf(errors, '') };
}

const PRINTABLE = /^[\w-]{1,60}$/;

function problemsOf(errors: readonly ValidationError[], path: string): readonly FieldProblem[] {
  return errors.flatMap((error) => {
    // A property name is the caller's text: only a plain one is repeated.
    const name = PRINTABLE.test(error.property) ? error.property : 'a property';
    const field = path === '' ? name : `${path}.${name}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, reason]) => ({
      field,
      reason: rule === 'whitelistValidation' ? `${name} is not a property of this action` : reason,
    }));
    return [...own, ...problemsOf(error.children ?? [], field)];
  });
}
