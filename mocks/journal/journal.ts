/** The journal: the latest calls of a mock, with their answers. */
import type { CallSelection, ContractTypes } from '../../contract/contract-types.ts';
import type { Contract } from '../../contract/compile.ts';
import type { JsonObject } from '../../contract/json.ts';
import { refuseNonFunction, refuseNonObject, refuseUnknownOptions } from '../../contract/text/options.ts';
import type { BuiltInTypes } from '../../contract/openapi/types.ts';
import type { Exchange } from '../engine/engine.ts';
import { tell } from '../state/tell.ts';
import { ownRecord, ownText } from '../state/own-text.ts';
import { findUnknownName } from '../gateway/known-parameters.ts';
import { matchesParameters } from '../gateway/parameter-match.ts';
import { longestBody, redact, type SeenRequest } from './redact.ts';
import type { WireRequest } from '../gateway/request.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

export { isRedacted } from './redact.ts';

/** One call of the journal: the exchange, its number, the request as received, and the time that it took. */
export type JournalEntry = Exchange & {
  /** The number of the call, from 1, in the order of the answers. */
  readonly id: number;
  /** The request as received, with secrets hidden. */
  readonly request: SeenRequest;
  /** In real milliseconds, including injected latency. */
  readonly durationMs: number;
};

/** Calls of an operation, with these parameters among others. */
export type JournalFilter<Types extends ContractTypes = BuiltInTypes> = CallSelection<Types>;

export type JournalListener = (entry: JournalEntry) => void;

/** The calls that a mock received, with their answers; by default the latest 1000. */
export interface Journal<Types extends ContractTypes = ContractTypes> {
  /** How many calls it keeps at most. */
  readonly size: number;
  /**
   * The calls still in the journal, oldest first. Throws MisuseError for an operation or a parameter that the contract does not have:
   * no call could have it.
   */
  requests(filter?: JournalFilter<Types>): readonly JournalEntry[];
  /** The call with this id; undefined if it was never there or is no longer kept. */
  find(id: number): JournalEntry | undefined;
  /** Remove all calls; numbering continues. */
  clear(): void;
  /** Subscribe to every call from now on; call the returned function to unsubscribe. A listener that throws is removed. */
  subscribe(listener: JournalListener): () => void;
}

export interface JournalWriter extends Journal {
  /** Remove all calls, and number from 1 again. Listeners stay. */
  reset(): void;
  /** `read` reads the parameters of the request once more. */
  write(request: WireRequest, exchange: Exchange, durationMs: number, read: ReadParameters): void;
}

/** The same of one request whenever it is asked. */
export type ReadParameters = (request: WireRequest) => JsonObject;

/** Greatest total length of all calls, in characters. */
const mostLength = 32 * 1024 * 1024;

/** A request with bytes of more than this length is copied, so that what they are part of can be freed. */
const copiedAbove = 4096;

/**
 * A call as it is kept: most are never looked at, so that an entry is drawn of it when somebody does. Its parameters, which take
 * most of the memory of an exchange, are read of the request again.
 */
interface Kept extends Pick<Exchange, 'at' | 'operation' | 'account' | 'answer' | 'decision'> {
  readonly unread: string | undefined;
  readonly fault: Exchange['fault'];
  readonly id: number;
  readonly request: WireRequest;
  readonly read: ReadParameters;
  readonly durationMs: number;
  entry: JournalEntry | undefined;
}

/**
 * Keeps the latest `size` calls, or fewer if they have more than `limit` characters together. With size 0 only
 * listeners get calls. Throws MisuseError for a size that is not a whole number of at least 0.
 */
export function createJournal(contract: Contract, size = 1000, limit = mostLength): JournalWriter {
  if (!(Number.isInteger(size) && size >= 0))
    throw new MisuseError(
      `Failed to create a mock with journalSize "${size}": it is no whole number from 0. The default is 1000.`,
    );
  let kept: (Kept | undefined)[] = [];
  // Of each its length, so that whoever is removed need not be looked at: after a thousand others that takes long.
  let lengths: number[] = [];
  // Index of the oldest kept call. Removed ones are cut off in batches: moving a thousand entries at every call would cost more than the call.
  let first = 0;
  let length = 0;
  let count = 0;
  const listeners = new Set<JournalListener>();

  const clear = (): void => {
    kept = [];
    lengths = [];
    first = 0;
    length = 0;
  };
  const keep = (one: Kept, own: number): void => {
    kept.push(one);
    lengths.push(own);
    length += own;
    while (kept.length - first > size || (length > limit && kept.length - first > 1)) {
      length -= lengths[first] ?? 0;
      // Removed at once, since a single call can be megabytes long.
      kept[first] = undefined;
      first += 1;
    }
    if (first > size) {
      kept = kept.slice(first);
      lengths = lengths.slice(first);
      first = 0;
    }
  };
  const remembered = (): readonly Kept[] => kept.slice(first).flatMap((one) => one ?? []);

  return {
    size,
    requests(filter = {}) {
      refuseUnknownFilter(filter, contract);
      const { operation, where } = filter;
      return remembered()
        .filter(
          (one) =>
            (operation === undefined || one.operation === operation) &&
            (where === undefined || matchesParameters(entryOf(one).parameters, where)),
        )
        .map(entryOf);
    },
    find(id) {
      const found = remembered().find((one) => one.id === id);
      return found && entryOf(found);
    },
    clear,
    reset() {
      clear();
      count = 0;
    },
    subscribe(listener) {
      refuseNonFunction('subscribe to the journal', listener);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    write(request, exchange, durationMs, read) {
      count += 1;
      if (size === 0 && listeners.size === 0) return;
      const { at, operation, account, parameters, unread, answer, decision, fault } = exchange;
      const one: Kept = {
        at,
        operation,
        account,
        unread,
        answer,
        decision,
        fault,
        id: count,
        request,
        read,
        durationMs,
        entry: undefined,
      };
      // A text that is kept whole holds nothing else; bytes may be part of a larger piece.
      const longest = typeof request.body === 'string' ? longestBody : copiedAbove;
      const small = request.body.length > longest ? shortened(one, parameters) : one;
      if (size > 0) keep(small, lengthOf(request, exchange));
      if (listeners.size === 0) return;
      // They may hold it for long, too.
      const entry = (small.entry ??= draw(small, parameters));
      for (const listener of listeners) if (!tell(listener, entry, 'the journal')) listeners.delete(listener);
    },
  };
}

function refuseUnknownFilter(filter: JournalFilter<ContractTypes>, contract: Contract): void {
  const doing = 'look up calls in the journal';
  refuseUnknownOptions<JournalFilter<ContractTypes>>(doing, filter, { operation: true, where: true });
  if (filter.where !== undefined) refuseNonObject(doing, filter.where);
  const unknown = findUnknownName(filter, contract);
  if (unknown) throw new MisuseError(`Failed to ${doing}: ${unknown.problem}. ${unknown.wayOut}`);
}

function entryOf(kept: Kept): JournalEntry {
  return (kept.entry ??= draw(kept, kept.read(kept.request)));
}

function draw(kept: Kept, parameters: JsonObject): JournalEntry {
  const { at, operation, account, unread, answer, decision, fault, id, request, durationMs } = kept;
  return {
    at,
    operation,
    account,
    parameters,
    ...(unread !== undefined && { unread }),
    answer,
    decision,
    ...(fault && { fault }),
    id,
    request: redact(request),
    durationMs,
  } as JournalEntry; // of one exchange
}

/** Drawn at once, of texts of its own, so that the request can be forgotten. */
function shortened(kept: Kept, parameters: JsonObject): Kept {
  const request = redact(kept.request);
  const account = ownText(kept.account);
  const short = { ...kept, account, request: { ...request, body: ownText(request.body) } };
  return { ...short, entry: draw(short, ownRecord(parameters).copy) };
}

/** Approximate number of characters that a call keeps in memory. After a wrong signature the whole request is kept, to be explained. */
function lengthOf({ url, headers, body }: WireRequest, { answer, decision }: Exchange): number {
  const signature = decision.kind === 'refused' ? decision.signature : undefined;
  let ofHeaders = 0;
  for (const name in headers) ofHeaders += headers[name]?.length ?? 0;
  const own = 512 + ofHeaders + (url.length + body.length) * 2 + (answer?.body.length ?? 0);
  if (!signature) return own;
  const { stringToSign, canonicalRequest = '' } = signature;
  return own + (url.length + body.length) * 4 + stringToSign.length + canonicalRequest.length;
}
