/** What the page knows, and what it can do. Everything is read again after a change, so that two pages agree. */
import { computed, signal } from '@preact/signals';
import {
  ask,
  call,
  readEvents,
  setToken,
  TokenWanted,
  type Clock,
  type Collection,
  type Fault,
  type FaultKind,
  type Limit,
  type Operation,
  type ShownRequest,
  type Trigger,
} from './api.ts';

/** Most requests that are shown; the server keeps more. */
const mostRequests = 300;

export const connection = signal<'connecting' | 'live' | 'lost' | 'token'>('connecting');
export const requests = signal<readonly ShownRequest[]>([]);
/** Whether the requests that came before are here. */
export const isLoaded = signal(false);
export const selectedId = signal<number | undefined>(undefined);
export const operations = signal<readonly Operation[]>([]);
export const collections = signal<readonly Collection[]>([]);
export const faults = signal<readonly Fault[]>([]);
export const faultKinds = signal<readonly FaultKind[]>([]);
export const triggers = signal<readonly Trigger[]>([]);
export const limits = signal<readonly (Limit & { readonly peak: number })[]>([]);
export const clock = signal<(Clock & { readonly readAt: number }) | undefined>(undefined);
/** What happened last, for those who listen rather than look; errors are shown too. */
export const notice = signal<{ readonly text: string; readonly isError: boolean }>({
  text: '',
  isError: false,
});

let hide: ReturnType<typeof setTimeout> | undefined;

/** What went well is said for a while; what went wrong until somebody has seen it. */
function say(text: string, isError = false): void {
  notice.value = { text, isError };
  clearTimeout(hide);
  if (!isError) hide = setTimeout(() => (notice.value = { text: '', isError: false }), 4000);
}

/** What each trigger was answered with when it was fired last. */
export const fired = signal<Readonly<Record<string, string>>>({});

export const selected = computed(
  () => requests.value.find(({ id }) => id === selectedId.value) ?? requests.value[0],
);
export const filter = signal<'all' | 'accepted' | 'refused'>('all');
export const shownRequests = computed(() =>
  requests.value.filter(({ decision }) => filter.value === 'all' || decision.kind === filter.value),
);

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

function onEvent(name: string, value: unknown): void {
  if (name === 'hello') {
    connection.value = 'live';
    void run(loadAll);
  }
  if (name === 'request') {
    const one = value as ShownRequest; // our own server's event
    const others = requests.value.filter(({ id }) => id !== one.id);
    requests.value = [one, ...others].slice(0, mostRequests);
    refreshSoon();
  }
  if (name === 'changed') refreshSoon();
  if (name === 'cleared') {
    requests.value = [];
    selectedId.value = undefined;
  }
}

async function loadAll(): Promise<void> {
  const [contract, journal, kinds] = await Promise.all([
    ask<{ operations: readonly Operation[] }>('/contract'),
    ask<{ requests: readonly ShownRequest[] }>(`/requests?last=${mostRequests}`),
    ask<{ triggers: readonly Trigger[] }>('/triggers'),
    refresh(),
  ]);
  operations.value = contract.operations;
  requests.value = journal.requests.toReversed();
  isLoaded.value = true;
  triggers.value = kinds.triggers;
}

async function refresh(): Promise<void> {
  const [state, rules, time, used] = await Promise.all([
    ask<{ collections: readonly Collection[] }>('/state'),
    ask<{ faults: readonly Fault[]; kinds: readonly FaultKind[] }>('/faults'),
    ask<Clock>('/clock'),
    ask<{ limits: readonly Limit[] }>('/limits'),
  ]);
  collections.value = state.collections;
  faults.value = rules.faults;
  faultKinds.value = rules.kinds;
  clock.value = { ...time, readAt: Date.now() };
  limits.value = mergeLimits(used.limits);
}

/** Accounts stay when their window has passed, with the most that they had used. */
function mergeLimits(now: readonly Limit[]): typeof limits.value {
  const nameOf = ({ account, operation }: Limit): string => JSON.stringify([account, operation]);
  const before = new Map(limits.value.map((one) => [nameOf(one), { ...one, used: 0 }]));
  for (const one of now)
    before.set(nameOf(one), { ...one, peak: Math.max(one.used, before.get(nameOf(one))?.peak ?? 0) });
  return [...before.values()].slice(-mostAccounts);
}

const mostAccounts = 6;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Once for any number of changes in a moment, and again until rate limits have recovered, where time passes. */
function refreshSoon(delayMs = 80): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void run(async () => {
      await refresh();
      if (clock.value?.running === true && limits.value.some(({ used }) => used > 0)) refreshSoon(250);
    });
  }, delayMs);
}

/** Do something, and say it if it fails. */
async function run(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof TokenWanted) connection.value = 'token';
    else say(error instanceof Error ? error.message : String(error), true);
  }
}

function change(said: string, path: string, method: string, body?: unknown): Promise<void> {
  return run(async () => {
    await ask(path, method, body);
    await refresh();
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

export function removeFault({ id, rule }: Fault): Promise<void> {
  return change(`The fault ${rule.fault} is off.`, `/faults/${encodeURIComponent(id)}`, 'DELETE');
}

export function clearRequests(): Promise<void> {
  return change('The list of requests is empty.', '/requests', 'DELETE');
}

export function reset(): Promise<void> {
  return change('The mock has forgotten everything.', '/reset', 'POST');
}

/** Send what gives an error, and see whether it does. */
export function fire({ code }: Trigger): Promise<void> {
  return run(async () => {
    // Asked for anew: what they make has new names, and their times fit the clock.
    triggers.value = (await ask<{ triggers: readonly Trigger[] }>('/triggers')).triggers;
    let answered = '';
    for (const one of triggers.value.find((trigger) => trigger.code === code)?.calls ?? [])
      answered = codeOf(await call(one));
    fired.value = { ...fired.value, [code]: answered };
    say(`${code}: answered with ${answered}.`);
    selectedId.value = undefined;
  });
}

export function sendAgain(one: Trigger['calls'][number]): Promise<void> {
  return run(async () => {
    const answered = codeOf(await call(one));
    selectedId.value = undefined;
    say(`Sent again: answered with ${answered}.`);
  });
}

function codeOf({ status, body }: { readonly status: number; readonly body: string }): string {
  const code = /"Code":"([^"]*)"|<Code>([^<]*)</.exec(body);
  return code?.[1] ?? code?.[2] ?? String(status);
}
