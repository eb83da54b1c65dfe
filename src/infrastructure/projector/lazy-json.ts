/** An object that is parsed from its JSON text when somebody first looks into it. */
export function lazyJson<T extends object>(text: string): T {
  return new Proxy<{ text: string; value?: object }>({ text }, LAZY) as unknown as T;
}

const parsed = (lazy: { readonly text: string; value?: object }): object => {
  lazy.value ??= JSON.parse(lazy.text) as object;
  return lazy.value;
};

const LAZY: ProxyHandler<{ text: string; value?: object }> = {
  get: (lazy, name) => Reflect.get(parsed(lazy), name),
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
