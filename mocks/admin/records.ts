/** The records of a mock for somebody who looks at them: how many there are, and those of one collection, page by page. */
import type { Contract } from '../../contract/contract.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import type { CollectionCount } from '../state/store.ts';
import { pickKey } from '../state/view.ts';
import { AdminError, assertKnown, numberOf, parseJson, readView, type AdminRequest } from './answer.ts';
import type { CollectionList, RecordPage } from './bodies.ts';

/** Records, or collections, in one answer: by default, and at most. */
const pageSize = 50;
const greatestPageSize = 1000;

function limitOf(query: URLSearchParams): number {
  return Math.min(numberOf(query, 'limit', pageSize, 1), greatestPageSize);
}

/** `GET /collections`: the newest first; `search` looks in accounts and names. */
export async function listCollections(
  { state }: AwaitedFetchMock,
  { query }: AdminRequest,
): Promise<CollectionList> {
  assertKnown(query, ['search', 'limit']);
  const wanted = (query.get('search') ?? '').toLowerCase();
  const limit = limitOf(query);
  const initial = state.initial().map(({ collection, records }) => ({ collection, count: records.length }));
  const counts = await state.counts();
  const found = counts.filter(
    ({ account, collection, count }) =>
      count > 0 && `${account} ${collection}`.toLowerCase().includes(wanted),
  );
  return {
    records: counts.reduce((sum, { count }) => sum + count, 0),
    total: found.length,
    collections: found.slice(-limit).toReversed(),
    initial,
  };
}

/** `GET /records`: of one collection; without an account, what every account starts with. */
export async function listRecords(
  { state, contract }: AwaitedFetchMock,
  { query }: AdminRequest,
): Promise<RecordPage> {
  assertKnown(query, ['account', 'collection', 'search', 'where', 'view', 'offset', 'limit']);
  const collection = query.get('collection');
  const account = query.get('account');
  if (collection === null)
    throw new AdminError(
      400,
      'it does not say which "collection". GET /collections shows those that there are',
    );
  const offset = numberOf(query, 'offset', 0);
  const limit = limitOf(query);
  const words = (query.get('search') ?? '').toLowerCase().split(/\s+/);
  const all =
    account === null
      ? (state.initial().find((one) => one.collection === collection)?.records ?? [])
      : await state.records({ account, collection });
  const where = readWhere(query);
  const found = all.filter(
    (record) =>
      holdsAll(textOf(record), words) &&
      where.every(([field, json]) => JSON.stringify(record[field]) === json),
  );
  const key = keyOf(contract, collection);
  const page = found.slice(offset, offset + limit);
  // A record without a key is told from others by all that it has.
  const isRows = readView(query) === 'rows' && key.length > 0;
  return { total: found.length, key, records: isRows ? page.map((record) => pickKey(record, key)) : page };
}

/** The members that a record has to have, by name and JSON. Throws AdminError for anything but an object. */
function readWhere(query: URLSearchParams): readonly (readonly [name: string, json: string])[] {
  const problem = '"where" is no JSON object, such as {"Name":"a"}';
  const where = parseJson(query.get('where') ?? '{}', problem);
  if (!isObject(where)) throw new AdminError(400, problem);
  return Object.entries(where).map(([name, value]) => [name, JSON.stringify(value)]);
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function textOf(record: JsonObject): string {
  return JSON.stringify(record).toLowerCase();
}

/** The fields that name a record: those of the operation that makes it, or of any that is about it. */
function keyOf(contract: Contract, collection: string): readonly string[] {
  const operations = [...contract.values()];
  const effects = operations.flatMap(({ effect }) => (effect?.collection === collection ? [effect] : []));
  const made = effects.find(({ kind }) => kind === 'create') ?? effects.find(({ kind }) => kind !== 'list');
  return made?.key ?? [];
}

/** The collections that calls may have changed, with how many records they have now. */
export function countsOf(
  { state, contract }: AwaitedFetchMock,
  calls: readonly { readonly account: string; readonly operation: string | undefined }[],
): Awaitable<readonly CollectionCount[]> {
  const touched = calls.flatMap(({ account, operation }) => {
    const collection = contract.get(operation ?? '')?.effect?.collection;
    return collection === undefined ? [] : [{ account, collection }];
  });
  const names = new Map(touched.map((name) => [JSON.stringify([name.account, name.collection]), name]));
  return [...names.values()].reduce<Awaitable<readonly CollectionCount[]>>(
    (counts, name) =>
      whenDone(counts, (before) =>
        whenDone(state.count(name), (count) =>
          count === undefined ? before : [...before, { ...name, count }],
        ),
      ),
    [],
  );
}
