/** Calls that follow each other, as commands of fast-check: what is due is computed by a model, a few keys that are taken or free. */
import type { AsyncCommand } from 'fast-check';
import { success, type Step } from '../scenario/scenario.ts';
import type { Broken, Calls, Values } from './calls.ts';

/** The keys that are taken, and with which values. It knows nothing of parameters, so it cannot repeat a mistake of the mock. */
export type Model = Map<number, Values>;

/** Who performs a call: writes it down, or sends it and throws where the answer is not what is due. */
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

export function brokenCommand({ absent }: Calls, key: number, { code, add }: Broken): SequenceCommand {
  return {
    check: () => true,
    // Where the key is taken two things are wrong, and no order of checks is stated.
    run: (taken, real) => real.perform(taken.has(key) ? add(key, absent.error) : add(key)),
    toString: () => `add ${key} with ${code}`,
  };
}

export function removeCommand(remove: NonNullable<Calls['remove']>, key: number): SequenceCommand {
  return {
    // What removing nothing is answered with is not known, so only what exists is removed.
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

/** The calls that commands would make if each were answered as is due. */
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
