/** A way in which a server may differ from the contract, and what it would have answered then. */
import type { Provenance } from '../../../contract/evidence.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import type { Fact } from './facts.ts';
import type { Change } from './overlay-actions.ts';

/**
 * What is different:
 *
 * - `rule-missing`: a rule is not enforced. `rule-partial`: it is enforced in some places or under some conditions only.
 * - `bound`: a number is another one. `unit`: characters are counted, not bytes. `enumeration`, `pattern`: other values pass.
 * - `required`: a parameter is demanded, or not. `unexpected-refusal`: what the contract allows is refused.
 * - `code`, `status`: the answer to a refused call is another one. `no-answer`: some calls are not answered properly.
 * - `key`: records are told apart by other fields. `comparison`: values are compared in another way.
 * - `duplicate`: a second record is taken. `race`: simultaneous calls succeed more than once.
 * - `left-behind`: a refused call leaves a record. `lost`: a record vanishes. `not-removed`: a removed record stays.
 * - `precondition`: something that has to exist, or must not, is not looked at.
 * - `rate-limit`, `answer-shape`, `content`, `gateway`: as their names say.
 */
export const deviationKinds = [
  'rule-missing',
  'rule-partial',
  'bound',
  'unit',
  'enumeration',
  'pattern',
  'required',
  'unexpected-refusal',
  'code',
  'status',
  'no-answer',
  'key',
  'comparison',
  'duplicate',
  'race',
  'left-behind',
  'lost',
  'not-removed',
  'precondition',
  'rate-limit',
  'answer-shape',
  'content',
  'gateway',
] as const;

export type DeviationKind = (typeof deviationKinds)[number];

/** One reason for which a call is refused; `seen` is how its answer looks, see `Fact.seen`. */
export interface RefusalReason {
  readonly seen: string;
  /** The id of the rule that is broken; undefined where the state is the reason. */
  readonly rule: string | undefined;
  /** Where in a list, and which value. */
  readonly violation?: Fact['violations'][number] | undefined;
  readonly precondition?: Precondition | undefined;
  /** The record that is in the way. */
  readonly record?: JsonObject | undefined;
}

export interface Deviation extends Provenance {
  /** The same for what is the same. */
  readonly id: string;
  readonly kind: DeviationKind;
  /** The id of the rule, or the name of the collection or the code that it is about. */
  readonly rule: string | undefined;
  /** As the documentation writes it, such as `Parts.N.Shape`. */
  readonly parameter: string | undefined;
  /** One sentence about the server, with a full stop. */
  readonly sentence: string;
  /** How much it claims: of two that explain the same, the one that claims less is named. */
  readonly breadth: number;
  /** What a call is refused for instead of `refusals`, those of the rules and of the state. */
  readonly refuse?: (fact: Fact, refusals: readonly RefusalReason[]) => readonly RefusalReason[];
  /** How an answer looks instead; what is done stays the same. */
  readonly rewrite?: (seen: string, operation: string) => string;
  /** It says only that something happens, not when: what says that is likelier, unless it explains less than half as much. */
  readonly isHindsight?: boolean;
  /** An answer, or its code, that calls get because of it: also calls of scenarios of which no calls are told, such as those at once. */
  readonly echo?: string;
  /** The fields of a record, or of a request that asks for one, by which records are the same; `sent` is the request without defaults. */
  readonly identify?: (collection: string, fields: JsonObject, sent: JsonObject) => string | undefined;
  /** How a text of a key is read before records are told apart; of several deviations all apply. */
  readonly normalise?: (collection: string, field: string, text: string) => string;
  /** What becomes of the records. */
  readonly state?: StateDeviation;
  /** Rules of which the number may be another one: asking tells which. */
  readonly limits?: readonly Rule[];
  /** The same in the words of a contract, where they can say it. */
  readonly change?: Change;
  /** The same where records of all accounts meet: tried where this explains something. */
  readonly shared?: Deviation;
}

export interface StateDeviation {
  /** The collection that it is about. */
  readonly collection: string;
  /** A duplicate replaces the record that is there. */
  readonly overwrites?: boolean;
  /** A refused call leaves its record where this holds. */
  readonly keepsRefused?: (fact: Fact, refusals: readonly RefusalReason[]) => boolean;
  /** Fields in which `*`-like values of stored records stand for every value, and which value that is. */
  readonly covers?: Readonly<Record<string, Json>>;
  /** As `covers`, for a request with that value beside records with any. */
  readonly coveredBy?: Readonly<Record<string, Json>>;
  /** A refused duplicate takes the record away that is there. */
  readonly dropsOnDuplicate?: boolean;
  /** So many records are kept, the latest. */
  readonly keepsLatest?: number;
  /** The records of all accounts are kept together. */
  readonly sharesAccounts?: boolean;
  /** A removal answers success and removes nothing. */
  readonly neverRemoves?: boolean;
  /** A removal takes away all records that agree in these fields. */
  readonly removesAllWith?: readonly string[];
}
