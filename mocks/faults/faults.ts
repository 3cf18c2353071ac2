/** The faults of a mock: which are set, and which is injected into a call. */
import type { Contract } from '../../contract/contract.ts';
import type { ReceivedCall } from '../gateway/call.ts';
import { createDraw, drawLatency } from './draw.ts';
import type { Transport, Transports } from './transports.ts';
import { readFaultHeader, readFaultRule } from './read-rule.ts';
import {
  faultHeader,
  beforeGateway,
  type FaultHandle,
  type FaultName,
  type FaultRule,
  type FaultSettings,
  type InjectedFault,
} from './rule.ts';
import { matchesParameters } from '../gateway/parameter-match.ts';

/** The public API of faults, `mock.faults`. */
export interface Faults {
  /** Throws Error for an invalid rule, and for a fault that no attached transport supports. */
  add(rule: FaultRule): FaultHandle;
  /**
   * The rules that `reset` goes back to, in place of those of `createMock({ faults })` or of an earlier call. Rules that were
   * added stay. Throws, and changes nothing, as `add` does.
   */
  set(rules: readonly FaultRule[]): void;
  /** In the order added: of several matching rules the first is injected. */
  list(): readonly FaultHandle[];
  /** Remove a rule. Returns whether it existed. */
  remove(id: string): boolean;
  clear(): void;
  /** Go back to the rules set at creation, with counts of 0 and the random sequence restarted. */
  reset(): void;
}

/** The rules that were added, and whether those that were set are still there. */
export interface SharedFaultRules {
  readonly hasStanding: boolean;
  readonly rules: readonly { readonly id: string; readonly rule: FaultRule }[];
}

/** For those who keep several mocks alike. */
export interface FaultSettingsOwner {
  shared(): SharedFaultRules;
  /** Have these rules from now on. Rules that are known already go on counting. */
  adopt(rules: SharedFaultRules): void;
}

/** The part of faults that the engine uses. */
export interface FaultSource {
  /**
   * The fault to inject into a call: on arrival one of those that lose the request, for an admitted call one of the others.
   *
   * Does not throw: an invalid header, and a fault that the transport does not support, are returned as unplayable.
   */
  inject(stage: Stage, call: ReceivedCall, transport: Transport): InjectedFault | undefined;
}

/** `arrival`: before the gateway. `admitted`: after the gateway accepted the call. */
export type Stage = 'arrival' | 'admitted';

interface Entry {
  readonly id: string;
  readonly rule: FaultRule;
  readonly from: number;
  readonly to: number;
  matched: number;
  injected: number;
}

/** Greatest length of a rule, in characters of JSON. */
const longestRule = 64 * 1024;
const mostRules = 1000;

export function createFaults(
  contract: Contract,
  transports: Transports,
  seed: number | undefined,
): Faults & FaultSource & FaultSettingsOwner {
  let draw = createDraw(seed);
  const entries = new Map<string, Entry>();
  let standing: readonly Entry[] = [];
  let count = 0;

  /** Counts the call, and returns whether the rule's conditions hold. */
  const isDue = (entry: Entry, call: ReceivedCall): boolean => {
    const {
      operation,
      where,
      nth = 1,
      probability,
      times = entry.rule.nth === undefined ? Infinity : 1,
    } = entry.rule;
    if (operation !== undefined && operation !== call.operation?.name) return false;
    if (call.at < entry.from || call.at >= entry.to) return false;
    if (!matchesParameters(call.decoded.parameters, where)) return false;
    entry.matched += 1;
    if (entry.matched < nth || entry.injected >= times) return false;
    return probability === undefined || draw() < probability;
  };

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

  const read = (given: FaultRule): FaultRule => {
    const rule = readFaultRule(given, contract);
    const able = transports.list().filter(({ faults }) => faults.has(rule.fault));
    if (able.length === 0)
      throw new Error(
        `Failed to add fault "${rule.fault}": no transport of this mock can play it, it has ${transports
          .list()
          .map(({ name }) => name)
          .join(', ')}. Start a server first.`,
      );
    if (JSON.stringify(rule).length > longestRule)
      throw new Error(
        `Failed to add fault "${rule.fault}": its rule is longer than ${longestRule} characters. Make "where" shorter.`,
      );
    return rule;
  };
  const put = (rule: FaultRule, id = `fault-${(count += 1)}`): Entry => {
    if (entries.size >= mostRules)
      throw new Error(
        `Failed to add fault "${rule.fault}": there are ${mostRules} rules already. Remove some first.`,
      );
    const [from, to] = (rule.between ?? []).map((instant) => new Date(instant).getTime());
    const entry: Entry = {
      id,
      rule: Object.freeze({ ...rule }),
      from: from ?? -Infinity,
      to: to ?? Infinity,
      matched: 0,
      injected: 0,
    };
    entries.set(entry.id, entry);
    return entry;
  };

  return {
    add(given) {
      const entry = put(read(given));
      return handleOf(entry, () => void entries.delete(entry.id));
    },
    set(given) {
      const rules = given.map(read);
      for (const { id } of standing) entries.delete(id);
      standing = rules.map((rule) => put(rule));
    },
    reset() {
      entries.clear();
      draw = createDraw(seed);
      count = 0;
      standing = standing.map(({ rule }) => put(rule));
    },
    list: () => [...entries.values()].map((entry) => handleOf(entry, () => void entries.delete(entry.id))),
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
    shared: () => ({
      hasStanding: standing.some(({ id }) => entries.has(id)),
      rules: [...entries.values()]
        .filter((entry) => !standing.includes(entry))
        .map(({ id, rule }) => ({ id, rule })),
    }),
    adopt({ hasStanding, rules }) {
      for (const entry of entries.values()) {
        if (standing.includes(entry) ? !hasStanding : rules.every(({ id }) => id !== entry.id))
          entries.delete(entry.id);
      }
      for (const { id, rule } of rules) {
        if (!entries.has(id)) put(rule, id);
        count = Math.max(count, Number(id.replace(/\D+/, '')));
      }
    },
    inject(stage, call, transport) {
      const header = call.received.headers[faultHeader];
      if (header === undefined && entries.size === 0) return undefined;
      const isOfStage = (name: FaultName): boolean => beforeGateway.has(name) === (stage === 'arrival');
      if (header !== undefined) {
        const asked = readHeader(header, contract, call);
        if ('problem' in asked)
          return stage === 'arrival'
            ? { name: 'error', id: undefined, unplayable: asked.problem }
            : undefined;
        const { name, ...settings } = asked;
        return isOfStage(name) ? injectedFault(name, undefined, settings, transport) : undefined;
      }
      let due: Entry | undefined;
      // Every rule counts its calls, also those into which another rule injects.
      for (const entry of entries.values()) {
        if (isOfStage(entry.rule.fault) && isDue(entry, call)) due ??= entry;
      }
      if (!due) return undefined;
      due.injected += 1;
      return injectedFault(due.rule.fault, due.id, settingsIn(due.rule), transport);
    },
  };
}

/** Counts are getters, so that a handle that was kept stays current. */
function handleOf(entry: Entry, remove: () => void): FaultHandle {
  const { id, rule } = entry;
  return {
    id,
    rule,
    get matched() {
      return entry.matched;
    },
    get injected() {
      return entry.injected;
    },
    remove,
  };
}

function settingsIn({
  latencyMs,
  distribution,
  error,
  retryAfterMs,
  bytes,
  contentType,
}: FaultRule): FaultSettings {
  return {
    ...(latencyMs !== undefined && { latencyMs }),
    ...(distribution !== undefined && { distribution }),
    ...(error !== undefined && { error }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(bytes !== undefined && { bytes }),
    ...(contentType !== undefined && { contentType }),
  };
}

function readHeader(
  header: string,
  contract: Contract,
  call: ReceivedCall,
): ReturnType<typeof readFaultHeader> | { readonly problem: string } {
  try {
    return readFaultHeader(header, contract, call.operation?.name);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
