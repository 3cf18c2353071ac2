/** Faults that two or three calls do not show: what becomes of a key that is taken, freed and taken again. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { accepted, refused } from '../reference/parts.ts';
import type { AddConfig, ConfigStore, PartsVariation, ReferenceWorld } from '../reference/parts.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { store } from '../reference/server.ts';
import { adding, using } from '../reference/variations.ts';

const duplicate = 'ConfigAlreadyExists';

function keyIn(world: ReferenceWorld, config: RecordConfig): string {
  return world.parts.keyOf(config, world.parts.choices);
}

/** Refuses a key that was taken and freed twice: its tombstones fill up. */
function comingBackOnce(add: AddConfig): AddConfig {
  const times = new Map<string, number>();
  return async (config, world) => {
    const key = keyIn(world, config);
    const before = times.get(key) ?? 0;
    if (before >= 2 && !world.configs.has(key)) return refused(duplicate);
    const outcome = await add(config, world);
    if (outcome.kind === 'accepted') times.set(key, before + 1);
    return outcome;
  };
}

function removingWhatItMeets(add: AddConfig): AddConfig {
  return async (config, world) => {
    const outcome = await add(config, world);
    if (outcome.kind === 'refused' && outcome.code !== duplicate) world.configs.delete(keyIn(world, config));
    return outcome;
  };
}

function overwritingRevived(add: AddConfig): AddConfig {
  const known = new Set<string>();
  const revived = new Set<string>();
  return async (config, world) => {
    const key = keyIn(world, config);
    const stored = world.configs.get(key);
    const outcome = await add(config, world);
    if (outcome.kind === 'accepted') (known.has(key) ? revived : known).add(key);
    const isOther = stored !== undefined && stored.DelayTime !== config.DelayTime;
    if (outcome.kind === 'accepted' || outcome.code !== duplicate || !isOther || !revived.has(key))
      return outcome;
    store(config, world);
    return accepted;
  };
}

/** A store with another way to remove; `configs` is what it has. */
function removingBy(
  createRemove: (configs: Map<string, RecordConfig>) => (key: string) => void,
  onHas?: (key: string) => void,
): ConfigStore {
  const configs = new Map<string, RecordConfig>();
  return {
    has(key) {
      onHas?.(key);
      return configs.has(key);
    },
    get: (key) => configs.get(key),
    set: (key, config) => configs.set(key, config),
    delete: createRemove(configs),
  };
}

/** Each look-up that finds something adds a reference, and a removal takes one away. */
function createCountingStore(): ConfigStore {
  const references = new Map<string, number>();
  const count = (key: string, change: number): number => {
    const sum = (references.get(key) ?? 0) + change;
    references.set(key, sum);
    return sum;
  };
  return removingBy(
    (configs) => (key) => {
      if (!configs.has(key) || count(key, -1) > 0) return;
      configs.delete(key);
      references.delete(key);
    },
    (key) => count(key, 1),
  );
}

/** Puts the newest into the place of the one that is removed, and forgets to say where it went. */
function createSwappingStore(): ConfigStore {
  return removingBy((configs) => (key) => {
    const removed = configs.get(key);
    const siblings = [...configs].filter(
      ([, { DomainName, AppName }]) => DomainName === removed?.DomainName && AppName === removed?.AppName,
    );
    const newest = siblings.at(-1)?.[0];
    if (siblings.length >= 3 && newest !== undefined) configs.delete(newest);
    configs.delete(key);
  });
}

function createCachingStore(): ConfigStore {
  const done = new Set<string>();
  return removingBy((configs) => (key) => {
    if (!done.has(key)) configs.delete(key);
    done.add(key);
  });
}

function row(name: string, describe: string, apply: PartsVariation): FaultRow {
  return { name, breaks: 'state', also: [duplicate, 'accepts'], describe, apply };
}

export const sequenceFaults: readonly SeededFault[] = inCategory('longer sequence', [
  row('key-comes-back-once', 'Refuses a key that was removed twice as a duplicate.', adding(comingBackOnce)),
  row(
    'refused-call-removes',
    'Removes the configuration of a key that a call with a broken parameter names.',
    adding(removingWhatItMeets),
  ),
  row(
    'revived-config-is-overwritten',
    'Stores a duplicate with another DelayTime over a configuration that was removed and added again.',
    adding(overwritingRevived),
  ),
  row(
    'duplicates-are-counted',
    'Takes a configuration away only when it was removed as often as it was asked for.',
    using({ createStore: createCountingStore }),
  ),
  row(
    'removal-loses-the-newest',
    'Of three streams of an application or more, removes the newest together with the one that was named.',
    using({ createStore: createSwappingStore }),
  ),
  row(
    'removal-answered-from-cache',
    'Answers the second removal of a key as it did the first, and removes nothing.',
    using({ createStore: createCachingStore }),
  ),
]);
