/** The list of requests, which of them are shown, and the one that is looked at. */
import { computed, effect, signal } from '@preact/signals';
import type { RequestRow, RequestRows, ShownExplanation, ShownRequest } from '../bodies.ts';
import { searchedText, textOfRow } from '../row-text.ts';
import { ask } from './api.ts';
import { run } from './notice.ts';

/** Most requests that are shown; the server keeps more. */
const mostRequests = 300;

/** The latest, newest first. */
export const rows = signal<readonly RequestRow[]>([]);
/** Whether the requests that came before are here. */
export const isLoaded = signal(false);
/** How many the server remembers. */
export const remembered = signal(0);
/** Chosen by somebody; undefined to follow the newest. */
export const selectedId = signal<number | undefined>(idInAddress());
export const search = signal('');
export const filter = signal<FilterName>('all');

type FilterName = keyof typeof filters;

const filters = {
  all: () => true,
  accepted: ({ outcome }) => outcome === 'accepted',
  refused: ({ outcome }) => outcome === 'refused',
  throttled: ({ outcome }) => outcome === 'throttled',
  faults: (row) => row.faults.length > 0,
  lost: ({ delivery }) => delivery === 'none',
} as const satisfies Readonly<Record<string, (row: RequestRow) => boolean>>;

export const filterNames = Object.keys(filters) as readonly FilterName[]; // of a constant object

/** What the server found for a search among the requests that are not held here. */
const earlier = signal<{ readonly search: string; readonly rows: readonly RequestRow[] }>({
  search: '',
  rows: [],
});

/** What somebody chose, or the address names: kept where it is older than all that is held. */
const chosen = signal<RequestRow | undefined>(undefined);

const found = computed(() => {
  const wanted = searchedText(search.value);
  if (wanted === '') {
    const one = chosen.value;
    const isApart = one !== undefined && !rows.value.some(({ id }) => id === one.id);
    return isApart ? [...rows.value, one] : rows.value;
  }
  const held = rows.value.filter((row) => textOf(row).includes(wanted));
  if (earlier.value.search !== wanted) return held;
  const oldest = rows.value.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  return [...held, ...earlier.value.rows.filter(({ id }) => id < oldest)].slice(0, mostRequests);
});

/** How many the search finds, as far as they are shown; undefined where nothing is searched for. */
export const foundCount = computed(() =>
  searchedText(search.value) === '' ? undefined : found.value.length,
);

/** Of those that the search finds. */
export const counts = computed(
  () => new Map(filterNames.map((name) => [name, found.value.filter(filters[name]).length])),
);

export const shownRows = computed(() => found.value.filter(filters[filter.value]));

/** What is looked at is always in the list. */
export const selected = computed(
  () => shownRows.value.find(({ id }) => id === selectedId.value) ?? shownRows.value[0],
);

/** Whether requests differ in their account or operation; what all have in common tells nothing apart. */
export const differing = computed(() => ({
  account: new Set(rows.value.map(({ account }) => account)).size > 1,
  operation: new Set(rows.value.map(({ operation }) => operation)).size > 1,
}));

/** A request whole, with the reason for its answer. */
export const detail = signal<
  { readonly one: ShownRequest; readonly explanation: ShownExplanation | undefined } | undefined
>(undefined);

/** Where the state is that other servers may share; null where only this one has it. */
export const sharedStore = signal<string | null>(null);

const texts = new WeakMap<RequestRow, string>();

function textOf(row: RequestRow): string {
  const text = texts.get(row) ?? textOfRow(row);
  texts.set(row, text);
  return text;
}

export async function loadRows(): Promise<void> {
  const answer = await ask<RequestRows>(`/requests?view=rows&last=${mostRequests}`);
  const { requests, total } = answer;
  sharedStore.value = answer.sharedStore;
  rows.value = requests.toReversed();
  remembered.value = total;
  isLoaded.value = true;
  await loadChosen();
}

/** What the address names may be older than all that is held, or forgotten. */
async function loadChosen(): Promise<void> {
  const id = selectedId.value;
  if (id === undefined || found.value.some((row) => row.id === id)) return;
  try {
    chosen.value = await ask<RequestRow>(`/requests/${id}?view=rows`);
  } catch (error) {
    select(undefined);
    throw error;
  }
}

/** Somebody who types is let finish. */
const typingMs = 250;

let asking: ReturnType<typeof setTimeout> | undefined;

/** What is held is searched at once; the server searches what it remembers beyond that. */
export function searchRequests(text: string): void {
  search.value = text;
  clearTimeout(asking);
  const wanted = searchedText(text);
  if (wanted === '' || remembered.value <= rows.value.length) return;
  asking = setTimeout(() => void run(() => searchEarlier(wanted)), typingMs);
}

async function searchEarlier(wanted: string): Promise<void> {
  const query = new URLSearchParams({ view: 'rows', last: String(mostRequests), search: wanted });
  const { requests } = await ask<RequestRows>(`/requests?${query}`);
  earlier.value = { search: wanted, rows: requests.toReversed() };
}

let incoming: RequestRow[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let shownAt = 0;

/** The server tells of many calls together; they are drawn together, and not so often that the page takes the machine from it. */
const busyMs = 1000;

export function addRow(row: RequestRow): void {
  incoming.push(row);
  timer ??= setTimeout(showIncoming, 0);
}

const few = 5;
/** Whether calls come in such numbers that nobody reads the newest before there is another. */
let isBusy = false;

function showIncoming(): void {
  const waitMs = incoming.length > few ? shownAt + busyMs - performance.now() : 0;
  timer = waitMs > 0 ? setTimeout(showIncoming, waitMs) : undefined;
  if (waitMs > 0) return;
  shownAt = performance.now();
  isBusy = incoming.length > few;
  const ids = new Set(incoming.map(({ id }) => id));
  const others = rows.value.filter(({ id }) => !ids.has(id));
  rows.value = [...incoming.toReversed(), ...others].slice(0, mostRequests);
  incoming = [];
}

export function forgetRows(): void {
  incoming = [];
  rows.value = [];
  earlier.value = { search: '', rows: [] };
  chosen.value = undefined;
  remembered.value = 0;
  select(undefined);
}

/** The row of a call whose answer had one of these header values: one of them is its request id. */
export function rowOf(values: readonly string[], patienceMs = 3000): Promise<RequestRow | undefined> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(undefined), patienceMs);
    const stop = effect(() => {
      const row = rows.value.find(({ requestId }) => requestId !== null && values.includes(requestId));
      if (!row) return;
      clearTimeout(giveUp);
      resolve(row);
      queueMicrotask(() => stop());
    });
  });
}

/** The address of the page names what somebody has chosen, to be given on. */
export function select(id: number | undefined): void {
  chosen.value = found.value.find((row) => row.id === id);
  selectedId.value = id;
  const address = id === undefined ? location.pathname : `#request=${id}`;
  history.replaceState(null, '', address);
}

function idInAddress(): number | undefined {
  const id = /^#request=(\d+)$/.exec(location.hash)?.[1];
  return id === undefined ? undefined : Number(id);
}

addEventListener('hashchange', () => {
  selectedId.value = idInAddress();
  void run(loadChosen);
});

/** What is followed is read whole only when it stays, which it does not while the server is busy; what somebody chose, at once. */
const followMs = { calm: 120, busy: busyMs * 1.5 } as const;

let wanted: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const id = selected.value?.id;
  clearTimeout(wanted);
  if (id === undefined || detail.peek()?.one.id === id) return;
  const isChosen = selectedId.value === id;
  const waitMs = isBusy && detail.peek() ? followMs.busy : followMs.calm;
  wanted = setTimeout(() => void run(() => loadDetail(id)), isChosen ? 0 : waitMs);
});

async function loadDetail(id: number): Promise<void> {
  const isWanted = (): boolean => selected.value?.id === id;
  const one = await ask<ShownRequest>(`/requests/${id}`);
  if (isWanted()) detail.value = { one, explanation: undefined };
  const explanation = await ask<ShownExplanation>(`/requests/${id}/explain`);
  if (isWanted()) detail.value = { one, explanation };
}
