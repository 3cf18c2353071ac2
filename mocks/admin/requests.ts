/** The calls of the journal as the API shows them: in rows for a list, or whole. */
import type { Contract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Pair } from '../../contract/wire/parameters.ts';
import { truncatedLength } from '../broken-answer.ts';
import { Received } from '../gateway/request.ts';
import type { JournalEntry } from '../journal/journal.ts';
import { valueAt } from '../gateway/parameter-match.ts';
import { pickKey } from '../state/view.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import {
  AdminError,
  answerJson,
  numberOf,
  readView,
  refuseAdmin,
  type AdminAnswer,
  type AdminRequest,
} from './answer.ts';
import type { Delivery, RequestRow, ShownRequest } from './bodies.ts';
import { searchedText, textOfRow } from './row-text.ts';

/** A call with all that is known of it, as JSON: times as text, without functions. */
function describeEntry(entry: JournalEntry): ShownRequest {
  const { id, at, operation, account, request, parameters, answer, decision, unread, durationMs } = entry;
  return {
    id,
    at: new Date(at).toISOString(),
    durationMs,
    operation: operation ?? null,
    account,
    request,
    parameters,
    answer: answer ?? null,
    decision: describeDecision(decision),
    ...(unread !== undefined && { unread }),
    faults: faultsOf(entry),
    delivery: deliveryOf(entry),
  };
}

/** The faults that were injected; those that could not be are left out. */
function faultsOf({ fault }: JournalEntry): readonly string[] {
  return fault && fault.unplayable === undefined ? [fault.name] : [];
}

function describeDecision(decision: JournalEntry['decision']): ShownRequest['decision'] {
  if (decision.kind !== 'refused') return decision;
  const { signature: _, ...rest } = decision;
  return rest;
}

function deliveryOf({ answer, decision, fault }: JournalEntry): Delivery {
  if (!fault) return { kind: 'whole', sentence: '' };
  if (fault.unplayable !== undefined)
    return { kind: 'whole', sentence: `No fault was injected, and nothing carried out: ${fault.unplayable}` };
  const ending = endings[fault.name];
  if (!answer) return { kind: 'none', sentence: ending ?? 'The request never arrived.' };
  if (fault.name === 'answer-lost') {
    const done = decision.kind === 'accepted' ? 'carried out' : 'refused';
    return {
      kind: 'none',
      sentence: `${answer.status}, not delivered: ${done}, but the client never got the answer.`,
    };
  }
  if (fault.name === 'truncated-body') {
    const bytes = new TextEncoder().encode(answer.body);
    const length = truncatedLength(bytes.length, fault.bytes);
    const body = new TextDecoder().decode(bytes.subarray(0, length));
    return { kind: 'altered', sentence: `Cut off after ${length} of ${bytes.length} bytes.`, body };
  }
  const altered = alterations[fault.name]?.(fault.latencyMs ?? 0);
  return altered === undefined
    ? { kind: 'whole', sentence: '' }
    : { kind: 'altered', sentence: altered, body: answer.body };
}

const endings: Readonly<Record<string, string>> = {
  hang: 'The request never arrived: the connection was left open without an answer.',
  reset: 'The request never arrived: the connection was reset.',
};

const alterations: Readonly<Record<string, (latencyMs: number) => string>> = {
  'malformed-json': () => 'The body was cut in the middle, so that it cannot be read.',
  'empty-body': () => 'The body was left out.',
  'wrong-content-type': () => 'The answer says that its body is of another type than it is.',
  'wrong-content-length': () => 'The answer announces another length than its body has.',
  'slow-body': (latencyMs) => `The body took ${latencyMs} ms to arrive.`,
  latency: (latencyMs) => `The call waited ${latencyMs} ms before it was carried out.`,
};

/** Greatest number of parameters in a row, and of characters in a value. */
const mostPairs = 60;
const longestValue = 120;

export function summarizeEntry(entry: JournalEntry, contract: Contract): RequestRow {
  const { id, at, account, request, answer, decision } = entry;
  const operation = contract.get(entry.operation ?? '');
  const form = operation?.answer ?? [...contract.values()][0]?.answer;
  const { kind: delivery } = deliveryOf(entry);
  return {
    id,
    at: new Date(at).toISOString(),
    operation: entry.operation ?? null,
    account: shortened(account),
    address: shortened(`${request.method} ${request.url}`),
    status: answer?.status ?? null,
    requestId: answer?.headers[form?.requestIdHeader ?? ''] ?? null,
    outcome: outcomeOf(entry),
    error: decision.kind === 'refused' ? decision.error : null,
    parameter: decision.kind === 'refused' ? (decision.parameter ?? null) : null,
    faults: faultsOf(entry),
    delivery,
    key: keyValues(entry, contract),
    pairs: pairsOf(entry, contract)
      .slice(0, mostPairs)
      .map(([name, value]): Pair => [name, shortened(value)]),
  };
}

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function outcomeOf({ decision }: JournalEntry): RequestRow['outcome'] {
  if (decision.kind !== 'refused') return decision.kind;
  return isThrottled(decision.rule) ? 'throttled' : 'refused';
}

export function isThrottled(rule: string): boolean {
  return rule === 'gateway/rate-limit' || rule === 'fault/throttled';
}

/** What names the record that a call is about, as far as it was sent. */
function keyValues({ operation: name, parameters }: JournalEntry, contract: Contract): readonly string[] {
  const operation = contract.get(name ?? '');
  const key = operation?.effect?.key ?? operation?.preconditions[0]?.key ?? [];
  return key.flatMap((field) => {
    const value = valueAt(parameters, field);
    return value === undefined
      ? []
      : [shortened(typeof value === 'object' ? JSON.stringify(value) : String(value))];
  });
}

/** The parameters as sent, without the common ones. */
function pairsOf({ request, account }: JournalEntry, contract: Contract): readonly Pair[] {
  const common = new Set([...contract.values()][0]?.commonParameters.map(({ name }) => name));
  return new Received(request, []).pairs.filter(([name, value]) => !common.has(name) || value === account);
}

/** `GET /requests`. */
export function findRequests(
  { journal, contract, store }: AwaitedFetchMock,
  { query }: AdminRequest,
): object {
  const known = ['operation', 'account', 'error', 'search', 'last', 'view'];
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AdminError(400, `there is no filter "${unknown}". There are ${known.join(', ')}`);
  const operation = query.get('operation');
  const account = query.get('account');
  const error = query.get('error');
  const search = searchedText(query.get('search') ?? '');
  const last = numberOf(query, 'last', Infinity, 1);
  const view = readView(query);
  const found = journal
    .requests(operation === null ? {} : { operation })
    .filter(
      (entry) =>
        (account === null || entry.account === account) &&
        (error === null || (entry.decision.kind === 'refused' && entry.decision.error === error)) &&
        (search === '' || textOfRow(summarizeEntry(entry, contract)).includes(search)),
    );
  const shown = found.slice(-last);
  return {
    total: found.length,
    sharedStore: store.isPrompt ? null : store.name,
    requests: shown.map((entry) =>
      view === 'rows' ? summarizeEntry(entry, contract) : describeEntry(entry),
    ),
  };
}

/** `GET /requests/{id}`. */
export function showRequest(mock: AwaitedFetchMock, id: string, query: URLSearchParams): AdminAnswer {
  const view = readView(query);
  const entry = findEntry(mock, id);
  if (!entry) return unknownRequest(id);
  return answerJson(view === 'rows' ? summarizeEntry(entry, mock.contract) : describeEntry(entry));
}

export function findEntry({ journal }: AwaitedFetchMock, id: string): JournalEntry | undefined {
  return /^\d{1,15}$/.test(id) ? journal.find(Number(id)) : undefined;
}

export function unknownRequest(id: string): AdminAnswer {
  return refuseAdmin(404, `no request "${id}" is remembered. GET /requests shows those that are`);
}

/** The record that a call is about, in a collection; undefined for an operation that changes and shows none. */
export function recordOf(
  { operation: name, parameters }: JournalEntry,
  contract: Contract,
): { readonly collection: string; readonly key: JsonObject } | undefined {
  const operation = contract.get(name ?? '');
  if (!operation?.effect) return undefined;
  const { collection, key } = operation.effect;
  return { collection, key: pickKey(operation.fillDefaults(parameters), key) };
}
