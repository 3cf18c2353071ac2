/** Faults that only simultaneous calls show. */
import { firstRefusal } from '../reference/checks.ts';
import { inCategory } from './fault.ts';
import type { SeededFault } from './fault.ts';
import { accepted, refused } from '../reference/parts.ts';
import type { AddConfig, ReferenceOutcome } from '../reference/parts.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { checkAndStore, store } from '../reference/server.ts';
import { adding, using } from '../reference/variations.ts';

type StorePause = () => Promise<void>;

// As long as a round trip to a database near by.
const roundTrip: StorePause = () => new Promise((resolve) => setTimeout(resolve, 5));
const tick: StorePause = () => Promise.resolve();

/** Checks, waits, and stores without looking again. */
function storingAfter(pause: StorePause): AddConfig {
  return async (config, world) => {
    const code = firstRefusal(config, world);
    if (code !== undefined) return refused(code);
    await pause();
    store(config, world);
    return accepted;
  };
}

/** Adds knowing the others of its triple: `isCrowded` says whether any was under way together with it. */
function createCrowdedAdd(
  decide: (
    isCrowded: () => boolean,
    add: () => ReferenceOutcome | Promise<ReferenceOutcome>,
  ) => Promise<ReferenceOutcome>,
): AddConfig {
  const crowds = new Map<string, { underWay: number; most: number }>();
  return async (config, world) => {
    const key = world.parts.keyOf(config, world.parts.choices);
    const crowd = crowds.get(key) ?? { underWay: 0, most: 0 };
    crowds.set(key, crowd);
    crowd.underWay += 1;
    crowd.most = Math.max(crowd.most, crowd.underWay);
    try {
      return await decide(
        () => crowd.most > 1,
        () => checkAndStore(config, world),
      );
    } finally {
      crowd.underWay -= 1;
      if (crowd.underWay === 0) crowds.delete(key);
    }
  };
}

export const concurrencyFaults: readonly SeededFault[] = inCategory('simultaneous calls', [
  {
    name: 'duplicates-race',
    breaks: 'concurrency',
    also: ['ConfigAlreadyExists', 'state'],
    describe:
      'Waits for its database between the check and the store, so that simultaneous duplicates all succeed.',
    apply: using({ createAddConfig: () => storingAfter(roundTrip) }),
  },
  {
    name: 'duplicates-race-closely',
    breaks: 'concurrency',
    also: ['ConfigAlreadyExists', 'state'],
    describe: 'Yields once between the check and the store, so that simultaneous duplicates all succeed.',
    apply: using({ createAddConfig: () => storingAfter(tick) }),
  },
  {
    name: 'simultaneous-duplicates-break',
    breaks: 'concurrency',
    also: ['ConfigAlreadyExists', 'state'],
    describe: 'Answers InternalError to the later of simultaneous duplicates, whose store fails.',
    apply: using({
      createAddConfig: () =>
        createCrowdedAdd(async (isCrowded, add) => {
          if (isCrowded()) return refused('InternalError');
          await roundTrip();
          return add();
        }),
    }),
  },
  {
    name: 'simultaneous-duplicates-all-refused',
    breaks: 'concurrency',
    also: ['accepts', 'state'],
    describe: 'Answers ConfigAlreadyExists to all of several simultaneous duplicates.',
    apply: using({
      createAddConfig: () =>
        createCrowdedAdd(async (isCrowded, add) => {
          await roundTrip();
          return isCrowded() ? refused('ConfigAlreadyExists') : add();
        }),
    }),
  },
  {
    name: 'simultaneous-calls-mixed-up',
    breaks: 'concurrency',
    also: ['accepts', 'state'],
    describe: 'Keeps the call it works on in one variable, which the next call overwrites.',
    apply: adding((add) => {
      let current: RecordConfig | undefined;
      return async (config, world) => {
        current = config;
        await roundTrip();
        return add(current, world);
      };
    }),
  },
]);
