/** What the mock remembers, as far as somebody looks at it. */
import { computed, signal } from '@preact/signals';
import type { CollectionCount } from '../../state/store.ts';
import type { CollectionList, RecordLink, RecordPage } from '../bodies.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { ask } from './api.ts';
import { createPacer, run } from './notice.ts';

/** Most records of a page. */
export const pageSize = 50;
const mostCollections = 20;

export const collections = signal<CollectionList>({ records: 0, total: 0, collections: [], initial: [] });

/** Whose records are looked at; without an account, what every account starts with. */
export interface Opened {
  readonly account: string | undefined;
  readonly collection: string;
}

/** Chosen by somebody, or the first that there was. */
export const opened = signal<Opened | undefined>(undefined);
export const records = signal<(RecordPage & { readonly offset: number }) | undefined>(undefined);
export const recordSearch = signal('');
export const collectionSearch = signal('');
/** The record that is shown whole, by the text of its key. */
export const openRecord = signal<{ readonly key: string; readonly record: JsonObject } | undefined>(
  undefined,
);

/** How many records there are that no account started with. */
export const made = computed(() => {
  const initial = new Map(collections.value.initial.map(({ collection, count }) => [collection, count]));
  return collections.value.collections.reduce(
    (sum, { collection, count }) => sum + Math.max(0, count - (initial.get(collection) ?? 0)),
    0,
  );
});

export async function loadState(): Promise<void> {
  const search = collectionSearch.value;
  const query = new URLSearchParams({ limit: String(mostCollections), search });
  const found = await ask<CollectionList>(`/collections?${query}`);
  if (collectionSearch.value !== search) return;
  collections.value = found;
  const [first] = collections.value.collections;
  const [initial] = collections.value.initial;
  if (opened.value && isThere(opened.value)) return loadRecords();
  if (first) opened.value = { account: first.account, collection: first.collection };
  else opened.value = initial && { account: undefined, collection: initial.collection };
  await loadRecords();
}

/** What was opened is kept while it is there, and while nobody can know that it is not. */
function isThere({ account, collection }: Opened): boolean {
  const { collections: known, total, initial } = collections.value;
  if (account === undefined)
    return known.length === 0 && initial.some((one) => one.collection === collection);
  return (
    total > known.length || known.some((one) => one.account === account && one.collection === collection)
  );
}

async function loadRecords(offset = 0): Promise<void> {
  const current = opened.value;
  if (!current) {
    records.value = undefined;
    return;
  }
  const query = new URLSearchParams({ ...queryOf(current), view: 'rows', limit: String(pageSize) });
  query.set('offset', String(offset));
  const search = recordSearch.value;
  query.set('search', search);
  const found = await ask<RecordPage>(`/records?${query}`);
  // Answers may overtake each other: only what is asked for now is shown.
  if (opened.value === current && recordSearch.value === search) records.value = { ...found, offset };
}

function queryOf({ account, collection }: Opened): Readonly<Record<string, string>> {
  return { collection, ...(account === undefined ? {} : { account }) };
}

export function open(next: Opened): Promise<void> {
  opened.value = next;
  openRecord.value = undefined;
  recordSearch.value = '';
  return run(() => loadRecords());
}

export function turnPage(offset: number): Promise<void> {
  return run(() => loadRecords(offset));
}

export function searchRecords(text: string): void {
  recordSearch.value = text;
  void run(() => loadRecords());
}

export function searchCollections(text: string): void {
  collectionSearch.value = text;
  void run(loadState);
}

/** Show one record whole, or no longer. */
export function toggleRecord(row: JsonObject): Promise<void> {
  return run(async () => {
    const key = JSON.stringify(row);
    const current = opened.value;
    if (openRecord.value?.key === key || !current) {
      openRecord.value = undefined;
      return;
    }
    const query = new URLSearchParams({ ...queryOf(current), where: key, limit: '1' });
    const { records: found } = await ask<RecordPage>(`/records?${query}`);
    openRecord.value = { key, record: found[0] ?? row };
  });
}

/** Go to the record that a request is about. */
export async function goTo({ account, collection, key }: RecordLink): Promise<void> {
  await open({ account, collection });
  recordSearch.value = Object.values(key).map(String).join(' ');
  await run(() => loadRecords());
  const row = records.value?.records.find((one) =>
    Object.entries(key).every(([field, value]) => one[field] === value),
  );
  if (row) await toggleRecord(row);
  const panel = document.querySelector<HTMLElement>('#state');
  panel?.scrollIntoView({ block: 'start' });
  panel?.querySelector('button')?.focus({ preventScroll: true });
}

const readAgain = createPacer(loadState, 2000);

/** Calls have changed these. What is known of them is shown at once; what is not, read a little later. */
export function showCounts(changed: readonly CollectionCount[]): void {
  const { value } = collections;
  const countOf = (one: CollectionCount): number | undefined =>
    changed.find(({ account, collection }) => account === one.account && collection === one.collection)
      ?.count;
  const isKnown = changed.every((one) =>
    value.collections.some(
      ({ account, collection }) => account === one.account && collection === one.collection,
    ),
  );
  const next = value.collections.map((one) => ({ ...one, count: countOf(one) ?? one.count }));
  const isSame = next.every(({ count }, index) => count === value.collections[index]?.count);
  if (!isSame) collections.value = { ...value, collections: next };
  const isOpen = changed.some(
    ({ account, collection }) => account === opened.value?.account && collection === opened.value.collection,
  );
  if (!isKnown || (isOpen && !isSame)) readAgain();
}
