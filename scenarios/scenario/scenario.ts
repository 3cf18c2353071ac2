/** Scenarios: exchanges worth having with a target, as data that other languages can read too. */
import type { Provenance } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';

/** What a success is called where codes are named. */
export const success = 'OK';

/** Stands among the expected codes where a refusal is due and its code is open: whatever code it has conforms. */
export const anyError = 'any error';

/** In the order in which a report lists them. */
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

export type Family = (typeof families)[number];

export interface Scenario extends Provenance {
  /** Stable, such as `delay-time/below-minimum`. */
  readonly id: string;
  /** Says the choice made: "Size one below the smallest allowed, 14". */
  readonly title: string;
  readonly family: Family;
  readonly operation: string;
  /** The error code that it is about, or `OK`. */
  readonly exercises: string;
  /** The rule that it breaks, where it breaks one: its name, and its place in the OpenAPI document. */
  readonly rule?: { readonly id: string; readonly pointer: string };
  /** Values that the target has to have. Without them `arrange` makes them; with them it is left out. */
  readonly needs?: Need;
  /** Calls that must succeed, or be answered with another code that they expect, before anything is judged. */
  readonly arrange: readonly Step[];
  readonly act: Act;
  /** Of a random sequence: where it is drawn again. */
  readonly drawn?: Drawn;
}

/** As fast-check counts: the path is the number of the sequence, then which of the shorter ones was taken, step by step. */
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

export interface Step {
  readonly operation: string;
  /** As on the wire, with placeholders: see `placeholders.ts`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `form` sends them in the body of a POST, with `%20` for a space; `plus` with `+`; `query` in its URL, `get` in that of a GET. */
  readonly via: 'form' | 'plus' | 'query' | 'get';
  /** Codes, or `OK`: the one that is due first, then others that conform too. */
  readonly expect: readonly string[];
  /** What is done wrong on purpose around the parameters. */
  readonly tamper?: Tamper;
  /** What the body of a success has to hold, with placeholders: at least these members, and of a list exactly these items. */
  readonly body?: JsonObject;
  /** How long to wait before it is sent, in milliseconds. */
  readonly waitMs?: number;
}

/** What a signed call can do wrong: in its signature, its key, its time, its nonce, or in what it asks for. */
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

export type Act =
  /** One call after the other; each is judged. */
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  /** Several calls at once; each is answered for itself. */
  | { readonly kind: 'together'; readonly steps: readonly Step[] }
  /** The same call several times at once: one is answered with `OK`, each other as the step expects. */
  | { readonly kind: 'simultaneous'; readonly step: Step; readonly copies: number }
  /** Calls whose answers are looked at beyond their code. */
  | { readonly kind: 'inspect'; readonly steps: readonly Step[]; readonly inspection: Inspection }
  /** A limit is one of so many milliseconds. */
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
