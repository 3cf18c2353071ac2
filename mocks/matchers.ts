/**
 * Matchers for tests of API clients, as plain functions: `expect.extend(matchers)` of vitest and of jest.
 */
import type { ContractTypes, OperationName, ParametersOf } from '../contract/contract-types.ts';
import { isPromise } from '../contract/awaitable.ts';
import { isObject } from '../contract/json.ts';
import { refuseNonObject, refuseNonText } from '../contract/text/options.ts';
import type { Exchange } from './engine/engine.ts';
import type { Journal, JournalEntry } from './journal/journal.ts';
import { differencesOf, type ParameterDifference } from './gateway/parameter-match.ts';
import { MisuseError } from '../contract/text/misuse-error.ts';

/**
 * What a matcher of vitest and jest returns.
 *
 *     const { pass, message } = matchers.toHaveRetriedAfter(createMock(), 1000);
 */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A mock, or its journal. */
type JournalSource = { readonly journal: Journal } | Journal;

/** The names that the contract of a mock, or of a journal, has; any, of something else. */
type NamesOf<Received> = Received extends { readonly journal: Journal<infer Types> }
  ? Types
  : Received extends Journal<infer Types>
    ? Types
    : ContractTypes;

/** The matchers as vitest and jest declare them. `Result`: what a matcher returns. `Received`: what `expect` was given. */
export interface MockMatchers<Result, Received> {
  /** The answer, or the error that a client threw, refuses the call with this code. Await it: bodies are read asynchronously. */
  toBeRefusedWith(code: string): Promise<void>;
  /** The mock received a call of this operation, with these parameters among others. */
  toHaveReceived<const Name extends OperationName<NamesOf<Received>>>(
    operation: Name,
    parameters?: ParametersOf<NamesOf<Received>, Name>,
  ): Result;
  /** A call was repeated, and at least this many milliseconds after the first one, by the mock's clock; 1 ms less is accepted. */
  toHaveRetriedAfter(milliseconds: number): Result;
}

/**
 * Matchers for `expect.extend`, of vitest and of jest.
 *
 *     expect.extend(matchers);
 */
export const matchers = {
  /** The call was refused with this code. Takes a Response, an exchange, a journal entry, the error that a client threw, or a promise of these. */
  async toBeRefusedWith(received: unknown, code: string): Promise<MatcherResult> {
    refuseNonText('match with toBeRefusedWith', code);
    if (isPromise(received)) return matchers.toBeRefusedWith(await settle(received), code);
    if (!(received instanceof Response)) return judge(readRefusal(received), code);
    return judge(readResponse(received, await received.clone().text()), code);
  },

  /** The mock received a call of this operation, with these parameters among others. */
  toHaveReceived(
    received: JournalSource,
    operation: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): MatcherResult {
    const journal = journalOf(received, 'toHaveReceived');
    refuseNonText('match with toHaveReceived', operation);
    refuseNonObject('match with toHaveReceived', parameters);
    const calls = journal.requests();
    // Refuses names that no call could have: with `not`, a misspelt one would always pass.
    const found = journal.requests({ operation, where: parameters });
    const wanted = [operation, ...linesOf(parameters)].join('\n    ');
    return {
      pass: found.length > 0,
      message: () =>
        found.length > 0
          ? `Expected no call of ${wanted}\nReceived ${found.map(({ id }) => `#${id}`).join(', ')}`
          : `Expected a call of ${wanted}\n${nearestMisses(calls, operation, parameters)}`,
    };
  },

  /**
   * A call was repeated with the same parameters, and its first repetition came at least this many milliseconds after the call
   * before, by the mock's clock. One millisecond less is accepted, since timers may fire that early.
   */
  toHaveRetriedAfter(received: JournalSource, milliseconds: number): MatcherResult {
    const journal = journalOf(received, 'toHaveRetriedAfter');
    if (!(milliseconds >= 0))
      throw new MisuseError(
        `Failed to match with toHaveRetriedAfter: "${String(milliseconds)}" is not a number of milliseconds. Write it like 1000.`,
      );
    const retries = retriesOf(journal.requests());
    const shown = retries.map(
      ({ from, to, gapMs }) => `  #${to.id}, ${gapMs} ms after #${from.id}: ${summary(to)}`,
    );
    const listed = shown.length === 0 ? 'No call came twice with the same parameters.' : shown.join('\n');
    const pass =
      retries.length > 0 && retries.every(({ gapMs, isFirst }) => !isFirst || gapMs >= milliseconds - 1);
    return {
      pass,
      message: () => `Expected ${pass ? 'no retry' : 'a retry'} after ${milliseconds} ms or more\n${listed}`,
    };
  },
};

/** The value of a promise, or the reason of its rejection. */
async function settle(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}

interface ShownRefusal {
  /** Undefined for anything but a refusal. */
  readonly code: string | undefined;
  readonly shown: string;
}

function judge({ code, shown }: ShownRefusal, wanted: string): MatcherResult {
  return {
    pass: code === wanted,
    message: () =>
      code === wanted
        ? `Expected anything but a refusal with ${wanted}\nReceived ${shown}`
        : `Expected a refusal with ${wanted}\nReceived ${shown}`,
  };
}

function readResponse({ status }: Response, body: string): ShownRefusal {
  const code = /"Code":\s*"([^"]*)"/.exec(body)?.[1] ?? /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
  return {
    code: status >= 400 ? code : undefined,
    shown: `status ${status}, ${body === '' ? 'no body' : body}`,
  };
}

function readRefusal(received: unknown): ShownRefusal {
  if (isExchange(received)) {
    const { decision, answer } = received;
    if (decision.kind !== 'refused') return { code: undefined, shown: `a call that was ${decision.kind}` };
    const { error, parameter, evidence, source } = decision;
    const at = parameter === undefined ? '' : ` (${parameter})`;
    return { code: error, shown: `${error}${at}, status ${answer?.status}, ${evidence}: ${source}` };
  }
  if (isObject(received)) {
    const { code, Code, message, name } = received as { readonly [member: string]: unknown };
    const found = [code, Code].find((one) => typeof one === 'string');
    const shown = [name, found, message].filter((one) => typeof one === 'string').join(', ');
    return { code: found, shown: shown === '' ? JSON.stringify(received) : shown };
  }
  return { code: undefined, shown: String(received) };
}

function isExchange(value: unknown): value is Exchange {
  return isObject(value) && isObject(value['decision']) && 'answer' in value;
}

function journalOf(received: JournalSource, matcher: string): Journal {
  const journal = isObject(received) && 'journal' in received ? received.journal : received;
  if (isObject(journal) && 'requests' in journal) {
    const found = journal as unknown as Journal; // it has what only a journal has
    if (found.size !== 0) return found;
    throw new MisuseError(
      `Failed to match with ${matcher}: the journal of this mock keeps no calls. Create the mock without journalSize.`,
    );
  }
  throw new MisuseError(
    `Failed to match with ${matcher}: what was given is no mock. Write expect(mock).${matcher}(…).`,
  );
}

/** The calls with the fewest differences, and these. */
function nearestMisses(
  calls: readonly JournalEntry[],
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
): string {
  if (calls.length === 0) return 'No call came.';
  const ofOperation = calls.filter((call) => call.operation === operation);
  if (ofOperation.length === 0) {
    const others = new Set(calls.map((call) => call.operation ?? 'calls without an operation'));
    return `No call of it came; received ${[...others].join(', ')}`;
  }
  const misses = ofOperation
    .map((call) => ({ call, differences: differencesOf(call.parameters, parameters) }))
    .toSorted((a, b) => a.differences.length - b.differences.length);
  const shown = misses
    .slice(0, 3)
    .map(({ call, differences }) =>
      [`  #${call.id}, ${summary(call)}`, ...differences.map(lineOf)].join('\n    '),
    );
  return [
    `Received ${ofOperation.length === 1 ? 'one' : `${ofOperation.length}, the nearest first`}`,
    ...shown,
  ].join('\n');
}

function lineOf({ name, wanted, value }: ParameterDifference): string {
  return `${name}: wanted ${textOf(wanted)}; got ${textOf(value)}`;
}

function linesOf(parameters: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(parameters).map(([name, wanted]) => `${name}: ${textOf(wanted)}`);
}

function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function summary({ operation, answer, decision }: JournalEntry): string {
  const outcome = decision.kind === 'refused' ? decision.error : decision.kind;
  return `${operation ?? 'no operation'}, ${answer === undefined ? 'not answered' : `${answer.status} ${outcome}`}`;
}

interface RepeatedCall {
  readonly from: JournalEntry;
  readonly to: JournalEntry;
  readonly gapMs: number;
  readonly isFirst: boolean;
}

function retriesOf(calls: readonly JournalEntry[]): readonly RepeatedCall[] {
  const seen = new Map<string, { readonly last: JournalEntry; readonly count: number }>();
  return calls.flatMap((to) => {
    const key = JSON.stringify([to.account, to.operation, sorted(to.parameters)]);
    const before = seen.get(key);
    seen.set(key, { last: to, count: (before?.count ?? 0) + 1 });
    return before
      ? [{ from: before.last, to, gapMs: to.at - before.last.at, isFirst: before.count === 1 }]
      : [];
  });
}

/** Clients may send the same parameters in another order. */
function sorted(parameters: JournalEntry['parameters']): unknown {
  return Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
