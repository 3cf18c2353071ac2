/** Faulty rate limits: another limit, another scope, another way of counting. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { createSlidingWindow } from '../reference/limiters.ts';
import type { Limiter } from '../reference/limiters.ts';
import { accepted, refused } from '../reference/parts.ts';
import type { ReferenceThrottle, PartsVariation } from '../reference/parts.ts';
import { answeringCode, limiting, using } from '../reference/variations.ts';

const unlimited: Limiter = { isFull: () => false, count: () => undefined };

function windowOf(size: number, windowMs: number): PartsVariation {
  return using({ createLimiter: () => createSlidingWindow(size, windowMs) });
}

function row(name: string, describe: string, apply: PartsVariation, also: FaultRow['also'] = []): FaultRow {
  return { name, breaks: 'rate-limit', also, describe, apply };
}

const limits: FaultRow[] = [
  ...[20, 45, 60].map((size) =>
    row(`rate-limit-of-${size}`, `Allows ${size} calls a second.`, limiting({ requestsPerSecond: size })),
  ),
  row('no-rate-limit', 'Never throttles.', using({ createLimiter: () => unlimited })),
  row('rate-limit-by-the-minute', 'Allows 30 calls a minute instead of a second.', windowOf(30, 60_000)),
  row(
    'rate-limit-averaged-over-a-minute',
    'Allows 1800 calls a minute, in whatever second they come.',
    windowOf(1800, 60_000),
  ),
  row(
    'rate-limit-by-the-millisecond',
    'Takes its window of one second for one millisecond.',
    windowOf(30, 1),
  ),
  row(
    'rate-limit-never-recovers',
    'Throttles an account for good once it was over the limit.',
    using({ createLimiter: (size) => createBan(createSlidingWindow(size), Number.POSITIVE_INFINITY) }),
  ),
  row(
    'rate-limit-bans-for-a-minute',
    'Throttles an account for a minute once it was over the limit.',
    using({ createLimiter: (size) => createBan(createSlidingWindow(size), 60_000) }),
  ),
  row(
    'quota-never-renewed',
    'Never starts a new window, so that an account has 30 calls in all.',
    windowOf(30, Number.POSITIVE_INFINITY),
  ),
];

function createBan(limiter: Limiter, banMs: number): Limiter {
  const bannedUntilMs = new Map<string, number>();
  return {
    isFull: (key, nowMs) => {
      if (nowMs < (bannedUntilMs.get(key) ?? nowMs)) return true;
      const isFull = limiter.isFull(key, nowMs);
      if (isFull) bannedUntilMs.set(key, nowMs + banMs);
      return isFull;
    },
    count: (key, nowMs) => limiter.count(key, nowMs),
  };
}

const scopes: FaultRow[] = [
  row(
    'rate-limit-shared-by-accounts',
    'Counts the calls of all accounts together.',
    using({ limiterKeyOf: () => '' }),
  ),
  row(
    'rate-limit-per-domain',
    'Counts the calls for each DomainName instead of each account.',
    using({ limiterKeyOf: (call) => call.parameters.get('DomainName') ?? '' }),
  ),
  row(
    'rate-limit-per-app',
    'Counts the calls for each AppName instead of each account.',
    using({ limiterKeyOf: (call) => call.parameters.get('AppName') ?? '' }),
  ),
  row(
    'rate-limit-per-method',
    'Counts GET and POST apart.',
    using({ limiterKeyOf: (call) => `${call.method} ${call.account}` }),
  ),
];

const countSuccessesOnly: ReferenceThrottle = async (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  if (world.limiter.isFull(key, world.nowMs())) return refused('Throttling.User');
  const outcome = await run();
  if (outcome.kind === 'accepted') world.limiter.count(key, world.nowMs());
  return outcome;
};

const throttleSuccessesOnly: ReferenceThrottle = async (call, world, run) => {
  const outcome = await run();
  const key = world.parts.limiterKeyOf(call);
  if (outcome.kind === 'refused') return outcome;
  if (world.limiter.isFull(key, world.nowMs())) return refused('Throttling.User');
  world.limiter.count(key, world.nowMs());
  return outcome;
};

const runThenThrottle: ReferenceThrottle = async (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  const isFull = world.limiter.isFull(key, world.nowMs());
  if (!isFull) world.limiter.count(key, world.nowMs());
  const outcome = await run();
  return isFull ? refused('Throttling.User') : outcome;
};

const countLate: ReferenceThrottle = async (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  if (world.limiter.isFull(key, world.nowMs())) return refused('Throttling.User');
  await new Promise((resolve) => setTimeout(resolve, 5));
  world.limiter.count(key, world.nowMs());
  return run();
};

const dropSilently: ReferenceThrottle = (call, world, run) => {
  const key = world.parts.limiterKeyOf(call);
  if (world.limiter.isFull(key, world.nowMs())) return accepted;
  world.limiter.count(key, world.nowMs());
  return run();
};

const counting: FaultRow[] = [
  row(
    'rate-limit-counts-successes',
    'Counts successful calls only, so that refused ones may come at any rate.',
    using({ throttle: countSuccessesOnly }),
  ),
  row(
    'rate-limit-for-successes',
    'Asks the limiter after the work is done and for successful calls only; their work stays done.',
    using({ throttle: throttleSuccessesOnly }),
    ['state'],
  ),
  {
    name: 'throttled-calls-are-stored',
    breaks: 'state',
    also: ['rate-limit'],
    describe: 'Stores the configuration of a call that it throttles.',
    apply: using({ throttle: runThenThrottle }),
  },
  row(
    'rate-limit-counts-late',
    'Counts a call some time after it was admitted, so that simultaneous calls all pass.',
    using({ throttle: countLate }),
    ['concurrency'],
  ),
  row(
    'throttled-calls-dropped-silently',
    'Answers success to a call over the limit and does nothing.',
    using({ throttle: dropSilently }),
    ['state'],
  ),
];

const answers: FaultRow[] = [429, 503].map((status) =>
  row(
    `throttles-with-${status}`,
    `Throttles with status ${status} and code Throttling.`,
    answeringCode('Throttling.User', {
      status,
      Code: 'Throttling',
      Message: 'Request was denied due to request throttling.',
    }),
  ),
);

export const rateFaults: readonly SeededFault[] = [
  ...inCategory('rate limit moved', limits),
  ...inCategory('rate limit scoped wrongly', scopes),
  ...inCategory('rate limit counted wrongly', counting),
  ...inCategory('throttled calls answered otherwise', answers),
];
