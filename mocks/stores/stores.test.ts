import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import type { JsonObject } from '../../contract/json.ts';
import { noRedis } from '../fixtures/redis.ts';
import { sharedRedis } from '../fixtures/shared-redis.ts';
import { createMemoryStateStore, type StateStore } from '../state-store.ts';
import type { InitialRecords } from '../state/store.ts';
import { openRedisStore } from './redis.ts';
import { openSqliteStore } from './sqlite.ts';

const widgets = { account: 'one', collection: 'widgets' };
const gadgets = { account: 'one', collection: 'gadgets' };
const nothing: InitialRecords = () => [];
const limit = { requests: 30, perMs: 1000 };
const a = { account: 'a', operation: 'Add' };

const folder = temporaryFolder();
const redis = sharedRedis();

let count = 0;
const kinds = [
  { kind: 'memory', skipped: undefined, openStore: async () => createMemoryStateStore() },
  {
    kind: 'sqlite',
    skipped: undefined,
    openStore: async () => openSqliteStore(join(folder, `${(count += 1)}.db`)),
  },
  {
    kind: 'redis',
    skipped: noRedis,
    openStore: async (): Promise<StateStore> => openRedisStore(`${redis()}?prefix=test-${(count += 1)}`),
  },
];

describe.each(kinds)('a store in $kind', ({ skipped, openStore }) => {
  const storeTest = test.extend<{ store: StateStore }>({
    // Vitest reads which fixtures this one wants from its first parameter, and wants it written like this.
    // oxlint-disable-next-line no-empty-pattern
    store: async ({}, use) => {
      await using store = await openStore();
      await use(store);
    },
  });
  beforeEach(({ skip }) => {
    if (skipped !== undefined) skip(skipped);
  });

  storeTest('keeps a record by its account, collection and key', async ({ store }) => {
    const { records } = store.open('', nothing);

    expect(await records.create(widgets, 'blue', { Size: 5 })).toBe(true);
    expect(await records.get(widgets, 'blue')).toStrictEqual({ Size: 5 });
    expect(await records.get(widgets, 'red')).toBeUndefined();
    expect(await records.get(gadgets, 'blue')).toBeUndefined();
    expect(await records.get({ account: 'two', collection: 'widgets' }, 'blue')).toBeUndefined();
  });

  storeTest('refuses a key that is in use, and keeps what is there', async ({ store }) => {
    const { records } = store.open('', nothing);
    await records.create(widgets, 'blue', { Size: 5 });

    expect(await records.create(widgets, 'blue', { Size: 6 })).toBe(false);
    expect(await records.list(widgets)).toStrictEqual([{ Size: 5 }]);
  });

  storeTest('gives one of any number of simultaneous calls the key', async ({ store }) => {
    const { records } = store.open('', nothing);

    const created = await Promise.all(
      Array.from({ length: 200 }, async (_, Size) => records.create(widgets, 'blue', { Size })),
    );

    expect(created.filter(Boolean)).toHaveLength(1);
  });

  storeTest('loses no change of simultaneous ones', async ({ store }) => {
    const { records } = store.open('', nothing);
    const grow = (old: JsonObject | undefined): JsonObject => ({ Size: Number(old?.['Size'] ?? 0) + 1 });

    await Promise.all(Array.from({ length: 50 }, async () => records.change(widgets, 'blue', grow)));

    expect(await records.get(widgets, 'blue')).toStrictEqual({ Size: 50 });
  });

  storeTest('changes nothing where nothing is to be there', async ({ store }) => {
    const { records } = store.open('', nothing);
    await records.create(widgets, 'blue', { Size: 5 });

    expect(await records.change(widgets, 'blue', () => undefined)).toBeUndefined();
    expect(await records.change(widgets, 'red', () => undefined)).toBeUndefined();
    expect(await records.list(widgets)).toStrictEqual([{ Size: 5 }]);
  });

  storeTest('counts records, and begins no collection by it', async ({ store }) => {
    const { records } = store.open('', ({ collection }) =>
      collection === 'widgets' ? [{ key: 'first', record: { Size: 1 } }] : [],
    );

    expect(await records.counts()).toEqual([]);
    expect(await records.count(widgets)).toBeUndefined();
    await records.create(widgets, 'blue', { Size: 5 });
    expect(await records.counts()).toEqual([{ ...widgets, count: 2 }]);
    expect(await records.count(widgets)).toBe(2);
    expect(await records.count(gadgets)).toBeUndefined();
    await records.remove(widgets, 'blue');
    await records.remove(widgets, 'first');
    expect(await records.count(widgets)).toBe(0);
  });

  storeTest('lists in the order of creation, changes or not', async ({ store }) => {
    const { records } = store.open('', nothing);
    for (let key = 0; key < 200; key += 1) await records.create(widgets, `key ${key % 7} ${key}`, { key });
    await records.change(widgets, 'key 0 0', () => ({ key: 'changed' }));
    await records.change(widgets, 'new', () => ({ key: 'new' }));

    const listed = (await records.list(widgets)).map(({ key }) => key);

    expect(listed).toStrictEqual(['changed', ...Array.from({ length: 199 }, (_, key) => key + 1), 'new']);
  });

  storeTest('removes a record once', async ({ store }) => {
    const { records } = store.open('', nothing);
    await records.create(widgets, 'blue', { Size: 5 });

    expect(await records.remove(widgets, 'blue')).toBe(true);
    expect(await records.remove(widgets, 'blue')).toBe(false);
    expect(await records.create(widgets, 'blue', { Size: 6 })).toBe(true);
  });

  storeTest('is never seen empty while other contents are put in its place', async ({ store }) => {
    const { records } = store.open('', nothing);
    const contents = {
      one: { widgets: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key ${index}`, {}])) },
    };
    await records.import(contents);

    const imports = Array.from({ length: 3 }, async () => records.import(contents));
    const seen = await Promise.all(
      Array.from({ length: 50 }, async (_, turn) => {
        for (let step = 0; step < turn; step += 1) await records.get(gadgets, 'any');
        return [await records.create(widgets, 'key 7', {}), await records.export()] as const;
      }),
    );
    await Promise.all(imports);

    expect(seen.map(([isCreated]) => isCreated)).not.toContain(true);
    for (const [, found] of seen) expect(Object.keys(found['one']?.['widgets'] ?? {})).toHaveLength(500);
  });

  storeTest('lists in a dry run what was removed and made again as the newest', async ({ store }) => {
    const { records } = store.open('', nothing);
    for (const key of ['a', 'b', 'c']) await records.create(widgets, key, { key });
    const dry = records.fork();

    await dry.remove(widgets, 'a');
    await dry.create(widgets, 'a', { key: 'new a' });
    await dry.change(widgets, 'b', () => ({ key: 'changed b' }));
    await dry.create(widgets, 'd', { key: 'd' });
    await dry.change(widgets, 'a', () => ({ key: 'newest a' }));
    await dry.remove(widgets, 'c');

    const listed = (await dry.list(widgets)).map(({ key }) => key);
    expect(listed).toEqual(['changed b', 'newest a', 'd']);
    expect((await records.list(widgets)).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  storeTest('takes any text for a name', async ({ store }) => {
    const { records } = store.open('', nothing);
    const names = [
      '__proto__',
      'constructor',
      '',
      ' ',
      'a:b',
      '{x}',
      '"',
      '\u0000',
      'ü',
      '云',
      '😀',
      '%',
      '["a","b"]',
    ];

    for (const name of names) {
      const place = { account: name, collection: name };
      expect(await records.get(place, name)).toBeUndefined();
      expect(await records.create(place, name, { [name]: name })).toBe(true);
      expect(await records.get(place, name)).toStrictEqual(JSON.parse(JSON.stringify({ [name]: name })));
    }
    await records.import(await records.export());
    for (const name of names) expect(await records.list({ account: name, collection: name })).toHaveLength(1);
  });

  storeTest('agrees with a map, whatever is done to it', async ({ store }) => {
    const { records } = store.open('', nothing);
    const step = fc.record({
      what: fc.constantFrom('create', 'change', 'remove'),
      key: fc.constantFrom('a', 'b', 'c'),
      Size: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await records.clear();
        const model = new Map<string, JsonObject>();
        for (const { what, key, Size } of steps) {
          if (what === 'create') {
            expect(await records.create(widgets, key, { Size })).toBe(!model.has(key));
            if (!model.has(key)) model.set(key, { Size });
          } else if (what === 'remove') expect(await records.remove(widgets, key)).toBe(model.delete(key));
          else {
            const next = (old: JsonObject | undefined): JsonObject => ({ ...old, Size });
            model.set(key, next(model.get(key)));
            expect(await records.change(widgets, key, next)).toStrictEqual(model.get(key));
          }
        }
        expect(await records.list(widgets)).toStrictEqual([...model.values()]);
      }),
      { numRuns: 40 },
    );
  });

  storeTest('begins a collection with its initial records, once', async ({ store }) => {
    const { records } = store.open('', ({ collection }) =>
      collection === 'widgets'
        ? [
            { key: 'first', record: { Size: 1 } },
            { key: 'second', record: { Size: 2 } },
          ]
        : [],
    );

    expect(await records.create(widgets, 'second', {})).toBe(false);
    expect(await records.remove(widgets, 'first')).toBe(true);
    expect(await records.list(widgets)).toStrictEqual([{ Size: 2 }]);
    expect(await records.get({ ...widgets, account: 'two' }, 'first')).toStrictEqual({ Size: 1 });
    expect(await records.list(gadgets)).toStrictEqual([]);
    await records.clear();
    expect(await records.list(widgets)).toStrictEqual([{ Size: 1 }, { Size: 2 }]);
  });

  storeTest('exports all of it and takes it back', async ({ store }) => {
    const { records } = store.open('', nothing);
    for (const key of ['b', 'a']) await records.create(widgets, key, { key });
    await records.create(gadgets, 'c', {});
    const contents = await records.export();
    await records.clear();
    expect(await records.export()).toStrictEqual({});
    await records.create(gadgets, 'later', {});

    await records.import(contents);

    expect(contents).toStrictEqual({
      one: { widgets: { b: { key: 'b' }, a: { key: 'a' } }, gadgets: { c: {} } },
    });
    expect(await records.export()).toStrictEqual(contents);
    expect(await records.list(widgets)).toStrictEqual([{ key: 'b' }, { key: 'a' }]);
    await records.create(widgets, 'c', { key: 'c' });
    expect((await records.list(widgets)).at(-1)).toStrictEqual({ key: 'c' });
  });

  storeTest('does not begin a collection that is only looked at', async ({ store }) => {
    const { records } = store.open('', nothing);

    expect(await records.list(widgets)).toStrictEqual([]);
    expect(await records.get(widgets, 'blue')).toBeUndefined();
    expect(await records.remove(widgets, 'blue')).toBe(false);

    expect(await records.count(widgets)).toBeUndefined();
    expect(await records.counts()).toStrictEqual([]);
    expect(await records.export()).toStrictEqual({});
  });

  storeTest('keeps the order of accounts when it takes contents back', async ({ store }) => {
    const { records } = store.open('', nothing);
    const accounts = ['four', 'one', 'three', 'two', 'five', 'six'];
    for (const account of accounts) await records.create({ ...widgets, account }, 'blue', {});

    await records.import(await records.export());

    expect(Object.keys(await records.export())).toStrictEqual(accounts);
  });

  storeTest('lets a dry run see what is there, and leaves it as it is', async ({ store }) => {
    const { records } = store.open('', nothing);
    for (const key of ['a', 'b']) await records.create(widgets, key, { key });
    const fork = records.fork();

    expect(await fork.create(widgets, 'a', {})).toBe(false);
    expect(await fork.create(widgets, 'c', { key: 'c' })).toBe(true);
    expect(await fork.create(widgets, 'c', { key: 'c' })).toBe(false);
    expect(await fork.change(widgets, 'a', () => ({ key: 'A' }))).toStrictEqual({ key: 'A' });
    expect(await fork.remove(widgets, 'b')).toBe(true);
    expect(await fork.list(widgets)).toStrictEqual([{ key: 'A' }, { key: 'c' }]);
    expect(await records.list(widgets)).toStrictEqual([{ key: 'a' }, { key: 'b' }]);
  });

  storeTest('keeps the states of two spaces apart, and forgets one alone', async ({ store }) => {
    const [one, two] = [store.open('one', nothing), store.open('two', nothing)];
    for (const { records } of [one, two]) await records.create(widgets, 'blue', { Size: 5 });
    for (let call = 0; call < 30; call += 1) await one.throttle.admit(a, limit, 1000);
    await one.nonces.use('nonce', 1000, 2000);

    expect(await two.throttle.admit(a, limit, 1000)).toStrictEqual({ kind: 'admitted' });
    expect(await two.nonces.use('nonce', 1000, 2000)).toBe(true);
    await store.remove('one');
    expect(await store.open('one', nothing).records.list(widgets)).toStrictEqual([]);
    expect(await store.open('two', nothing).records.list(widgets)).toHaveLength(1);
    expect(await store.open('one', nothing).throttle.admit(a, limit, 1000)).toStrictEqual({
      kind: 'admitted',
    });
  });

  storeTest('admits as many calls as a window holds, of simultaneous ones too', async ({ store }) => {
    const { throttle, settings } = store.open('', nothing);
    settings?.change('clock', () => ({ isRunning: false, origin: 5000 }));
    await settings?.settled();

    const admissions = await Promise.all(
      Array.from({ length: 100 }, async () => throttle.admit(a, limit, 5000)),
    );

    expect(admissions.filter(({ kind }) => kind === 'admitted')).toHaveLength(30);
    expect(admissions.at(-1)).toStrictEqual({ kind: 'throttled', retryAfterMs: 1000 });
    expect(await throttle.admit({ ...a, account: 'b' }, limit, 5000)).toStrictEqual({ kind: 'admitted' });
    expect(await throttle.usage(5000)).toStrictEqual([
      { ...a, used: 30 },
      { ...a, account: 'b', used: 1 },
    ]);
    expect((await throttle.fork().admit(a, limit, 5000)).kind).toBe('throttled');
  });

  storeTest('slides its window by the clock that all share', async ({ store }) => {
    const { throttle, settings } = store.open('', nothing);
    const at = async (now: number): Promise<string> => {
      settings?.change('clock', () => ({ isRunning: false, origin: now }));
      await settings?.settled();
      return (await throttle.admit(a, { requests: 2, perMs: 1000 }, now)).kind;
    };

    expect(await at(5000)).toBe('admitted');
    expect(await at(5600)).toBe('admitted');
    expect(await at(5999)).toBe('throttled');
    expect(await at(6000)).toBe('admitted');
    expect(await at(6599.5)).toBe('throttled');
    expect(await at(6600)).toBe('admitted');
    expect(await at(100)).toBe('admitted');
  });

  storeTest('tells of those that were called latest last', async ({ store }) => {
    const { throttle, settings } = store.open('', nothing);
    const [first, second] = [
      { account: 'z', operation: 'Add' },
      { account: 'b', operation: 'Add' },
    ];
    const other = { account: 'c', operation: 'Change' };
    for (const [index, who] of [first, other, second, other, first].entries()) {
      settings?.change('clock', () => ({ isRunning: false, origin: 5000 + index }));
      await settings?.settled();
      await throttle.admit(who, limit, 5000 + index);
    }

    expect(await throttle.usage(5004)).toStrictEqual([
      { ...second, used: 1 },
      { ...other, used: 2 },
      { ...first, used: 2 },
    ]);
  });

  storeTest('takes a nonce once, until its end', async ({ store }) => {
    const { nonces, settings } = store.open('', nothing);
    const at = async (now: number, nonce: string): Promise<boolean> => {
      settings?.change('clock', () => ({ isRunning: false, origin: now }));
      await settings?.settled();
      return nonces.use(nonce, now, now + 1000);
    };

    expect(await at(5000, 'one')).toBe(true);
    expect(await at(5999, 'one')).toBe(false);
    expect(await nonces.fork().use('one', 5999, 6999)).toBe(false);
    expect(await nonces.fork().use('two', 5999, 6999)).toBe(true);
    expect(await at(5999, 'two')).toBe(true);
    expect(await at(6000, 'one')).toBe(true);
    await nonces.clear();
    expect(await at(6000, 'one')).toBe(true);
  });

  storeTest('gives a nonce to one of simultaneous calls', async ({ store }) => {
    const { nonces } = store.open('', nothing);
    const now = Date.now();

    const used = await Promise.all(
      Array.from({ length: 100 }, async () => nonces.use('one', now, now + 60_000)),
    );

    expect(used.filter(Boolean)).toHaveLength(1);
  });
});
