/** Explains the answer to a request by a dry run. */
import type { Contract } from '../../contract/contract.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import type { Engine, Exchange } from '../engine/engine.ts';
import { findFix, type Fix } from './fix.ts';
import { sentenceOf } from './sentence.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { WireRequest } from '../gateway/request.ts';
import { pickKey } from '../state/view.ts';

/** Why a request is answered as it is, and the smallest change that would be accepted. */
export interface RequestExplanation {
  /** The answer now or, for a call of the journal, the answer then. Its decision names the deciding rule and its place in the contract. */
  readonly exchange: Exchange;
  /** The values that the deciding rule looked at, in the request or in the state. */
  readonly saw: readonly SeenValue[];
  /** The broken rules, in order of checking, at most 200; the first decides. */
  readonly violations: readonly ExplainedViolation[];
  /** The smallest change found that makes the call accepted; absent for an accepted call, and where none was found. */
  readonly fix?: Fix;
}

/** A value that the deciding rule looked at. */
export type SeenValue =
  | { readonly kind: 'parameter'; readonly name: string; readonly value: Json | undefined }
  /** Undefined for a missing record, and for one that only the world declares. */
  | {
      readonly kind: 'record';
      readonly collection: string;
      readonly key: JsonObject;
      readonly record: JsonObject | undefined;
    };

/** A rule that a request breaks. */
export interface ExplainedViolation {
  readonly rule: string;
  /** The error code of the refusal. */
  readonly error: string;
  /** The parameter's name on the wire. */
  readonly parameter: string;
  /** Undefined for a missing parameter. */
  readonly value: Json | undefined;
  /** What the rule demands: a keyword of JSON Schema or of the contract, and its limit. */
  readonly keyword: Keyword;
  readonly limit: Json;
  /** What is wrong and what is allowed, such as `Size is 14; the least allowed is 15.` */
  readonly sentence: string;
  readonly evidence: Evidence;
  readonly source: string;
}

/** The parts of a mock that dry runs need. */
export interface Rehearsal {
  readonly contract: Contract;
  /** An engine on a copy of the state. */
  readonly fork: () => Engine;
  /** What an engine with another copy of the state decides of a request with other parameters, past the gateway. */
  readonly play: Engine['play'];
  /** What the account can see of a collection. */
  readonly list: (account: string, collection: string) => Promise<readonly JsonObject[]>;
  /** A record of the account. */
  readonly find: (account: string, collection: string, key: JsonObject) => Promise<JsonObject | undefined>;
}

export async function explainRequest(
  asked: WireRequest | JournalEntry,
  { contract, fork, play, find, list }: Rehearsal,
): Promise<RequestExplanation> {
  const [request, exchange] =
    'decision' in asked ? [asked.request, asked] : [asked, await fork().handle(asked)];
  const operation = contract.get(exchange.operation ?? '');
  const violations = operation ? violationsOf(exchange, operation) : [];
  const fix = await findFix(
    exchange,
    contract,
    async (parameters) => play(request, parameters),
    (collection) => list(exchange.account, collection),
  );
  return {
    exchange,
    saw: operation ? await sawOf(exchange, operation, violations, find) : [],
    violations,
    ...(fix && { fix }),
  };
}

/** A request of a megabyte has room for fifty thousand. */
const mostViolations = 200;

function violationsOf(exchange: Exchange, operation: Operation): readonly ExplainedViolation[] {
  const found = findViolations(operation.rules, exchange.parameters, exchange.at).slice(0, mostViolations);
  return found.map(({ rule, at, value }) => {
    const { id, error, keyword, limit, evidence, source } = rule;
    const parameter = at.map((step) => (typeof step === 'number' ? step + 1 : step)).join('.');
    const sentence = sentenceOf({ parameter, value, keyword, limit });
    return { rule: id, error, parameter, value, keyword, limit, sentence, evidence, source };
  });
}

async function sawOf(
  { decision, account, parameters }: Exchange,
  operation: Operation,
  violations: readonly ExplainedViolation[],
  find: Rehearsal['find'],
): Promise<readonly SeenValue[]> {
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
