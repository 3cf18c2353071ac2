/** Records of the world that are put into the store, where calls can change and remove them. */
import { ContractError } from '../../contract/contract-error.ts';
import type { Key } from '../../contract/operation/effect.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { World } from '../../contract/operation/preconditions.ts';
import type { InitialRecords } from './store.ts';
import { keyOf } from './view.ts';

/**
 * What each account starts with: records that name no account, or its own.
 *
 * Throws ContractError for records of a collection in which no operation creates, and for one that leaves out a part of its key.
 */
export function initialRecordsOf(world: World, keys: ReadonlyMap<string, Key>): InitialRecords {
  const seeded = new Map(
    Object.entries(world).flatMap(([collection, { records = [] }]) =>
      records.length === 0
        ? []
        : [[collection, readInitialRecords(collection, records, keys.get(collection))]],
    ),
  );
  return ({ account, collection }) =>
    seeded.get(collection)?.filter(({ owner }) => owner === undefined || owner === account) ?? [];
}

function readInitialRecords(collection: string, records: readonly JsonObject[], key: Key | undefined) {
  if (!key)
    throw new ContractError(
      `Failed to read world "${collection}": no operation creates in it, so it has no "records". Use "present".`,
    );
  return records.map(({ account, ...record }) => {
    const absent = key.find((field) => record[field] === undefined);
    if (absent !== undefined)
      throw new ContractError(
        `Failed to read world "${collection}": a record has no "${absent}", which is part of its key. Add it.`,
      );
    return {
      owner: account === undefined ? undefined : String(account),
      key: keyOf(record, key),
      record,
    };
  });
}
