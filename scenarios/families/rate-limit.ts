/** Scenarios of the rate limit: calls below it are admitted, calls above it refused. The page does not state the kind of window, so no check depends on it. */
import { weaker } from '../../contract/evidence.ts';
import type { Operation, RateLimit } from '../../contract/operation/operation.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { type Draft } from '../requests/draft.ts';
import { isKeyFixed } from '../steps/related-operations.ts';
import { success, type RateCheck, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

/** Length of an overload in windows: long enough that a limit 1.5 times too high admits more calls than any correct target may. */
const overloadWindows = 3;

/** Higher limits are not tested: exceeding them takes tens of thousands of calls, which no client comes near. */
const highestPlayed = { requests: 1000, perSecond: 500 } as const;

/** Exactly the limit is admitted. For users who know that their target has a sliding window; empty without a limit. */
export function strictRateScenarios(operation: Operation): readonly Scenario[] {
  const limit = operation.rateLimit;
  if (!limit) return [];
  const { requests, perMs, error } = limit;
  const step = stepFor(operation, minimalRequest(operation), {
    expect: [success, ...stateErrors(operation)],
  });
  return [
    {
      id: 'rate-limit/exact',
      title: `${requests + 1} calls at once: exactly ${requests} are admitted`,
      family: 'rate-limit',
      operation: operation.name,
      exercises: error,
      // Only on the user's request: the page does not say how calls are counted.
      evidence: 'stated',
      source: limit.source,
      arrange: [],
      act: { kind: 'rate', step, check: { kind: 'exact', requests, error }, windowMs: perMs },
    },
  ];
}

/** `refused` is a call that is answered with an error; it counts towards the limit too. */
export function rateLimitScenarios(operation: Operation, refused: Step | undefined): readonly Scenario[] {
  const limit = operation.rateLimit;
  if (!limit || isTooHigh(limit)) return [];
  const { requests, perMs, error } = limit;
  const step = stepFor(operation, minimalRequest(operation) satisfies Draft, {
    expect: [success, ...stateErrors(operation)],
  });
  const scenario = (
    slug: string,
    title: string,
    exercises: string,
    part: keyof RateLimit['parts'],
    check: RateCheck,
    by = step,
  ): Scenario => ({
    id: `rate-limit/${slug}`,
    title,
    family: 'rate-limit',
    operation: operation.name,
    exercises,
    evidence: limit.parts[part],
    source: limit.source,
    arrange: [],
    act: { kind: 'rate', step: by, check, windowMs: perMs },
  });
  const row = operation.errors.find(error);
  const even = Math.floor((requests * 5) / 6);
  // Any interval of n windows' length overlaps at most n + 1 fixed windows, so a fixed window may admit that many.
  const atMost = requests * (overloadWindows + 1);
  const forMs = Math.round((overloadWindows - 0.1) * perMs);
  return [
    scenario(
      'even',
      `${even} calls in each ${perMs} ms, evenly spaced: none is throttled`,
      'OK',
      'requests',
      {
        kind: 'even',
        requests: even * 2,
        everyMs: perMs / even,
        error,
      },
    ),
    scenario(
      'overload',
      `As many calls as the target takes for ${forMs} ms: at most ${atMost} are admitted`,
      error,
      'requests',
      { kind: 'overload', forMs, atMost, error },
    ),
    ...(refused === undefined
      ? []
      : [
          scenario(
            'overload-refused',
            `As many refused calls as the target takes for ${forMs} ms: at most ${atMost} are admitted`,
            error,
            'refused',
            { kind: 'overload', forMs, atMost, error },
            refused,
          ),
        ]),
    scenario(
      'burst',
      `${requests * 4} calls at once: at most ${requests * 2} are admitted`,
      error,
      'window',
      {
        kind: 'burst',
        requests: requests * 4,
        atMost: requests * 2,
        error,
      },
    ),
    // More than any window lets pass in the whole overload: whoever admits that counts no calls that come together.
    scenario('flood', `${atMost * 2} calls at once: at most ${atMost} are admitted`, error, 'requests', {
      kind: 'burst',
      requests: atMost * 2,
      atMost,
      error,
    }),
    ...(row === undefined
      ? []
      : [
          {
            ...scenario(
              'answer',
              `A call over the limit is answered with ${row.status} ${error}`,
              error,
              'error',
              {
                kind: 'answer' as const,
                requests: requests * 4,
                error,
              },
            ),
            // The limit and the error of a call above it have separate evidence.
            evidence: weaker(row.evidence, limit.parts.error),
            source: row.source,
          },
        ]),
    // After a pause of two windows and more, one call is within the limit however calls are counted.
    scenario('recovery', 'After an overload and a pause, calls are admitted again', 'OK', 'requests', {
      kind: 'recovery',
      burst: requests * 2,
      pauseMs: perMs * 2.5,
      error,
    }),
    scenario('accounts', "One account's overload leaves another account alone", 'OK', 'scope', {
      kind: 'accounts',
      burst: requests * 2,
      error,
    }),
  ];
}

function isTooHigh({ requests, perMs }: RateLimit): boolean {
  return requests > highestPlayed.requests || (requests / perMs) * 1000 > highestPlayed.perSecond;
}

/** Errors of the state that a call may get too: its record does not exist, or each call is about the same record. */
function stateErrors(operation: Operation): readonly string[] {
  const { effect, preconditions } = operation;
  const kind = effect?.kind === 'create' ? 'absent' : 'present';
  if (kind === 'absent' && !isKeyFixed(operation)) return [];
  return preconditions.flatMap((one) => (one.kind === kind && one.fixture === undefined ? [one.error] : []));
}
