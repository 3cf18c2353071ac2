/** The list of requests, which of them are shown, and the one that is looked at. */
import { computed, effect, signal } from '@preact/signals';
import type { RequestRow, RequestRows, ShownExplanation, ShownRequest } from '../bodies.ts';
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

export const filters = {
  all: () => true,
  accepted: ({ outcome }) => outcome === 'accepted',
  refused: ({ outcome }) => outcome === 'refused',
  throttled: ({ outcome }) => outcome === 'throttled',
  faults: (row) => row.faults.length > 0,
  lost: ({ delivery }) => delivery === 'none',
} as const satisfies Readonly<Record<string, (row: RequestRow) => boolean>>;

export const filterNames = Object.keys(filters) as readonly FilterName[]; // of a constant object

const found = computed(() => {
  const wanted = search.value.trim().toLowerCase();
  return wanted === '' ? rows.value : rows.value.filter((row) => textOf(row).includes(wanted));
});

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

/** Code, parameter, values, account and request id, to be searched. */
function textOf(row: RequestRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { id, error, parameter, requestId, account, operation, address, status, faults, pairs } = row;
  const parts = [`#${id}`, error, parameter, requestId, account, operation, address, status, ...faults];
  const text = [...parts, ...pairs.map(([name, value]) => `${name}=${value}`)].join('\n').toLowerCase();
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

function showIncoming(): void {
  const waitMs = incoming.length > few ? shownAt + busyMs - performance.now() : 0;
  timer = waitMs > 0 ? setTimeout(showIncoming, waitMs) : undefined;
  if (waitMs > 0) return;
  shownAt = performance.now();
  const ids = new Set(incoming.map(({ id }) => id));
  const others = rows.value.filter(({ id }) => !ids.has(id));
  rows.value = [...incoming.toReversed(), ...others].slice(0, mostRequests);
  incoming = [];
}

export function forgetRows(): void {
  incoming = [];
  rows.value = [];
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
  selectedId.value = id;
  const address = id === undefined ? location.pathname : `#request=${id}`;
  history.replaceState(null, '', address);
}

function idInAddress(): number | undefined {
  const id = /^#request=(\d+)$/.exec(location.hash)?.[1];
  return id === undefined ? undefined : Number(id);
}

addEventListener('hashchange', () => (selectedId.value = idInAddress()));

/** What is followed is read whole only when it stays; what somebody chose, at once. */
const followMs = 120;

let wanted: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const id = selected.value?.id;
  clearTimeout(wanted);
  if (id === undefined || detail.peek()?.one.id === id) return;
  const isChosen = selectedId.value === id;
  wanted = setTimeout(() => void run(() => loadDetail(id)), isChosen ? 0 : followMs);
});

async function loadDetail(id: number): Promise<void> {
  const isWanted = (): boolean => selected.value?.id === id;
  const one = await ask<ShownRequest>(`/requests/${id}`);
  if (isWanted()) detail.value = { one, explanation: undefined };
  const explanation = await ask<ShownExplanation>(`/requests/${id}/explain`);
  if (isWanted()) detail.value = { one, explanation };
}
