const TEXT = Symbol('the JSON text it stands for');

/** An object that is parsed from its JSON text when somebody first looks into it; `jsonOf` never does. */
export function lazyJson<T extends object>(text: string): T {
  return new Proxy<{ text: string; value?: object }>({ text }, LAZY) as unknown as T;
}

/** The JSON text of a value; that of `lazyJson` is carried over as it is. */
export function jsonOf(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (value as { [TEXT]?: string })[TEXT] : undefined;
  return text ?? JSON.stringify(value);
}

const parsed = (lazy: { readonly text: string; value?: object }): object => {
  lazy.value ??= JSON.parse(lazy.text) as object;
  return lazy.value;
};

const LAZY: ProxyHandler<{ text: string; value?: object }> = {
  get: (lazy, name) => (name === TEXT ? lazy.text : Reflect.get(parsed(lazy), name)),
  has: (lazy, name) => Reflect.has(parsed(lazy), name),
  ownKeys: (lazy) => Reflect.ownKeys(parsed(lazy)),
  getOwnPropertyDescriptor: (lazy, name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(parsed(lazy), name);
    // A proxy may only call configurable what its target does not have.
    return descriptor && { ...descriptor, configurable: true };
  },
  getPrototypeOf: () => Object.prototype,
  set: () => false,
  deleteProperty: () => false,
};
