/** One call as the gateway sees it, and what a check answers to it. */
import type { AnswerForm, BodyFormat } from '../../contract/operation/answer-form.ts';
import type { Key } from '../../contract/operation/effect.ts';
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Provenance } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { SignatureClaim } from '../../contract/wire/signature.ts';
import type { Decoded } from '../../contract/wire/parameters.ts';
import type { Awaitable } from '../../contract/awaitable.ts';
import type { AccessKey } from '../auth/credentials.ts';
import type { Received } from './request.ts';
import type { RefusedSignature } from '../auth/signature/explain.ts';

export interface ReceivedCall {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly received: Received;
  /** The one that the request names, if the contract has it. */
  readonly operation: Operation | undefined;
  /** Whose product answers: the operation, or one of the product that was called, or the contract's first. */
  readonly speaker: Operation;
  /** How the product answers at the endpoint that was called. */
  readonly form: AnswerForm;
  /** Why no operation can be chosen, where the request names more than one. */
  readonly undecided?: Refusal | undefined;
  /** Undefined for a format that does not exist. */
  readonly format: BodyFormat | undefined;
  /** `none` wherever signatures are not verified. */
  readonly claim: SignatureClaim;
  /** The key that the request names, if there is such a key; the claim need not be true. */
  readonly key: AccessKey | undefined;
  /** Whose state it is: the key's account, else the access key id as sent, cut where it is very long, else `anonymous`. */
  readonly account: string;
  /** Empty without an operation. */
  readonly decoded: Decoded;
}

/** An error to answer, and why. */
export interface Refusal extends Provenance {
  readonly error: ErrorRow;
  /** What refuses: a rule by its id, a check of the gateway, the state, or a fault. */
  readonly rule?: string;
  /** The parameter at fault, as on the wire; of a record, those that name it, with commas between them. */
  readonly parameter: string | undefined;
  /** The parameters that name a record, where the state refuses. */
  readonly key?: Key;
  /** Further members of the error's body. */
  readonly detail?: JsonObject;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signature?: RefusedSignature;
}

/** Undefined where the call passes. A check that has to wait for something, as for a counter in another process, says it later. */
export type Check = (call: ReceivedCall) => Awaitable<Refusal | undefined>;

/** A refusal whose evidence and source are those of the error row. */
export function refusalBy(error: ErrorRow, parameter?: string): Refusal {
  return { error, parameter, evidence: error.evidence, source: error.source };
}
