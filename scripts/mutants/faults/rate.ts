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

const limits: FaultRow[] = [
  ...[20, 45, 60].map((size) => ({
    name: `rate-limit-of-${size}`,
    breaks: 'rate-limit' as const,
    describe: `Allows ${size} calls a second.`,
    apply: limiting({ requestsPerSecond: size }),
  })),
  {
    name: 'no-rate-limit',
    breaks: 'rate-limit',
    describe: 'Never throttles.',
    apply: using({ createLimiter: () => unlimited }),
  },
  {
    name: 'rate-limit-by-the-minute',
    breaks: 'rate-limit',
    describe: 'Allows 30 calls a minute instead of a second.',
    apply: windowOf(30, 60_000),
  },
  {
    name: 'rate-limit-averaged-over-a-minute',
    breaks: 'rate-limit',
    describe: 'Allows 1800 calls a minute, in whatever second they come.',
    apply: windowOf(1800, 60_000),
  },
  {
    name: 'rate-limit-by-the-millisecond',
    breaks: 'rate-limit',
    describe: 'Takes its window of one second for one millisecond.',
    apply: windowOf(30, 1),
  },
  {
    name: 'rate-limit-never-recovers',
    breaks: 'rate-limit',
    describe: 'Throttles an account for good once it was over the limit.',
    apply: using({ createLimiter: (size) => createBan(createSlidingWindow(size), Number.POSITIVE_INFINITY) }),
  },
  {
    name: 'rate-limit-bans-for-a-minute',
    breaks: 'rate-limit',
    describe: 'Throttles an account for a minute once it was over the limit.',
    apply: using({ createLimiter: (size) => createBan(createSlidingWindow(size), 60_000) }),
  },
  {
    name: 'quota-never-renewed',
    breaks: 'rate-limit',
    describe: 'Never starts a new window, so that an account has 30 calls in all.',
    apply: windowOf(30, Number.POSITIVE_INFINITY),
  },
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
  {
    name: 'rate-limit-shared-by-accounts',
    breaks: 'rate-limit',
    describe: 'Counts the calls of all accounts together.',
    apply: using({ limiterKeyOf: () => '' }),
  },
  {
    name: 'rate-limit-per-domain',
    breaks: 'rate-limit',
    describe: 'Counts the calls for each DomainName instead of each account.',
    apply: using({ limiterKeyOf: (call) => call.parameters.get('DomainName') ?? '' }),
  },
  {
    name: 'rate-limit-per-app',
    breaks: 'rate-limit',
    describe: 'Counts the calls for each AppName instead of each account.',
    apply: using({ limiterKeyOf: (call) => call.parameters.get('AppName') ?? '' }),
  },
  {
    name: 'rate-limit-per-method',
    breaks: 'rate-limit',
    describe: 'Counts GET and POST apart.',
    apply: using({ limiterKeyOf: (call) => `${call.method} ${call.account}` }),
  },
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
  {
    name: 'rate-limit-counts-successes',
    breaks: 'rate-limit',
    describe: 'Counts successful calls only, so that refused ones may come at any rate.',
    apply: using({ throttle: countSuccessesOnly }),
  },
  {
    name: 'rate-limit-for-successes',
    breaks: 'rate-limit',
    also: ['state'],
    describe: 'Asks the limiter after the work is done and for successful calls only; their work stays done.',
    apply: using({ throttle: throttleSuccessesOnly }),
  },
  {
    name: 'throttled-calls-are-stored',
    breaks: 'state',
    also: ['rate-limit'],
    describe: 'Stores the configuration of a call that it throttles.',
    apply: using({ throttle: runThenThrottle }),
  },
  {
    name: 'rate-limit-counts-late',
    breaks: 'rate-limit',
    also: ['concurrency'],
    describe: 'Counts a call some time after it was admitted, so that simultaneous calls all pass.',
    apply: using({ throttle: countLate }),
  },
  {
    name: 'throttled-calls-dropped-silently',
    breaks: 'rate-limit',
    also: ['state'],
    describe: 'Answers success to a call over the limit and does nothing.',
    apply: using({ throttle: dropSilently }),
  },
];

const answers: FaultRow[] = [429, 503].map((status) => ({
  name: `throttles-with-${status}`,
  breaks: 'rate-limit',
  describe: `Throttles with status ${status} and code Throttling.`,
  apply: answeringCode('Throttling.User', {
    status,
    Code: 'Throttling',
    Message: 'Request was denied due to request throttling.',
  }),
}));

export const rateFaults: readonly SeededFault[] = [
  ...inCategory('rate limit moved', limits),
  ...inCategory('rate limit scoped wrongly', scopes),
  ...inCategory('rate limit counted wrongly', counting),
  ...inCategory('throttled calls answered otherwise', answers),
];
