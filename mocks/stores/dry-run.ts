/** A store for dry runs: reads what is kept elsewhere, and keeps what is done to it to itself. */
import type { JsonObject } from '../../contract/json.ts';
import { keyOf } from '../state/view.ts';
import type { AccountCollection, Store } from '../state/store.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** Records of `base`, as they are when they are looked at, with the changes that are made here. Not to be shared, kept or forked. */
export function createDryRun(base: Store): Store {
  /** By collection and key. */
  const changes = new Map<string, Map<string, DryRunChange>>();
  const changesOf = ({ account, collection }: AccountCollection): Map<string, DryRunChange> => {
    const place = keyOf({ account, collection });
    const known = changes.get(place) ?? new Map<string, DryRunChange>();
    changes.set(place, known);
    return known;
  };
  const get = async (name: AccountCollection, key: string): Promise<JsonObject | undefined> => {
    const own = changesOf(name).get(key);
    return own ? own.record : base.get(name, key);
  };
  /** A new record comes last, also where one of its key was removed. */
  const put = (
    name: AccountCollection,
    key: string,
    record: JsonObject | undefined,
    isNew: boolean,
  ): void => {
    const own = changesOf(name);
    const wasNew = own.get(key)?.isNew ?? false;
    if (isNew) own.delete(key);
    own.set(key, { record, isNew: isNew || wasNew });
  };
  return {
    get,
    async create(name, key, record) {
      if ((await get(name, key)) !== undefined) return false;
      put(name, key, record, true);
      return true;
    },
    async change(name, key, next) {
      const old = await get(name, key);
      const changed = next(old);
      if (changed && changed !== old) put(name, key, changed, old === undefined);
      return changed;
    },
    async remove(name, key) {
      const isThere = (await get(name, key)) !== undefined;
      put(name, key, undefined, false);
      return isThere;
    },
    async list(name) {
      const listed = await base.list(name);
      if (changesOf(name).size === 0) return listed;
      const all = (await base.export())[name.account]?.[name.collection] ?? {};
      const merged = new Map(Object.entries(all));
      for (const [key, { record, isNew }] of changesOf(name)) {
        if (isNew || !record) merged.delete(key);
        if (record) merged.set(key, record);
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

interface DryRunChange {
  /** Undefined for one that was removed. */
  readonly record: JsonObject | undefined;
  /** Made here: whatever was there before does not say where it is listed. */
  readonly isNew: boolean;
}

function refuse(what: string): never {
  throw new MisuseError(`Failed to ${what} a store: it is one for a dry run. Use the store that it reads.`);
}
