/** Scenarios: sequences of calls to a target and the answers expected, as data that other languages can read too. */
import type { Provenance } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';

/**
 * The name of a success among error codes.
 *
 *     const isAccepted = ({ expect }: Step): boolean => expect[0] === success;
 */
export const success = 'OK';

/** Among the expected codes: a refusal with any code conforms. */
export const anyError = 'any error';

/**
 * In the order in which a report lists them.
 *
 *     console.log(families.join(', '));
 */
export const families = [
  'accepted',
  'violations',
  'combinations',
  'uniqueness',
  'state',
  'simultaneous',
  'answers',
  'random',
  'gateway',
  'rate-limit',
] as const;

/** What kind of scenario it is. */
export type Family = (typeof families)[number];

/** An exchange worth having, as data: what is sent, and what may come back. */
export interface Scenario extends Provenance {
  /** Stable, such as `delay-time/below-minimum`. */
  readonly id: string;
  /** What is special about the request: "Size one below the smallest allowed, 14". */
  readonly title: string;
  readonly family: Family;
  readonly operation: string;
  /** The error code that it tests, or `OK`. */
  readonly exercises: string;
  /** The rule that it breaks, where it breaks one: its name, and its place in the OpenAPI document. */
  readonly rule?: { readonly id: string; readonly pointer: string };
  /** Fixtures that the user may name; then `arrange` is left out. Otherwise `arrange` creates them. */
  readonly needs?: Need;
  /** Calls that must succeed, or be answered with another code that they expect, before anything is judged. */
  readonly arrange: readonly Step[];
  readonly act: Act;
  /** For a random sequence: the seed and path that generate it again. */
  readonly drawn?: Drawn;
}

/** In fast-check's notation: the path is the number of the sequence, then the index chosen at each step of shrinking. */
export interface Drawn {
  readonly seed: number;
  readonly path: string;
  /** Which commands were run at each step of the path. */
  readonly replayPath?: string;
}

/** `name` as in `--fixture NAME=VALUE`, with `/` between several values; `otherwise` holds the values for a target without it. */
export interface Need {
  readonly name: string;
  readonly otherwise: readonly string[];
}

/** One call of a scenario. */
export interface Step {
  readonly operation: string;
  /** As on the wire, with placeholders: see `placeholders.ts`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `form` sends them in the body of a POST, with `%20` for a space; `plus` with `+`; `query` in its URL, `get` in that of a GET. */
  readonly via: 'form' | 'plus' | 'query' | 'get';
  /** Codes, or `OK`: the expected one first, then others that conform too. */
  readonly expect: readonly string[];
  /** A malformation of the call around its parameters: signature, version, method. */
  readonly tamper?: Tamper;
  /** The expected body of a success, with placeholders: at least these members, and in a list exactly these items. */
  readonly body?: JsonObject;
  /** How long to wait before it is sent, in milliseconds. */
  readonly waitMs?: number;
}

/** Malformations of a signed call: in its signature, key, time, nonce, action, method, format or version. */
export type Tamper =
  | 'signature'
  | 'key'
  | 'expired'
  | 'malformed-time'
  | 'no-nonce'
  | 'same-nonce'
  | 'action'
  | 'version'
  | 'method'
  | 'format';

/** What a scenario does, once all is arranged. */
export type Act =
  /** One call after the other; each is judged. */
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  /** Several simultaneous calls; each is judged. */
  | { readonly kind: 'together'; readonly steps: readonly Step[] }
  /** Simultaneous copies of a call: one is answered with `OK`, each other one as the step expects. */
  | { readonly kind: 'simultaneous'; readonly step: Step; readonly copies: number }
  /** Calls whose whole answers are checked, not only their codes. */
  | { readonly kind: 'inspect'; readonly steps: readonly Step[]; readonly inspection: Inspection }
  /** Rate-limit checks; the limit counts calls in this many milliseconds. */
  | {
      readonly kind: 'rate';
      readonly step: Step;
      readonly check: RateCheck;
      readonly windowMs: number;
    };

/** `status`: 200 of a success; `fields`: every member of the documented body; `content-type`: JSON; `request-ids`: UUIDs, each answer its own. */
export type Inspection = 'status' | 'fields' | 'content-type' | 'request-ids';

/**
 * - `even`: `requests` calls, one every `everyMs`: none is throttled.
 * - `overload`: as many calls as the target takes for `forMs`: no more than `atMost` are admitted, and some are throttled.
 * - `burst`: that many calls at once: no more than `atMost` are admitted.
 * - `answer`: that many calls at once: those that are not admitted are answered with the documented error.
 * - `exact`: one call more than the limit, at once: exactly the limit is admitted. Only a sliding window does that for sure.
 * - `recovery`: overload, then a pause of `pauseMs`: the next call is admitted.
 * - `accounts`: overload by one account: another one's call is admitted.
 */
export type RateCheck =
  | { readonly kind: 'even'; readonly requests: number; readonly everyMs: number; readonly error: string }
  | { readonly kind: 'overload'; readonly forMs: number; readonly atMost: number; readonly error: string }
  | { readonly kind: 'burst'; readonly requests: number; readonly atMost: number; readonly error: string }
  | { readonly kind: 'answer'; readonly requests: number; readonly error: string }
  | { readonly kind: 'exact'; readonly requests: number; readonly error: string }
  | { readonly kind: 'recovery'; readonly burst: number; readonly pauseMs: number; readonly error: string }
  | { readonly kind: 'accounts'; readonly burst: number; readonly error: string };

export function sequence(...steps: readonly Step[]): Act {
  return { kind: 'sequence', steps };
}
