/** The seams of the recording server: everything a variation may exchange, and nothing else. */
import type { Choices } from './choices.ts';
import type { Limiter } from './limiters.ts';
import type { RecordConfig } from './record-config.ts';
import type { ReferenceCall, ReadSent } from './wire.ts';

export type Fetch = (request: Request) => Promise<Response>;

/** Both ends are allowed values. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Durations are seconds; prefixes are the longest allowed UTF-8 length in bytes. */
export interface Limits {
  readonly DelayTime: Range;
  readonly SliceDuration: Range;
  readonly CycleDuration: Range;
  readonly TranscodeTemplates: number;
  readonly OssObjectPrefix: number;
  readonly SliceOssObjectPrefix: number;
  readonly requestsPerSecond: number;
}

/** Status, code and message as they go over the wire. */
export interface ErrorEntry {
  readonly status: number;
  readonly Code: string;
  readonly Message: string;
}

/** By the code the check means; what goes over the wire is the entry's own `Code`. */
export type ReferenceErrors = Readonly<Record<string, ErrorEntry>>;

export type ReferenceOutcome =
  { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly code: string };

/** One reason to refuse; several checks may share a code, `rule` is unique. */
export interface ReferenceCheck {
  readonly rule: string;
  readonly code: string;
  readonly refuses: (config: RecordConfig, world: ReferenceWorld) => boolean;
}

export interface ConfigStore {
  has(key: string): boolean;
  set(key: string, config: RecordConfig): unknown;
  get(key: string): RecordConfig | undefined;
  delete(key: string): unknown;
}

/** What one running server knows. Two servers in a process share nothing. */
export interface ReferenceWorld {
  readonly parts: ReferenceParts;
  readonly configs: ConfigStore;
  /** Keys of live-to-VOD configurations, as `vodKeyOf` spells them. */
  readonly vods: Set<string>;
  readonly limiter: Limiter;
  readonly addConfig: AddConfig;
  readonly nowMs: () => number;
  readonly bucketExists: (bucket: string) => boolean;
}

export type AddConfig = (
  config: RecordConfig,
  world: ReferenceWorld,
) => ReferenceOutcome | Promise<ReferenceOutcome>;

export type ReferenceOperation = (
  call: ReferenceCall,
  world: ReferenceWorld,
) => ReferenceOutcome | Promise<ReferenceOutcome>;

/** Decides whether the call may run now, runs it, and says what came of it. */
export type ReferenceThrottle = (
  call: ReferenceCall,
  world: ReferenceWorld,
  run: () => ReferenceOutcome | Promise<ReferenceOutcome>,
) => ReferenceOutcome | Promise<ReferenceOutcome>;

/** An answer before it is serialised. An undefined body is an empty one. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ReferenceParts {
  readonly limits: Limits;
  readonly choices: Choices;
  readonly errors: ReferenceErrors;
  readonly operations: Readonly<Record<string, ReferenceOperation>>;
  readonly readParameters: ReadSent;
  readonly readConfig: (call: ReferenceCall) => RecordConfig;
  /** In the order they are asked; the first that refuses decides. */
  readonly checks: readonly ReferenceCheck[];
  readonly keyOf: (config: RecordConfig, choices: Choices) => string;
  readonly vodKeyOf: (config: RecordConfig) => string;
  readonly createStore: () => ConfigStore;
  readonly createAddConfig: () => AddConfig;
  readonly createLimiter: (requestsPerSecond: number) => Limiter;
  readonly limiterKeyOf: (call: ReferenceCall) => string;
  readonly throttle: ReferenceThrottle;
  /** Made once per server from the id source of its options. */
  readonly createRequestId: (nextId: () => string) => () => string;
  readonly shape: (outcome: ReferenceOutcome, requestId: string, errors: ReferenceErrors) => PlainAnswer;
}

export type PartsVariation = (parts: ReferenceParts) => ReferenceParts;

/** Something the documentation leaves open, decided in another way than the reference does. */
export type ReferenceDecision = readonly [name: string, describe: string, vary: PartsVariation];

export const accepted: ReferenceOutcome = { kind: 'accepted' };

export function refused(code: string): ReferenceOutcome {
  return { kind: 'refused', code };
}
