/** A clock and faults that all who share a state have in common. */
import type { JsonObject } from '../contract/json.ts';
import type { Clock, ClockStart } from './settings/clock.ts';
import type { FaultSettingsOwner, Faults, SharedFaultRules } from './faults/faults.ts';
import type { Settings, ShareSettings } from './state-store.ts';

/** What every mock that shares a state has to know of its clock. A running clock shows `origin` plus the time of its process. */
interface ClockState {
  readonly isRunning: boolean;
  /** Milliseconds since the epoch, or of a running clock how far it is ahead. */
  readonly origin: number;
  /** How the mock was told to start; a mock that is told otherwise does not take this state over. */
  readonly start: string;
}

/** The same clock, moved whenever one of the others is. Once `isLoaded` nobody else can have written before. */
function shareClock(clock: Clock, start: ClockStart | undefined, settings: Settings) {
  const ownStart = String(start instanceof Date ? start.toISOString() : (start ?? 'real'));
  const write = (): void => {
    const isRunning = !clock.isFrozen;
    const origin = isRunning ? clock.now() - Date.now() : clock.now();
    settings.write('clock', { isRunning, origin, start: ownStart } satisfies ClockState);
  };
  const take = (value: JsonObject): void => {
    const { isRunning, origin } = value as unknown as ClockState; // written by `write`
    if (isRunning) {
      clock.run();
      clock.set(Date.now() + origin);
    } else {
      clock.freeze();
      clock.set(origin);
    }
  };
  settings.subscribe((name, value) => {
    if (name === 'clock') take(value);
  });
  const shared: Clock = {
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    advance(duration) {
      clock.advance(duration);
      write();
    },
    set(instant) {
      clock.set(instant);
      write();
    },
    freeze() {
      clock.freeze();
      write();
    },
    run() {
      clock.run();
      write();
    },
    reset() {
      clock.reset();
      write();
    },
    get isFrozen() {
      return clock.isFrozen;
    },
    get waiting() {
      return clock.waiting;
    },
  };
  return {
    clock: shared,
    /** To be called once the settings are read. */
    begin(): void {
      const kept = settings.read('clock');
      if (kept?.['start'] === ownStart) take(kept);
      else {
        clock.reset();
        write();
      }
    },
  };
}

/** The same faults, set and removed whenever the others are. */
function shareFaults<Owner extends Faults & FaultSettingsOwner>(faults: Owner, settings: Settings) {
  const write = (): void => settings.write('faults', faults.shared() as unknown as JsonObject); // of JSON only
  const take = (value: JsonObject): void => faults.adopt(value as unknown as SharedFaultRules); // written by `write`
  settings.subscribe((name, value) => {
    if (name === 'faults') take(value);
  });
  const after = <Result>(result: Result): Result => {
    write();
    return result;
  };
  const handle = (one: ReturnType<Faults['add']>): ReturnType<Faults['add']> => ({
    id: one.id,
    rule: one.rule,
    get matched() {
      return one.matched;
    },
    get injected() {
      return one.injected;
    },
    remove: () => after(one.remove()),
  });
  return {
    faults: {
      ...faults,
      add: (rule) => after(handle(faults.add(rule))),
      list: () => faults.list().map(handle),
      remove: (id) => after(faults.remove(id)),
      clear: () => after(faults.clear()),
      reset: () => after(faults.reset()),
    } satisfies Faults as Owner,
    /** To be called once the settings are read. */
    begin(): void {
      const kept = settings.read('faults');
      if (kept) take(kept);
    },
  };
}

/** For a store whose settings several mocks share. `isPrompt`: whether they can be read at once. */
export function shareSettings(
  settings: Settings,
  { isPrompt }: { readonly isPrompt: boolean },
): ShareSettings {
  return (own, start) => {
    const clock = shareClock(own.clock, start, settings);
    const faults = shareFaults(own.faults, settings);
    const begin = (): void => {
      clock.begin();
      faults.begin();
    };
    if (isPrompt) begin();
    // Where they cannot be read, calls are refused until they can.
    const ready = isPrompt ? undefined : settings.settled().then(begin, begin);
    return { clock: clock.clock, faults: faults.faults, ready };
  };
}
