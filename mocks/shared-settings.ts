/** A clock and faults that all who share a state have in common. */
import type { JsonObject } from '../contract/json.ts';
import { boundInstant, millisecondsIn, type Clock, type ClockStart } from './settings/clock.ts';
import type { FaultSettingsOwner, Faults, SharedFaultRules } from './faults/faults.ts';
import type { FaultHandle } from './faults/rule.ts';
import type { SettingName, Settings, ShareSettings } from './state-store.ts';

/** What every mock that shares a state has to know of its clock. A running clock shows `origin` plus the time of its process. */
interface ClockState {
  readonly isRunning: boolean;
  /** Milliseconds since the epoch, or of a running clock how far it is ahead. */
  readonly origin: number;
  /** How the mock was told to start; a mock that is told otherwise does not take this state over. */
  readonly start: string;
}

/**
 * A setting that is changed here at once, and for all others by the same change of what they have made of it meanwhile. `begin` is
 * called when it is to begin, and what it returns when the latest value is known.
 */
function shareSetting<Value>(
  settings: Settings,
  name: SettingName,
  begin: () => (latest: Value | undefined) => Value,
  take: (value: Value) => void,
) {
  const change = (next: (latest: Value | undefined) => Value): void =>
    settings.change(name, (latest) => next(latest as Value | undefined) as JsonObject); // of JSON only, as it was written
  settings.subscribe({
    begin: () => change(begin()),
    take(changed, value) {
      if (changed === name) take(value as Value); // written above
    },
  });
  return change;
}

/** The same clock, moved whenever one of the others is. */
function shareClock(clock: Clock, start: ClockStart | undefined, settings: Settings): Clock {
  const ownStart = String(start instanceof Date ? start.toISOString() : (start ?? 'real'));
  const own = (): ClockState => {
    const isRunning = !clock.isFrozen;
    return { isRunning, origin: clock.now() - (isRunning ? Date.now() : 0), start: ownStart };
  };
  // As it is when it is asked for: until the latest value is known, this clock may be moved again.
  const orOwn = (
    next: (latest: ClockState) => ClockState,
  ): ((latest: ClockState | undefined) => ClockState) => {
    const state = own();
    return (latest) => (latest?.start === ownStart ? next(latest) : state);
  };
  const changeAny = shareSetting<ClockState>(
    settings,
    'clock',
    () => orOwn((latest) => latest),
    ({ isRunning, origin }) => {
      if (isRunning) clock.run();
      else clock.freeze();
      clock.set(boundInstant(origin + (isRunning ? Date.now() : 0)));
    },
  );
  const change = (next: (latest: ClockState) => Partial<ClockState>): void =>
    changeAny(orOwn((latest) => ({ ...latest, ...next(latest) })));
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    advance(duration) {
      clock.advance(duration);
      const step = millisecondsIn(duration);
      change(({ origin }) => ({ origin: origin + step }));
    },
    set(instant) {
      clock.set(instant);
      const [at, ofProcess] = [clock.now(), Date.now()];
      change(({ isRunning }) => ({ origin: isRunning ? at - ofProcess : at }));
    },
    freeze() {
      clock.freeze();
      const ofProcess = Date.now();
      change(({ isRunning, origin }) => (isRunning ? { isRunning: false, origin: origin + ofProcess } : {}));
    },
    run() {
      clock.run();
      const ofProcess = Date.now();
      change(({ isRunning, origin }) => (isRunning ? {} : { isRunning: true, origin: origin - ofProcess }));
    },
    reset() {
      clock.reset();
      const first = own();
      change(() => first);
    },
    get isFrozen() {
      return clock.isFrozen;
    },
    get waiting() {
      return clock.waiting;
    },
  };
}

const noRules: SharedFaultRules = { removed: [], rules: [], last: 0 };

/** The same faults, set and removed whenever the others are. */
function shareFaults<Owner extends Faults & FaultSettingsOwner>(faults: Owner, settings: Settings): Owner {
  // Of an earlier version, it may say less.
  const read = (latest: Partial<SharedFaultRules> | undefined): SharedFaultRules => ({
    ...noRules,
    last: Math.max(0, ...(latest?.rules ?? []).map(({ id }) => numberIn(id))),
    ...latest,
  });
  const changeAny = shareSetting<SharedFaultRules>(
    settings,
    'faults',
    () => read,
    (value) => faults.adopt(read(value)),
  );
  const change = (next: (latest: SharedFaultRules) => SharedFaultRules): void =>
    changeAny((latest) => next(read(latest)));
  const withoutKeys = (latest: SharedFaultRules, keys: readonly string[]): SharedFaultRules => ({
    ...latest,
    removed: [...new Set([...latest.removed, ...keys])],
  });
  const handleOf = (one: FaultHandle): FaultHandle => ({
    // It changes where somebody else took it in the same moment.
    get id() {
      return one.id;
    },
    rule: one.rule,
    get matched() {
      return one.matched;
    },
    get injected() {
      return one.injected;
    },
    remove() {
      const key = faults.standingKey(one.id);
      one.remove();
      change((latest) =>
        key === undefined
          ? {
              ...latest,
              rules: latest.rules.filter(({ id, rule }) => id !== one.id || !isSame(rule, one.rule)),
            }
          : withoutKeys(latest, [key]),
      );
    },
  });
  let isSet = false;
  return {
    ...faults,
    add(given) {
      const one = faults.add(given);
      change((latest) => {
        const id = faults.rename(
          one.id,
          latest.rules.map((other) => other.id),
        );
        if (id === undefined) return latest;
        const last = Math.max(latest.last, numberIn(id));
        return { ...latest, last, rules: [...latest.rules, { id, rule: one.rule }] };
      });
      return handleOf(one);
    },
    set(rules) {
      faults.set(rules);
      const keys = isSet ? faults.standingKeys() : [];
      // At first they are those of an earlier process, of which some may have been removed.
      isSet = true;
      change(({ removed, ...latest }) => ({
        ...latest,
        removed: removed.filter((key) => !keys.includes(key)),
      }));
    },
    list: () => faults.list().map(handleOf),
    remove(id) {
      const found = faults.list().find((one) => one.id === id);
      if (found) handleOf(found).remove();
      return found !== undefined;
    },
    clear() {
      const keys = faults.standingKeys();
      faults.clear();
      change((latest) => ({ ...withoutKeys(latest, keys), rules: [] }));
    },
    reset() {
      faults.reset();
      change(() => noRules);
    },
  };
}

/** Of `fault-7`, 7. */
function numberIn(id: string): number {
  return Number(id.replace(/\D+/, ''));
}

/** Somebody else may have added another rule with its id in the same moment. */
function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** For a store whose settings several mocks share. */
export function shareSettings(settings: Settings): ShareSettings {
  return ({ clock, faults }, start) => ({
    clock: shareClock(clock, start, settings),
    faults: shareFaults(faults, settings),
  });
}
