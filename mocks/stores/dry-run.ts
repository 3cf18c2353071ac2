/** A store for dry runs: reads what is kept elsewhere, and keeps what is done to it to itself. */
import type { JsonObject } from '../../contract/json.ts';
import { keyOf } from '../state/view.ts';
import type { AccountCollection, Store } from '../state/store.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** Records of `base`, as they are when they are looked at, with the changes that are made here. Not to be shared, kept or forked. */
export function createDryRun(base: Store): Store {
  /** By collection and key; undefined for what was removed. */
  const changes = new Map<string, Map<string, JsonObject | undefined>>();
  const changesOf = ({ account, collection }: AccountCollection): Map<string, JsonObject | undefined> => {
    const place = keyOf({ account, collection });
    const known = changes.get(place) ?? new Map<string, JsonObject | undefined>();
    changes.set(place, known);
    return known;
  };
  const get = async (name: AccountCollection, key: string): Promise<JsonObject | undefined> => {
    const own = changesOf(name);
    return own.has(key) ? own.get(key) : base.get(name, key);
  };
  return {
    get,
    async create(name, key, record) {
      if ((await get(name, key)) !== undefined) return false;
      changesOf(name).set(key, record);
      return true;
    },
    async change(name, key, next) {
      const old = await get(name, key);
      const changed = next(old);
      if (changed && changed !== old) changesOf(name).set(key, changed);
      return changed;
    },
    async remove(name, key) {
      const isThere = (await get(name, key)) !== undefined;
      changesOf(name).set(key, undefined);
      return isThere;
    },
    async list(name) {
      const listed = await base.list(name);
      if (changesOf(name).size === 0) return listed;
      const all = (await base.export())[name.account]?.[name.collection] ?? {};
      const merged = new Map(Object.entries(all));
      for (const [key, record] of changesOf(name)) {
        if (record) merged.set(key, record);
        else merged.delete(key);
      }
      return [...merged.values()];
    },
    clear: () => refuse('clear'),
    export: () => refuse('export'),
    import: () => refuse('import'),
    counts: () => refuse('count'),
    count: () => refuse('count'),
    fork: () => refuse('fork'),
  };
}

function refuse(what: string): never {
  throw new MisuseError(`Failed to ${what} a store: it is one for a dry run. Use the store that it reads.`);
}
