import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { createMemoryStore, StoreFullError, type Store } from './store.ts';

const widgets = { account: 'one', collection: 'widgets' };
const gadgets = { account: 'one', collection: 'gadgets' };

test('keeps a record by its collection and key', async () => {
  const store: Store = createMemoryStore();

  expect(await store.create(widgets, 'blue', { Size: 5 })).toBe(true);
  expect(await store.get(widgets, 'blue')).toStrictEqual({ Size: 5 });
});

test('refuses a key that is in use, and keeps what is there', async () => {
  const store: Store = createMemoryStore();
  await store.create(widgets, 'blue', { Size: 5 });

  expect(await store.create(widgets, 'blue', { Size: 6 })).toBe(false);
  expect(await store.get(widgets, 'blue')).toStrictEqual({ Size: 5 });
});

test('gives one of any number of simultaneous calls the key', async () => {
  const store: Store = createMemoryStore();

  const created = await Promise.all(
    Array.from({ length: 200 }, async (_, Size) => store.create(widgets, 'blue', { Size })),
  );

  expect(created.filter(Boolean)).toHaveLength(1);
});

test('has nothing where nothing was put', async () => {
  const store: Store = createMemoryStore();
  await store.create(widgets, 'blue', {});

  expect(await store.get(widgets, 'red')).toBeUndefined();
  expect(await store.get(gadgets, 'blue')).toBeUndefined();
  expect(await store.list(gadgets)).toStrictEqual([]);
});

test.each(['__proto__', 'constructor', 'toString', ''])(
  'takes %j for a name like any other',
  async (name) => {
    const store: Store = createMemoryStore();

    expect(await store.get({ account: name, collection: name }, name)).toBeUndefined();
    expect(await store.create({ account: name, collection: name }, name, { Size: 5 })).toBe(true);
    expect(await store.get({ account: name, collection: name }, name)).toStrictEqual({ Size: 5 });
  },
);

test('changes a record, or makes one where there is none', async () => {
  const store: Store = createMemoryStore();
  const grow = (old: JsonObject | undefined): JsonObject => ({ Size: Number(old?.['Size'] ?? 0) + 1 });

  expect(await store.change(widgets, 'blue', grow)).toStrictEqual({ Size: 1 });
  expect(await store.change(widgets, 'blue', grow)).toStrictEqual({ Size: 2 });
  expect(await store.get(widgets, 'blue')).toStrictEqual({ Size: 2 });
});

test('changes nothing where nothing is to be there', async () => {
  const store: Store = createMemoryStore();
  await store.create(widgets, 'blue', { Size: 5 });

  expect(await store.change(widgets, 'blue', () => undefined)).toBeUndefined();
  expect(await store.change(widgets, 'red', () => undefined)).toBeUndefined();
  expect(await store.list(widgets)).toStrictEqual([{ Size: 5 }]);
});

test('keeps a record at its place in the list when it is changed', async () => {
  const store: Store = createMemoryStore();
  for (const key of ['a', 'b']) await store.create(widgets, key, { Key: key });
  await store.change(widgets, 'a', () => ({ Key: 'changed' }));

  expect(await store.list(widgets)).toStrictEqual([{ Key: 'changed' }, { Key: 'b' }]);
});

test('removes a record, and says whether there was one', async () => {
  const store: Store = createMemoryStore();
  await store.create(widgets, 'blue', {});

  expect(await store.remove(widgets, 'blue')).toBe(true);
  expect(await store.remove(widgets, 'blue')).toBe(false);
  expect(await store.remove(gadgets, 'blue')).toBe(false);
  expect(await store.create(widgets, 'blue', {})).toBe(true);
});

test('lists records in the order of creation', async () => {
  const store: Store = createMemoryStore();
  for (const [key, Size] of Object.entries({ c: 1, a: 2, b: 3 })) await store.create(widgets, key, { Size });
  await store.remove(widgets, 'a');
  await store.create(widgets, 'a', { Size: 4 });

  expect(await store.list(widgets)).toStrictEqual([{ Size: 1 }, { Size: 3 }, { Size: 4 }]);
});

test('keeps a list as it was when it was asked for', async () => {
  const store: Store = createMemoryStore();
  const before = await store.list(widgets);
  await store.create(widgets, 'blue', {});

  expect(before).toStrictEqual([]);
});

test('forgets everything when it is cleared', async () => {
  const store: Store = createMemoryStore();
  await store.create(widgets, 'blue', {});
  await store.create(gadgets, 'blue', {});
  await store.clear();

  expect(await store.list(widgets)).toStrictEqual([]);
  expect(await store.get(gadgets, 'blue')).toBeUndefined();
});

test('meets no other store', async () => {
  const [one, other]: [Store, Store] = [createMemoryStore(), createMemoryStore()];
  await one.create(widgets, 'blue', {});

  expect(await other.get(widgets, 'blue')).toBeUndefined();
});

test('hands out all that it holds, and takes it over in place of what is there', async () => {
  const [one, other] = [createMemoryStore(), createMemoryStore()];
  for (const key of ['b', 'a', '__proto__']) one.create(widgets, key, { Key: key });
  other.create(gadgets, 'old', {});

  other.import(one.export());

  expect(other.list(widgets)).toStrictEqual([{ Key: 'b' }, { Key: 'a' }, { Key: '__proto__' }]);
  expect(other.get(gadgets, 'old')).toBeUndefined();
});

test('does not change any more what it handed out', async () => {
  const store = createMemoryStore();
  store.create(widgets, 'blue', { Size: 5 });
  const contents = store.export();

  store.change(widgets, 'blue', () => ({ Size: 6 }));
  store.create(widgets, 'red', {});
  store.clear();

  expect(contents).toStrictEqual({ one: { widgets: { blue: { Size: 5 } } } });
});

test('keeps what a record says, and not the request that it was cut out of', () => {
  const store = createMemoryStore();
  const before = heapUsed();
  for (let index = 0; index < 50; index += 1) {
    const body = `${index}`.padStart(20, '0') + 'x'.repeat(1_000_000);
    void store.create({ ...widgets, account: body.slice(0, 20) }, JSON.stringify([body.slice(0, 19)]), {
      Name: body.slice(0, 18),
    });
  }

  expect(heapUsed() - before).toBeLessThan(5_000_000);
  expect(store.list({ ...widgets, account: '7'.padStart(20, '0') })).toEqual([{ Name: '0'.repeat(18) }]);
});

test('refuses a record beyond its limit, and takes it once there is room again', async () => {
  const store = createMemoryStore(undefined, 1000);
  store.create(widgets, 'a', { Text: 'x'.repeat(900) });

  expect(() => store.create(widgets, 'b', { Text: 'x'.repeat(900) })).toThrow(StoreFullError);
  expect(() => store.change(widgets, 'a', () => ({ Text: 'x'.repeat(1100) }))).toThrow('The state is full');
  expect(store.create(widgets, 'b', { Text: 'x' })).toBe(true);
  store.change(widgets, 'a', () => ({ Text: 'y' }));
  expect(store.create(widgets, 'c', { Text: 'x'.repeat(900) })).toBe(true);
  store.remove(widgets, 'c');
  expect(store.create(widgets, 'd', { Text: 'x'.repeat(900) })).toBe(true);
});

test('changes a record of a full store where the new one is no longer', () => {
  const store = createMemoryStore(undefined, 1000);
  store.create(widgets, 'a', { Text: 'x'.repeat(900) });

  expect(store.change(widgets, 'a', () => ({ Text: 'y'.repeat(900) }))).toEqual({ Text: 'y'.repeat(900) });
  expect(store.list(widgets)).toEqual([{ Text: 'y'.repeat(900) }]);
});

test('counts the names of accounts, and what a collection begins with', () => {
  const named = (name: string) => ({ account: name.repeat(400), collection: 'widgets' });
  const store = createMemoryStore(() => [{ key: 'k', record: { Text: 'x'.repeat(80) } }], 1000);

  expect([store.list(named('a')), store.list(named('b')), store.list(named('c'))].flat()).toHaveLength(3);
  expect(store.counts()).toHaveLength(2);
  expect(() => store.create(named('b'), 'b', { Text: 'x'.repeat(80) })).toThrow(StoreFullError);
  expect(store.create(named('a'), 'b', { Text: 'x' })).toBe(true);
});

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
