/** Faulty memory: what a duplicate does to the first, what a refused call leaves, what is forgotten. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { accepted, refused } from '../reference/parts.ts';
import type { ConfigStore, PartsVariation, ReferenceWorld } from '../reference/parts.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { store } from '../reference/server.ts';
import { adding, exchanging, replacing, using } from '../reference/variations.ts';

/** Lets duplicates through under a condition, and stores them over what is there. */
function overwritingIf(
  mayOverwrite: (config: RecordConfig, world: ReferenceWorld) => boolean,
): PartsVariation {
  return replacing('triple-free', (config, world) => {
    const stored = world.configs.has(world.parts.keyOf(config, world.parts.choices));
    return stored && !mayOverwrite(config, world);
  });
}

/** What was asked for, without what every call has anew. */
function parametersOf(config: RecordConfig | undefined): string {
  const asked = [...(config?.call.parameters ?? [])].filter(([name]) => !/^(Signature|Timestamp)/.test(name));
  return JSON.stringify(asked.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const overwriting: FaultRow[] = [
  {
    name: 'duplicate-overwrites',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Stores a differing duplicate over the first and refuses only one that is the same throughout.',
    apply: overwritingIf((config, { configs, parts }) => {
      const first = configs.get(parts.keyOf(config, parts.choices));
      return parametersOf(first) !== parametersOf(config);
    }),
  },
  {
    name: 'same-call-answered-alike',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Takes a duplicate that is the same throughout for a retry and answers success again.',
    apply: overwritingIf((config, { configs, parts }) => {
      const first = configs.get(parts.keyOf(config, parts.choices));
      return parametersOf(first) === parametersOf(config);
    }),
  },
  {
    name: 'duplicate-of-application-accepted',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Finds duplicates only where a StreamName is given.',
    apply: overwritingIf((config) => config.StreamName === undefined),
  },
  {
    name: 'duplicate-of-manual-recording-accepted',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Finds no duplicate of a configuration with OnDemand 7.',
    apply: overwritingIf(
      (config, { configs, parts }) => configs.get(parts.keyOf(config, parts.choices))?.OnDemand === '7',
    ),
  },
  {
    name: 'duplicate-removes-the-first',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Removes the configuration that a refused duplicate meets, so that a third call succeeds.',
    apply: adding((add) => async (config, world) => {
      const outcome = await add(config, world);
      if (outcome.kind === 'refused' && outcome.code === 'ConfigAlreadyExists') {
        world.configs.delete(world.parts.keyOf(config, world.parts.choices));
      }
      return outcome;
    }),
  },
];

/** Stores the configuration of a refused call after all, if its code is among those. */
function storingRefused(isStored: (code: string) => boolean): PartsVariation {
  return adding((add) => async (config, world) => {
    const outcome = await add(config, world);
    if (outcome.kind === 'refused' && isStored(outcome.code)) store(config, world);
    return outcome;
  });
}

const refusedButStored: FaultRow[] = [
  {
    name: 'refused-calls-are-stored',
    breaks: 'state',
    describe: 'Stores the configuration of every refused call.',
    apply: storingRefused(() => true),
  },
  {
    name: 'unknown-bucket-is-stored',
    breaks: 'state',
    also: ['InvalidOssBucket.NotFound'],
    describe: 'Stores the configuration before it learns that the bucket does not exist.',
    apply: storingRefused((code) => code === 'InvalidOssBucket.NotFound'),
  },
  {
    name: 'bad-format-entry-is-stored',
    breaks: 'state',
    describe: 'Stores the configuration before it looks at the settings of its formats.',
    apply: storingRefused((code) => /Prefix|Slice|Cycle|InvalidFormat/.test(code)),
  },
  {
    name: 'bad-times-are-stored',
    breaks: 'state',
    describe: 'Stores the configuration before it looks at its times.',
    apply: storingRefused((code) => /StartTime|EndTime/.test(code)),
  },
  {
    name: 'bad-templates-are-stored',
    breaks: 'state',
    describe: 'Stores the configuration before it looks at its templates.',
    apply: storingRefused((code) => /Template/.test(code)),
  },
];

/** Refuses the first call of each key, whatever it asks for. */
function refusingFirst(code: string, keyOf: (config: RecordConfig) => string): PartsVariation {
  return adding((add) => {
    const seen = new Set<string>();
    return (config, world) => {
      const isFirst = !seen.has(keyOf(config));
      seen.add(keyOf(config));
      return isFirst ? refused(code) : add(config, world);
    };
  });
}

function forgettingAllBut(kept: number): PartsVariation {
  return using({
    createStore: () => {
      const configs = new Map<string, RecordConfig>();
      const forget = () => [...configs.keys()].slice(0, -kept).forEach((oldest) => configs.delete(oldest));
      return {
        has: (key) => configs.has(key),
        get: (key) => configs.get(key),
        delete: (key) => configs.delete(key),
        set: (key, config) => {
          configs.set(key, config);
          forget();
        },
      };
    },
  });
}

const memory: FaultRow[] = [
  {
    name: 'first-call-refused',
    breaks: 'accepts',
    also: ['state'],
    describe: 'Answers ServiceUnavailable to the very first call, while it starts.',
    apply: refusingFirst('ServiceUnavailable', () => ''),
  },
  {
    name: 'first-call-of-an-app-refused',
    breaks: 'accepts',
    also: ['state'],
    describe: 'Answers InternalError to the first call of an application that it does not know yet.',
    apply: refusingFirst('InternalError', ({ DomainName, AppName }) => `${DomainName}/${AppName}`),
  },
  {
    name: 'forgets-all-but-one',
    breaks: 'state',
    also: ['ConfigAlreadyExists'],
    describe: 'Keeps the latest configuration only.',
    apply: forgettingAllBut(1),
  },
  {
    name: 'forgets-all-but-three',
    breaks: 'state',
    also: ['ConfigAlreadyExists'],
    describe: 'Keeps the three latest configurations only.',
    apply: forgettingAllBut(3),
  },
  {
    name: 'forgets-all-but-ten',
    breaks: 'state',
    also: ['ConfigAlreadyExists'],
    describe: 'Keeps the ten latest configurations only.',
    apply: forgettingAllBut(10),
  },
];

/** Removes every stream of the application together with the one that was named. */
function createForgetfulStore(): ConfigStore {
  const configs = new Map<string, RecordConfig>();
  return {
    has: (key) => configs.has(key),
    get: (key) => configs.get(key),
    set: (key, config) => configs.set(key, config),
    delete: (key) => {
      const removed = configs.get(key);
      for (const [other, { DomainName, AppName }] of configs) {
        if (DomainName === removed?.DomainName && AppName === removed?.AppName) configs.delete(other);
      }
    },
  };
}

const removal: FaultRow[] = [
  {
    name: 'removed-config-stays',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Answers success to DeleteLiveAppRecordConfig and keeps the configuration.',
    apply: exchanging('DeleteLiveAppRecordConfig', () => accepted),
  },
  {
    name: 'removal-takes-all-streams',
    breaks: 'state',
    also: ['ConfigAlreadyExists'],
    describe: 'Removes all streams of an application where one is to be removed.',
    apply: using({ createStore: createForgetfulStore }),
  },
];

export const stateFaults: readonly SeededFault[] = [
  ...inCategory('duplicate let through', overwriting),
  ...inCategory('refused call stored', refusedButStored),
  ...inCategory('memory', [...memory, ...removal]),
];
