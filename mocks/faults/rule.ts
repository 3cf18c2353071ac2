/** Fault rules: which fault to inject, and into which calls. */
import type { CallSelection, ContractTypes } from '../../contract/contract-types.ts';
import type { BuiltInTypes } from '../../contract/openapi/types.ts';

/**
 * docs/faults.md says what each fault does to the state, and what clients see.
 *
 *     console.log(faultNames.join(', '));
 */
export const faultNames = [
  'answer-lost',
  'request-lost',
  'latency',
  'error',
  'internal-error',
  'service-unavailable',
  'throttled',
  'hang',
  'reset',
  'truncated-body',
  'malformed-json',
  'empty-body',
  'wrong-content-type',
  'slow-body',
  'wrong-content-length',
] as const;

/** The name of a fault. */
export type FaultName = (typeof faultNames)[number];

/**
 * Milliseconds, drawn anew for each call with the mock's seed.
 *
 *     createMock().faults.add({ fault: 'latency', distribution: { kind: 'lognormal', medianMs: 100 } });
 */
export type Distribution =
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  /** Half of all calls take longer than the median; `sigma`, by default 0.5, says how far they spread. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma?: number };

/** Settings of faults; each is allowed only for the faults named. */
export interface FaultSettings {
  /** `latency`: milliseconds before the call is carried out. `slow-body`: milliseconds until the body has arrived. */
  readonly latencyMs?: number;
  /** `latency`: instead of `latencyMs`. */
  readonly distribution?: Distribution;
  /** `error`: the code to answer, one of the contract's. */
  readonly error?: string;
  /** `throttled`: milliseconds until the caller may retry; 1000 by default. */
  readonly retryAfterMs?: number;
  /**
   * `truncated-body`: how many bytes arrive; by default half. `wrong-content-length`: how many more are announced than are
   * sent, or fewer where it is below 0; by default 10 more, for which the client waits.
   */
  readonly bytes?: number;
  /** `wrong-content-type`: what is said instead; `text/html` by default. */
  readonly contentType?: string;
}

/** Which calls a fault is injected into, beside operation and parameters. All conditions given must hold. */
export interface FaultConditions {
  /** From the nth such call on, counted from 1. */
  readonly nth?: number;
  /** Greatest number of injections. Default: 1 with `nth`, otherwise no limit. */
  readonly times?: number;
  /** 0 to 1, drawn with the mock's seed. */
  readonly probability?: number;
  /** From the first point in time, up to but not including the second, by the mock's clock. */
  readonly between?: readonly [from: Date | number | string, to: Date | number | string];
}

/** A fault with the settings that it has, `FaultSettings` says what each means. `Code`: the errors that may be answered. */
export type FaultChoice<Code extends string = string> =
  | {
      readonly fault: Exclude<
        FaultName,
        | 'latency'
        | 'error'
        | 'throttled'
        | 'truncated-body'
        | 'wrong-content-type'
        | 'slow-body'
        | 'wrong-content-length'
      >;
    }
  | { readonly fault: 'latency'; readonly latencyMs: number; readonly distribution?: undefined }
  | { readonly fault: 'latency'; readonly latencyMs?: undefined; readonly distribution: Distribution }
  | { readonly fault: 'error'; readonly error: Code }
  | { readonly fault: 'throttled'; readonly retryAfterMs?: number }
  | { readonly fault: 'truncated-body' | 'wrong-content-length'; readonly bytes?: number }
  | { readonly fault: 'wrong-content-type'; readonly contentType?: string }
  | { readonly fault: 'slow-body'; readonly latencyMs: number };

/** A fault, and the calls that it is injected into. */
export type FaultRule<Types extends ContractTypes = BuiltInTypes> = CallSelection<Types> &
  FaultConditions &
  FaultChoice<Types['errors']>;

/** A rule as it is read: with any of the settings. */
export interface ReadFaultRule extends FaultConditions, FaultSettings {
  readonly fault: FaultName;
  readonly operation?: string;
  readonly where?: Readonly<Record<string, unknown>>;
}

/** A rule that was added. */
export interface FaultHandle {
  readonly id: string;
  readonly rule: ReadFaultRule;
  /** Numbers of calls that matched operation and parameters, and of injections into them. */
  readonly matched: number;
  readonly injected: number;
  remove(): void;
}

/**
 * A fault injected into one call, with the settings that its transport needs.
 *
 *     createMock().events.on('fault:injected', (entry) => console.log(entry.fault?.name, entry.fault?.id));
 */
export interface InjectedFault extends FaultSettings {
  readonly name: FaultName;
  /** The rule that chose it; undefined where the request asked for it by its header. */
  readonly id: string | undefined;
  /** Why it was not injected: the transport does not support it. */
  readonly unplayable?: string;
}

/**
 * A header of a request that asks for a fault, such as `answer-lost` or `latency;ms=500`.
 *
 *     await fetch('http://127.0.0.1:4010/', { method: 'POST', headers: { [faultHeader]: 'latency;ms=500' } });
 */
export const faultHeader = 'x-understudy-fault';

export type FaultSettingName = keyof FaultSettings;

/** The settings of each fault, and which of them are required. */
export const settingsOf: Readonly<Record<FaultName, readonly FaultSettingName[]>> = {
  'answer-lost': [],
  'request-lost': [],
  latency: ['latencyMs', 'distribution'],
  error: ['error'],
  'internal-error': [],
  'service-unavailable': [],
  throttled: ['retryAfterMs'],
  hang: [],
  reset: [],
  'truncated-body': ['bytes'],
  'malformed-json': [],
  'empty-body': [],
  'wrong-content-type': ['contentType'],
  'slow-body': ['latencyMs'],
  'wrong-content-length': ['bytes'],
};

/** Faults injected before the gateway: the call is not carried out, and counts towards no limit. */
export const beforeGateway: ReadonlySet<FaultName> = new Set<FaultName>(['request-lost', 'hang', 'reset']);
