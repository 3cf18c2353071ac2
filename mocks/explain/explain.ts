/** Why a request is answered as it is, found out without carrying it out. */
import type { Contract } from '../../contract/contract.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { findViolations } from '../../contract/schema/rules.ts';
import type { Engine, Exchange } from '../engine/engine.ts';
import { findFix, type Fix } from './fix.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { WireRequest } from '../gateway/request.ts';
import { pickKey } from '../state/view.ts';

export interface Explanation {
  /** What would be answered now, or was, to a call of the journal; its decision says which rule decides, and where that stands. */
  readonly exchange: Exchange;
  /** What the deciding rule looked at, in the request or in the state. */
  readonly saw: readonly Seen[];
  /** Every rule of the request that is broken, in the order in which they are looked at; the first decides. */
  readonly violations: readonly ExplainedViolation[];
  /** The smallest change that was found to be accepted; absent where the call is, and where none was found. */
  readonly fix?: Fix;
}

export type Seen =
  | { readonly kind: 'parameter'; readonly name: string; readonly value: Json | undefined }
  /** Undefined for a missing record, and for one that only the world says exists. */
  | {
      readonly kind: 'record';
      readonly collection: string;
      readonly key: JsonObject;
      readonly record: JsonObject | undefined;
    };

export interface ExplainedViolation {
  readonly rule: string;
  /** What it would be refused with. */
  readonly error: string;
  /** By its name on the wire. */
  readonly parameter: string;
  /** Undefined for what is missing. */
  readonly value: Json | undefined;
  /** What the rule demands: a keyword of JSON Schema or of the contract, and its limit. */
  readonly keyword: string;
  readonly limit: Json;
  readonly evidence: Evidence;
  readonly source: string;
}

/** How a mock lets a request be tried. */
export interface Rehearsal {
  readonly contract: Contract;
  /** An engine with a copy of the state, of which nothing is left afterwards. */
  readonly fork: () => Engine;
  /** A record of the account. */
  /** What the account can see of a collection. */
  readonly list: (account: string, collection: string) => Promise<readonly JsonObject[]>;
  readonly find: (account: string, collection: string, key: JsonObject) => Promise<JsonObject | undefined>;
}

export async function explainRequest(
  asked: WireRequest | JournalEntry,
  { contract, fork, find, list }: Rehearsal,
): Promise<Explanation> {
  const [request, exchange] =
    'decision' in asked ? [asked.request, asked] : [asked, await fork().handle(asked)];
  const operation = contract.get(exchange.operation ?? '');
  const violations = operation ? violationsOf(exchange, operation) : [];
  const fix = await findFix(
    exchange,
    contract,
    async (parameters) => fork().play(request, parameters),
    (collection) => list(exchange.account, collection),
  );
  return {
    exchange,
    saw: operation ? await sawOf(exchange, operation, violations, find) : [],
    violations,
    ...(fix && { fix }),
  };
}

function violationsOf(exchange: Exchange, operation: Operation): readonly ExplainedViolation[] {
  return findViolations(operation.rules, exchange.parameters, exchange.at).map(({ rule, at, value }) => ({
    rule: rule.id,
    error: rule.error,
    parameter: at.map((step) => (typeof step === 'number' ? step + 1 : step)).join('.'),
    value,
    keyword: rule.keyword,
    limit: rule.limit,
    evidence: rule.evidence,
    source: rule.source,
  }));
}

async function sawOf(
  { decision, account, parameters }: Exchange,
  operation: Operation,
  violations: readonly ExplainedViolation[],
  find: Rehearsal['find'],
): Promise<readonly Seen[]> {
  if (decision.kind !== 'refused') return [];
  const [first] = violations;
  if (first?.rule === decision.rule)
    return [{ kind: 'parameter', name: first.parameter, value: first.value }];
  if (decision.by !== 'state') return [];
  const precondition = operation.preconditions.find(({ error }) => error === decision.error);
  if (!precondition) return [];
  const { collection } = precondition;
  const key = pickKey(operation.fillDefaults(parameters), precondition.key);
  return [{ kind: 'record', collection, key, record: await find(account, collection, key) }];
}
