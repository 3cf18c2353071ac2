/** What events tell of calls that were just answered: a row for each, and what they changed, as counts. */
import { type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { CallCounts, RequestRow } from './bodies.ts';
import { countsOf } from './records.ts';
import { summarizeEntry } from './requests.ts';

export function rowsOf(
  { contract }: AwaitedFetchMock,
  calls: readonly JournalEntry[],
): readonly RequestRow[] {
  return calls.map((entry) => summarizeEntry(entry, contract));
}

/** Rejects if the store cannot be reached. */
export function countsAfter(mock: AwaitedFetchMock, calls: readonly JournalEntry[]): Awaitable<CallCounts> {
  const injected = calls.some(({ fault }) => fault?.id !== undefined);
  return whenDone(countsOf(mock, calls), (collections) => ({
    requests: mock.journal.requests().length,
    collections,
    faults: injected
      ? mock.faults.list().map(({ id, matched, injected: count }) => ({ id, matched, injected: count }))
      : [],
  }));
}
