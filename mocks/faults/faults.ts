/** The faults of a mock: which are set, and which is injected into a call. */
import type { ContractTypes } from '../../contract/contract-types.ts';
import type { Contract } from '../../contract/contract.ts';
import { type Awaitable } from '../../contract/awaitable.ts';
import { instantOf } from '../../contract/schema/instant.ts';
import { refuseNonList } from '../../contract/text/options.ts';
import { whenDone } from '../awaitable.ts';
import type { ReceivedCall } from '../gateway/call.ts';
import { createFaultCounts, type CountedRule, type FaultCount, type FaultCounts } from './counts.ts';
import { drawSeed } from '../settings/random.ts';
import { chanceOf, createDraw, drawLatency } from './draw.ts';
import type { Transport, Transports } from './transports.ts';
import { readFaultRule } from './read-rule.ts';
import {
  faultHeader,
  beforeGateway,
  type FaultHandle,
  type FaultName,
  type FaultRule,
  type FaultSettings,
  type ReadFaultRule,
  type InjectedFault,
  settingsOf,
} from './rule.ts';
import { matchesParameters } from '../gateway/parameter-match.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/** The public API of faults, `mock.faults`. */
export interface Faults<Types extends ContractTypes = ContractTypes> {
  /** Throws MisuseError for an invalid rule, and for a fault that no attached transport supports. */
  add(rule: FaultRule<Types>): FaultHandle;
  /**
   * The rules that `reset` goes back to, in place of those of `createMock({ faults })` or of an earlier call. Rules that were
   * added stay. Throws, and changes nothing, as `add` does.
   */
  set(rules: readonly FaultRule<Types>[]): void;
  /** In the order added: of several matching rules the first is injected. */
  list(): readonly FaultHandle[];
  /** Remove a rule. Returns whether it existed. */
  remove(id: string): boolean;
  clear(): void;
  /** Go back to the rules set at creation, with counts of 0 and the random sequence restarted. */
  reset(): void;
}

/** The rules that were added, and which of those that were set are not there any more, by their keys. */
export interface SharedFaultRules {
  readonly removed: readonly string[];
  /** The number in the last id that was given: ids are not given again. */
  readonly last: number;
  readonly rules: readonly { readonly id: string; readonly rule: ReadFaultRule }[];
}

/** For those who keep several mocks alike. */
export interface FaultSettingsOwner {
  /** Have these rules from now on. Rules that are known already go on counting. */
  adopt(rules: SharedFaultRules): void;
  /** What a rule that was set is known by to all who have set it; undefined for one that was added. */
  standingKey(id: string): string | undefined;
  standingKeys(): readonly string[];
  /** Give a rule another id where others have taken its own. Returns the one that it has; undefined where it was removed. */
  rename(id: string, taken: readonly string[]): string | undefined;
}

/** The part of faults that the engine uses. */
export interface FaultSource {
  /**
   * The fault to inject into a call: on arrival one of those that lose the request, for an admitted call one of the others.
   *
   * An invalid header, and a fault that the transport does not support, are returned as unplayable. A promise where calls are
   * counted by all who share a state; throws StoreUnavailableError where they cannot be.
   */
  inject(stage: Stage, call: ReceivedCall, transport: Transport): Awaitable<InjectedFault | undefined>;
}

/** `arrival`: before the gateway. `admitted`: after the gateway accepted the call. */
export type Stage = 'arrival' | 'admitted';

interface Entry {
  id: string;
  readonly rule: ReadFaultRule;
  readonly from: number;
  readonly to: number;
  /** What its calls are counted by. */
  key: string;
  /** Once the rule is removed, and no longer counted. */
  final?: FaultCount;
}

/** Greatest length of a rule, in characters of JSON. */
const longestRule = 64 * 1024;
const mostRules = 1000;

export function createFaults(
  contract: Contract,
  transports: Transports,
  seed: number = drawSeed(),
  counts: FaultCounts = createFaultCounts(),
): Faults & FaultSource & FaultSettingsOwner {
  let draw = createDraw(seed);
  const entries = new Map<string, Entry>();
  let standing: readonly Entry[] = [];
  let count = 0;

  const matches = (
    { rule: { fault, operation, where }, from, to }: Entry,
    stage: Stage,
    call: ReceivedCall,
  ): boolean =>
    beforeGateway.has(fault) === (stage === 'arrival') &&
    (operation === undefined || operation === call.operation?.name) &&
    call.at >= from &&
    call.at < to &&
    matchesParameters(call.decoded.parameters, where);
  const counted = ({ key, rule: { nth, times, probability } }: Entry): CountedRule => ({
    key,
    nth: nth ?? 1,
    times: times ?? (nth === undefined ? Infinity : 1),
    isHit: probability === undefined ? undefined : (matched) => chanceOf(seed, key, matched) < probability,
  });

  const injectedFault = (
    name: FaultName,
    id: string | undefined,
    settings: FaultSettings,
    transport: Transport,
  ): InjectedFault => ({
    name,
    id,
    ...settings,
    ...(settings.distribution && { latencyMs: drawLatency(settings.distribution, draw) }),
    ...(!transport.faults.has(name) && {
      unplayable: `The transport "${transport.name}" cannot play the fault "${name}". Ask for it on a transport that can.`,
    }),
  });

  const read = (given: ReadFaultRule | FaultRule<ContractTypes>): ReadFaultRule => {
    const rule = readFaultRule(given, contract);
    const able = transports.list().filter(({ faults }) => faults.has(rule.fault));
    if (able.length === 0)
      throw new MisuseError(
        `Failed to add fault "${rule.fault}": no transport of this mock can play it, it has ${transports
          .list()
          .map(({ name }) => name)
          .join(', ')}. Start a server first.`,
      );
    if (JSON.stringify(rule).length > longestRule)
      throw new MisuseError(
        `Failed to add fault "${rule.fault}": its rule is longer than ${longestRule} characters. Make "where" shorter.`,
      );
    return rule;
  };
  /** `place`: of a rule that was set. Everyone who sets the same rules has it there, whatever its id. */
  const put = (rule: ReadFaultRule, id = `fault-${(count += 1)}`, place = id): Entry => {
    const [from, to] = (rule.between ?? []).map(instantOf);
    const entry: Entry = {
      id,
      rule: Object.freeze({ ...rule }),
      from: from ?? -Infinity,
      to: to ?? Infinity,
      key: keyOf(place, rule),
    };
    entries.set(entry.id, entry);
    return entry;
  };
  const assertRoom = (more: readonly ReadFaultRule[]): void => {
    if (entries.size + more.length > mostRules)
      throw new MisuseError(
        `Failed to add fault "${more[0]?.fault}": there are ${mostRules} rules already. Remove some first.`,
      );
  };
  const freeId = (taken: readonly string[]): string => {
    const id = `fault-${(count += 1)}`;
    return taken.includes(id) ? freeId(taken) : id;
  };

  const stand = (rules: readonly ReadFaultRule[]): void => {
    // The same ids for everyone who sets the same rules, unless somebody has added one of that id.
    count = Math.max(count, rules.length);
    standing = rules.map((rule, index) => {
      const id = `fault-${index + 1}`;
      return put(rule, entries.has(id) ? undefined : id, `set-${index + 1}`);
    });
  };
  const remove = (removed: readonly Entry[]): void => {
    for (const entry of removed) {
      entry.final ??= counts.of(entry.key);
      if (entries.get(entry.id) === entry) entries.delete(entry.id);
    }
    counts.forget(removed.map(({ key }) => key));
  };
  const countOf = ({ final, key }: Entry): FaultCount => final ?? counts.of(key);
  const handleOf = (entry: Entry): FaultHandle => ({
    // Getters, so that a handle that was kept stays current.
    get id() {
      return entry.id;
    },
    rule: entry.rule,
    get matched() {
      return countOf(entry).matched;
    },
    get injected() {
      return countOf(entry).injected;
    },
    remove: () => remove([entry]),
  });

  return {
    add(given) {
      const rule = read(given);
      assertRoom([rule]);
      return handleOf(put(rule));
    },
    set(given) {
      refuseNonList('set faults', given);
      const rules = given.map(read);
      const before = standing.filter(({ id }) => entries.has(id));
      assertRoom(rules.slice(before.length));
      remove(standing);
      stand(rules);
    },
    reset() {
      remove([...entries.values()]);
      counts.forget();
      draw = createDraw(seed);
      count = 0;
      stand(standing.map(({ rule }) => rule));
    },
    list: () => [...entries.values()].map(handleOf),
    remove(id) {
      const entry = entries.get(id);
      if (entry) remove([entry]);
      return entry !== undefined;
    },
    clear: () => remove([...entries.values()]),
    standingKey: (id) => standing.find((entry) => entry.id === id)?.key,
    standingKeys: () => standing.map(({ key }) => key),
    rename(id, taken) {
      const entry = entries.get(id);
      if (!entry || !taken.includes(id)) return entry?.id;
      entries.delete(id);
      entry.id = freeId(taken);
      entry.key = keyOf(entry.id, entry.rule);
      entries.set(entry.id, entry);
      return entry.id;
    },
    adopt({ removed, rules, last }) {
      const before = new Map(entries);
      const taken = rules.map(({ id }) => id);
      entries.clear();
      count = Math.max(standing.length, last);
      for (const entry of standing) {
        if (removed.includes(entry.key)) continue;
        // One that was removed here, and is there again, is counted again.
        if (before.get(entry.id) !== entry) delete entry.final;
        if (taken.includes(entry.id)) entry.id = freeId(taken);
        entries.set(entry.id, entry);
      }
      for (const { id, rule } of rules) {
        const known = before.get(id);
        if (known?.key === keyOf(id, rule)) entries.set(id, known);
        else put(rule, id);
      }
    },
    inject(stage, call, transport) {
      const header = call.received.headers[faultHeader];
      if (header === undefined && entries.size === 0) return undefined;
      if (header !== undefined) {
        return import('./read-header.ts').then(({ readHeader }) => {
          const asked = readHeader(header, contract, call);
          if ('problem' in asked)
            return stage === 'arrival'
              ? { name: 'error', id: undefined, unplayable: asked.problem }
              : undefined;
          const { name, ...settings } = asked;
          return beforeGateway.has(name) === (stage === 'arrival')
            ? injectedFault(name, undefined, settings, transport)
            : undefined;
        });
      }
      // Every rule counts its calls, also those into which another rule injects.
      const matching = [...entries.values()].filter((entry) => matches(entry, stage, call));
      if (matching.length === 0) return undefined;
      return whenDone(counts.choose(matching.map(counted)), (index) => {
        const due = index === undefined ? undefined : matching[index];
        return due && injectedFault(due.rule.fault, due.id, settingsIn(due.rule), transport);
      });
    },
  };
}

/** Other rules in the same place are counted by themselves. */
function keyOf(place: string, rule: object): string {
  return `${place} ${JSON.stringify(rule)}`;
}

/** Those settings that the rule has. */
function settingsIn(rule: ReadFaultRule): FaultSettings {
  const given = settingsOf[rule.fault].filter((name) => rule[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, rule[name]]));
}
