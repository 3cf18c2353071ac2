/** Why a request is answered as it is, found out without carrying it out. */
import type { Evidence } from '../contract/evidence.ts';
import type { Json } from '../contract/json.ts';
import type { Contract } from '../contract/contract.ts';
import { findViolations } from '../contract/rules.ts';
import type { Exchange } from './engine.ts';
import type { WireRequest } from './request.ts';

export interface Explanation {
  /** What would be answered now. */
  readonly exchange: Exchange;
  /** Every rule of the request that is broken, in the order in which they are looked at; the first that counts decides. */
  readonly violations: readonly ExplainedViolation[];
}

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

/** Plays a request on a copy of the state, of which nothing is left afterwards. */
export type Rehearse = (request: WireRequest) => Promise<Exchange>;

export async function explainRequest(
  request: WireRequest,
  contract: Contract,
  rehearse: Rehearse,
): Promise<Explanation> {
  const exchange = await rehearse(request);
  return { exchange, violations: violationsOf(exchange, contract) };
}

function violationsOf(exchange: Exchange, contract: Contract): readonly ExplainedViolation[] {
  const operation = contract.get(exchange.operation ?? '');
  if (!operation) return [];
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
