/** How often fault rules were matched and injected: counted by one process, or by all who share a state. */
import type { Awaitable } from '../../contract/awaitable.ts';

export interface FaultCount {
  /** Calls that matched operation, parameters and time. */
  readonly matched: number;
  /** Injections into them. */
  readonly injected: number;
}

export interface FaultCounts {
  /**
   * Atomic: count a call for all of these rules, and an injection for the first that is due. Returns the index of that one;
   * undefined where no rule is due.
   */
  choose(rules: readonly CountedRule[]): Awaitable<number | undefined>;
  /** What was counted for a rule, as it was last heard of; zeros for an unknown key. */
  of(key: string): FaultCount;
  /** Count these from 0 again; without keys, all. */
  forget(keys?: readonly string[]): void;
  /** Hear what others have counted. */
  refresh(): Awaitable<void>;
}

/** A rule that a call matches. */
export interface CountedRule {
  readonly key: string;
  /** Due from this call on, counted from 1. */
  readonly nth: number;
  /** Greatest number of injections. */
  readonly times: number;
  /** Whether chance lets the call be hit that matches so many times, counted from 1; undefined where every call is. */
  readonly isHit: ((matched: number) => boolean) | undefined;
}

/** Of a rule that no call has matched. */
export const uncounted: FaultCount = { matched: 0, injected: 0 };

/** `known`: what was counted before. `keep` gets all counts whenever they have changed. */
export function createFaultCounts(
  known: Iterable<readonly [key: string, count: FaultCount]> = [],
  keep: (counts: ReadonlyMap<string, FaultCount>) => void = () => undefined,
): FaultCounts {
  const counts = new Map<string, FaultCount>(known);
  return {
    choose(rules) {
      let due: number | undefined;
      for (const [index, { key, nth, times, isHit }] of rules.entries()) {
        const before = counts.get(key) ?? uncounted;
        const matched = before.matched + 1;
        const isDue = due === undefined && matched >= nth && before.injected < times;
        const isInjected = isDue && isHit?.(matched) !== false;
        if (isInjected) due = index;
        counts.set(key, { matched, injected: before.injected + (isInjected ? 1 : 0) });
      }
      keep(counts);
      return due;
    },
    of: (key) => counts.get(key) ?? uncounted,
    forget(keys) {
      if (!keys) counts.clear();
      else for (const key of keys) counts.delete(key);
      keep(counts);
    },
    refresh: () => undefined,
  };
}
