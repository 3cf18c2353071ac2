/** What the page knows of the mock around its requests and records, and what it can do to it. */
import { computed, signal } from '@preact/signals';
import type { SentRequest } from '../../../contract/wire/curl.ts';
import type {
  CallCounts,
  ClockReading,
  FaultKind,
  ListedFault,
  RequestRow,
  ShownOperation,
  Trigger,
} from '../bodies.ts';
import type { LimitUse } from '../../mock.ts';
import { ask, call, readEvents, setToken, TokenWanted } from './api.ts';
import { readCurlLine } from './curl-line.ts';
import { connection, createPacer, run, say } from './notice.ts';
import { addRow, forgetRows, loadRows, remembered, rowOf, select } from './requests-model.ts';
import { loadState, showCounts } from './state-model.ts';

export const operations = signal<readonly ShownOperation[]>([]);
export const faults = signal<readonly ListedFault[]>([]);
export const faultKinds = signal<readonly FaultKind[]>([]);
export const limits = signal<readonly (LimitUse & { readonly peak: number })[]>([]);
export const clock = signal<(ClockReading & { readonly readAt: number }) | undefined>(undefined);

/** Whose errors are shown; by default the documented operation, which comes first. */
const chosenOperation = signal<string | undefined>(undefined);
export const operation = computed(
  () => operations.value.find(({ name }) => name === chosenOperation.value) ?? operations.value[0],
);

export function chooseOperation(name: string): void {
  chosenOperation.value = name;
  fired.value = {};
}

/** What each error's calls were answered with when they were fired last; undefined while they are on their way. */
export const fired = signal<Readonly<Record<string, string | undefined>>>({});

/** Stay connected, for as long as the page is open. */
export async function follow(): Promise<never> {
  for (;;) {
    try {
      await readEvents(onEvent);
      connection.value = 'lost';
    } catch (error) {
      connection.value = error instanceof TokenWanted ? 'token' : 'lost';
    }
    if (connection.value === 'token') await new Promise<void>((resolve) => (useToken = resolve));
    else await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

let useToken: () => void = () => undefined;

export function giveToken(token: string): void {
  setToken(token);
  connection.value = 'connecting';
  useToken();
}

// All of these are our own server's events.
const handlers: Readonly<Record<string, (value: unknown) => void>> = {
  hello() {
    connection.value = 'live';
    say('');
    // Side by side: the rows wait for nothing.
    for (const load of [loadRows, loadContract, loadState, loadFaults, loadClock, loadLimits]) void run(load);
  },
  request(value) {
    addRow(value as RequestRow);
    readLimitsSoon();
  },
  counts(value) {
    const counts = value as CallCounts;
    remembered.value = counts.requests;
    if (counts.collections.length > 0) showCounts(counts.collections);
    if (counts.faults.length > 0)
      faults.value = faults.value.map((fault) => ({
        ...fault,
        ...counts.faults.find(({ id }) => id === fault.id),
      }));
  },
  cleared: forgetRows,
  changed(value) {
    const { what } = value as { readonly what: string };
    for (const load of loads[what] ?? []) void run(load);
  },
};

function onEvent(name: string, value: unknown): void {
  handlers[name]?.(value);
}

const loads: Readonly<Record<string, readonly (() => Promise<void>)[]>> = {
  faults: [loadFaults],
  clock: [loadClock, loadLimits],
  state: [loadState],
  everything: [loadFaults, loadClock, loadState, loadLimits],
};

async function loadContract(): Promise<void> {
  operations.value = (await ask<{ operations: readonly ShownOperation[] }>('/contract')).operations;
}

async function loadFaults(): Promise<void> {
  const known = await ask<{ faults: readonly ListedFault[]; kinds: readonly FaultKind[] }>('/faults');
  faults.value = known.faults;
  faultKinds.value = known.kinds;
}

async function loadClock(): Promise<void> {
  clock.value = { ...(await ask<ClockReading>('/clock')), readAt: Date.now() };
}

/** Again until they have recovered, where time passes; at no other time. */
async function loadLimits(): Promise<void> {
  const used = await ask<{ limits: readonly LimitUse[] }>(`/limits?last=${mostAccounts}`);
  limits.value = mergeLimits(used.limits);
  if (clock.value?.running === true && limits.value.some((limit) => limit.used > 0)) readLimitsLater();
}

const readLimitsSoon = createPacer(loadLimits, 1000);

let later: ReturnType<typeof setTimeout> | undefined;

function readLimitsLater(): void {
  clearTimeout(later);
  later = setTimeout(readLimitsSoon, 500);
}

const mostAccounts = 6;

/** Accounts stay when their window has passed, with the most that they had used. */
function mergeLimits(now: readonly LimitUse[]): typeof limits.value {
  const nameOf = ({ account, operation: name }: LimitUse): string => JSON.stringify([account, name]);
  const before = new Map(limits.value.map((one) => [nameOf(one), { ...one, used: 0 }]));
  for (const one of now)
    before.set(nameOf(one), { ...one, peak: Math.max(one.used, before.get(nameOf(one))?.peak ?? 0) });
  return [...before.values()].slice(-mostAccounts);
}

/** What changes is told by an event, to this page as to others. */
function change(said: string, path: string, method: string, body?: unknown): Promise<void> {
  return run(async () => {
    await ask(path, method, body);
    say(said);
  });
}

export function advanceClock(seconds: number): Promise<void> {
  return change(`The clock was moved by ${seconds} s.`, '/clock', 'PUT', { advance: { seconds } });
}

export function setClock(instant: string): Promise<void> {
  return change(`The clock was set to ${instant}.`, '/clock', 'PUT', { now: instant });
}

export function runClock(running: boolean): Promise<void> {
  return change(running ? 'The clock runs.' : 'The clock stands still.', '/clock', 'PUT', { running });
}

export function addFault(rule: Readonly<Record<string, unknown>>): Promise<void> {
  return change(`The fault ${String(rule['fault'])} is on.`, '/faults', 'POST', rule);
}

export function removeFault({ id, rule }: ListedFault): Promise<void> {
  return change(`The fault ${rule.fault} is off.`, `/faults/${encodeURIComponent(id)}`, 'DELETE');
}

export function clearRequests(): Promise<void> {
  return change('The list of requests is empty.', '/requests', 'DELETE');
}

export function reset(): Promise<void> {
  limits.value = [];
  return change('The mock has forgotten everything.', '/reset', 'POST');
}

/** Send what gives an error, and see whether it does. What is looked at stays. */
export function fire(code: string): Promise<void> {
  const name = operation.value?.name ?? '';
  fired.value = { ...fired.value, [code]: undefined };
  return run(async () => {
    // Asked for anew: what they make has new names, and their times fit the clock.
    const query = new URLSearchParams({ operation: name, code });
    const { triggers } = await ask<{ triggers: readonly Trigger[] }>(`/triggers?${query}`);
    const calls = triggers[0]?.calls ?? [];
    if (calls.length === 0) throw new Error(`No request is known that gives ${code} here.`);
    let answered = '';
    for (const one of calls) answered = await send(one);
    fired.value = { ...fired.value, [code]: answered };
    say(`${code}: answered with ${answered}.`);
  }).finally(() => {
    if (fired.value[code] !== undefined) return;
    const { [code]: _, ...others } = fired.value;
    fired.value = others;
  });
}

/** Send what a curl line says, wherever it was copied. Whether it could be read. */
export async function sendLine(line: string): Promise<boolean> {
  try {
    await sendAgain(readCurlLine(line));
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
    return false;
  }
}

/** Send a call, and look at it. */
export function sendAgain(one: SentRequest): Promise<void> {
  return run(async () => {
    say(`Sent: answered with ${await send(one, (row) => select(row.id))}.`);
  });
}

/** The code of the answer, `accepted`, or the status where it cannot be found in the list. */
async function send(one: SentRequest, onRow: (row: RequestRow) => void = () => undefined): Promise<string> {
  const { status, values } = await call(one);
  const row = await rowOf(values);
  if (row) onRow(row);
  return row ? (row.error ?? row.outcome) : String(status);
}
