/** Sequences of calls as fast-check commands. The expected answers come from a model: which keys are taken, and with which values. */
import type { AsyncCommand } from 'fast-check';
import { success, type Step } from '../scenario/scenario.ts';
import type { RefusedCall, Calls, Values } from './calls.ts';

/** The taken keys with their values. The model has no parameters, so it cannot repeat a mistake of the mock. */
export type Model = Map<number, Values>;

/** Performs a call: either records it, or sends it and throws where the answer is not the expected one. */
export interface Real {
  perform(step: Step): Promise<void>;
}

export type SequenceCommand = AsyncCommand<Model, Real>;

export function addCommand(calls: Calls, key: number, values: Values): SequenceCommand {
  return {
    check: () => true,
    run(taken, real) {
      const due = taken.has(key) ? calls.absent.error : success;
      if (!taken.has(key)) taken.set(key, values);
      return real.perform(calls.add(key, values, due));
    },
    toString: () => `add ${key}${values === 'all' ? ' with every parameter' : ''}`,
  };
}

export function brokenCommand({ absent }: Calls, key: number, { code, add }: RefusedCall): SequenceCommand {
  return {
    check: () => true,
    // If the key is taken too, either error conforms: the page states no order of checks.
    run: (taken, real) => real.perform(taken.has(key) ? add(key, absent.error) : add(key)),
    toString: () => `add ${key} with ${code}`,
  };
}

export function removeCommand(remove: NonNullable<Calls['remove']>, key: number): SequenceCommand {
  return {
    // The answer to removing a missing record is unknown, so only existing records are removed.
    check: (taken) => taken.has(key),
    run(taken, real) {
      taken.delete(key);
      return real.perform(remove(key));
    },
    toString: () => `remove ${key}`,
  };
}

export function showCommand(show: NonNullable<Calls['show']>, key: number): SequenceCommand {
  return {
    check: () => true,
    run: (taken, real) => real.perform(show(key, taken.get(key))),
    toString: () => `show ${key}`,
  };
}

/** The calls that the commands make when each is answered as expected. */
export function write(commands: Iterable<SequenceCommand>): {
  readonly names: readonly string[];
  readonly steps: readonly Step[];
} {
  const steps: Step[] = [];
  const names: string[] = [];
  const taken: Model = new Map();
  const real: Real = {
    perform(step) {
      steps.push(step);
      return Promise.resolve();
    },
  };
  for (const command of commands) {
    if (!command.check(taken)) continue;
    names.push(String(command));
    void command.run(taken, real);
  }
  return { names, steps };
}
