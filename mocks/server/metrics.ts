/** What a server has done, in the text form of Prometheus. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Exchange } from '../engine/engine.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { Spaces } from '../spaces.ts';
import { StoreUnavailableError } from '../state-store.ts';

export interface Metrics {
  /** Count a call. `milliseconds`: until its answer was written. */
  observe(exchange: Exchange, milliseconds: number): void;
  write(gauges: Gauges): string;
  close(): void;
}

/** What is looked at when somebody asks. */
export interface Gauges {
  /** Like `accounts`, no number while the store is away: that it is has to be seen all the same. */
  readonly records: number;
  readonly accounts: number;
  readonly spaces: number;
  readonly isReachable: boolean;
}

/** Upper bounds in seconds. */
const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const requests = new Map<string, Counter>();
  // Most calls are counted where the one before them was: to write labels takes longer than to count.
  let last: Counter | undefined;
  const counterOf = ({ operation = 'unknown', decision, fault }: Exchange): Counter => {
    const code = decision.kind === 'refused' ? decision.error : decision.kind === 'lost' ? 'no answer' : 'OK';
    const name = fault?.name ?? '';
    if (last?.operation === operation && last.code === code && last.fault === name) return last;
    const labels = `operation="${escapeLabel(operation)}",code="${escapeLabel(code)}",fault="${name}"`;
    last = requests.get(labels) ?? { operation, code, fault: name, count: 0 };
    requests.set(labels, last);
    return last;
  };
  const buckets = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();

  return {
    observe(exchange, milliseconds) {
      counterOf(exchange).count += 1;
      const seconds = milliseconds / 1000;
      count += 1;
      sum += seconds;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    },
    write({ records, accounts, spaces, isReachable }) {
      const memory = process.memoryUsage();
      let below = 0;
      const lines = [
        ...header('requests_total', 'counter', 'Calls by operation, code of the answer and injected fault.'),
        ...[...requests].map(([labels, { count: calls }]) => `understudy_requests_total{${labels}} ${calls}`),
        ...header('request_duration_seconds', 'histogram', 'From a read request to a written answer.'),
        ...bounds.map((bound, index) => {
          below += buckets[index] ?? 0;
          return `understudy_request_duration_seconds_bucket{le="${bound}"} ${below}`;
        }),
        `understudy_request_duration_seconds_bucket{le="+Inf"} ${count}`,
        `understudy_request_duration_seconds_sum ${sum}`,
        `understudy_request_duration_seconds_count ${count}`,
        ...gauge('records', 'Records in the state, without those of spaces.', records),
        ...gauge('accounts', 'Accounts that have records.', accounts),
        ...gauge('spaces', 'Spaces in use.', spaces),
        ...gauge('store_reachable', 'Whether the store answers.', isReachable ? 1 : 0),
        ...gauge('memory_resident_bytes', 'Memory of the process.', memory.rss),
        ...gauge('memory_heap_used_bytes', 'JavaScript heap in use.', memory.heapUsed),
        ...header('event_loop_delay_seconds', 'gauge', 'Delay of the event loop since the last look.'),
        ...[50, 99].map(
          (percent) =>
            `understudy_event_loop_delay_seconds{quantile="${percent / 100}"} ${seconds(delay.percentile(percent))}`,
        ),
        `understudy_event_loop_delay_seconds{quantile="1"} ${seconds(delay.max)}`,
      ];
      delay.reset();
      return `${lines.join('\n')}\n`;
    },
    close: () => void delay.disable(),
  };
}

export async function readGauges(
  { state, store }: AwaitedFetchMock,
  spaces: Pick<Spaces, 'mocks'> | undefined,
): Promise<Gauges> {
  const ofServer = { spaces: spaces?.mocks.length ?? 0 };
  try {
    const counts = (await state.counts()).filter(({ count }) => count > 0);
    return {
      ...ofServer,
      records: counts.reduce((sum, { count }) => sum + count, 0),
      accounts: new Set(counts.map(({ account }) => account)).size,
      isReachable: store.isReachable,
    };
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    return { ...ofServer, records: Number.NaN, accounts: Number.NaN, isReachable: false };
  }
}

/** The calls of one operation with one end. */
interface Counter {
  readonly operation: string;
  readonly code: string;
  /** Empty where nothing was made to go wrong. */
  readonly fault: string;
  count: number;
}

/** Names of a contract may be any text. */
function escapeLabel(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}

function header(name: string, type: string, help: string): readonly string[] {
  return [`# HELP understudy_${name} ${help}`, `# TYPE understudy_${name} ${type}`];
}

function gauge(name: string, help: string, value: number): readonly string[] {
  return [...header(name, 'gauge', help), `understudy_${name} ${value}`];
}

function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}
