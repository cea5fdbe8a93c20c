/** What handlers get from modules: the type `.gati/types.d.ts` gives each, held against what the checker says of it. */
interface Module<Exports = unknown> {
  readonly name: string;
  readonly dependencies?: readonly string[];
  readonly exports?: Exports;
  init?(gctx: { readonly mode: 'development' | 'production' | 'test' }): unknown;
  shutdown?(): void | Promise<void>;
}

declare function defineModule<const M extends Module>(module: M): M;

type Provided<M> = M extends { readonly exports: infer Exports }
  ? Exports
  : M extends { init(...args: never[]): infer Made }
    ? Awaited<Made>
    : M extends (...args: never[]) => infer Made
      ? Awaited<Made>
      : unknown;

interface User {
  id: string;
  name: string;
  nick?: string;
}

const users = new Map<string, User>();

class Orders {
  private readonly open: number[] = [];
  count() {
    return this.open.length;
  }
  async first() {
    return { total: this.open[0] ?? 0, at: new Date() };
  }
}

const db = defineModule({
  name: 'db',
  dependencies: ['log'],
  exports: {
    limit: 100,
    kinds: ['user', 'order'],
    nested: { deep: [{ a: 1 }], none: null },
    users: {
      async findById(id: string) {
        return users.get(id);
      },
      list: () => [...users.values()],
      page(size: number) {
        return { size, kind: 'page', items: [...users.values()].slice(0, size) };
      },
      first: () => ({ kind: 'first', tags: ['a'] }),
      label: () => 'users',
    },
    orders: new Orders(),
  },
});
const pool = { name: 'pool', exports: { limit: 100, kinds: ['a'], open: () => true } } satisfies Module;
const plain = { name: 'plain', exports: { limit: 100, kinds: ['a'], load: async () => ({ state: 'on' }) } };
const clock = {
  name: 'clock',
  async init() {
    return { now: () => 1, zone: 'utc' };
  },
} satisfies Module;
const started = defineModule({
  name: 'started',
  init() {
    return { zone: 'utc', offsets: [1, 2] };
  },
});
const cache = async (gctx: { mode: 'test' | 'production' }) => ({ size: (key: string) => key.length, mode: gctx.mode });
const made = (limit = 3) => new Orders();
const nothing = { name: 'nothing', shutdown() {} };
const orders = defineModule({ name: 'orders', exports: new Orders() });
const getter = {
  name: 'getter',
  get exports() {
    return { at: new Date() };
  },
};
const factory = function () {
  return { get: (id: string) => users.get(id) ?? null };
};

interface Modules {
  db: Provided<typeof db>;
  pool: Provided<typeof pool>;
  plain: Provided<typeof plain>;
  clock: Provided<typeof clock>;
  started: Provided<typeof started>;
  cache: Provided<typeof cache>;
  made: Provided<typeof made>;
  nothing: Provided<typeof nothing>;
  orders: Provided<typeof orders>;
  getter: Provided<typeof getter>;
  factory: Provided<typeof factory>;
}

declare const gctx: { readonly modules: Modules };

export async function userOf(id: string) {
  const user = await gctx.modules.db.users.findById(id);
  return user === undefined ? { error: 'none' } : user;
}
export const everyUser = () => gctx.modules.db.users.list();
export const pageOf = (size: number) => gctx.modules.db.users.page(size);
export const firstOf = () => gctx.modules.db.users.first();
export const labelOf = () => gctx.modules.db.users.label();
export const constants = () => ({
  limit: gctx.modules.db.limit,
  kinds: gctx.modules.db.kinds,
  nested: gctx.modules.db.nested,
});
export async function ordersOf() {
  const { orders } = gctx.modules.db;
  return { count: orders.count(), first: await orders.first() };
}
export const poolOf = () => ({ ...gctx.modules.pool, open: gctx.modules.pool.open() });
export async function plainOf() {
  const { limit, kinds, load } = gctx.modules.plain;
  return { limit, kinds, loaded: await load() };
}
export const clockOf = () => ({ now: gctx.modules.clock.now(), zone: gctx.modules.clock.zone });
export const startedOf = () => gctx.modules.started;
export const cacheOf = () => ({ size: gctx.modules.cache.size('a'), mode: gctx.modules.cache.mode });
export const madeOf = () => gctx.modules.made.count();
export const nothingOf = () => ({ is: gctx.modules.nothing === undefined });
export const ordersModule = () => gctx.modules.orders.count();
export const getterOf = () => gctx.modules.getter;
export const factoryOf = (id: string) => gctx.modules.factory.get(id);
