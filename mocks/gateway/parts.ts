/** What the gateway is put together from. */
import type { Contract } from '../../contract/contract.ts';
import type { BodyFormat } from '../../contract/operation/answer-form.ts';
import type { CheckName } from '../../contract/operation/gateway.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { SignatureClaim } from '../../contract/wire/signature.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { Nonces } from '../auth/nonces.ts';
import type { Check } from './call.ts';
import type { Received } from './request.ts';
import type { Throttle } from './throttle.ts';

export interface GatewayParts {
  readonly contract: Contract;
  readonly main: Operation;
  /** Undefined where signatures are not verified: then any access key id is an account of its own. */
  readonly verification: Verification | undefined;
  readonly nonces: Nonces;
  readonly throttle: Throttle;
  /** What a throttled call is answered with, where it is not what the contract says. */
  readonly throttling: ThrottlingAnswer;
  readonly defaultFormat: BodyFormat;
}

/** How it is verified who calls; from `verifySignatures`. Whoever verifies nothing does not load what that takes. */
export interface Verification {
  readonly credentials: Credentials;
  readonly readClaim: (received: Received) => SignatureClaim;
  readonly createChecks: (main: Operation, nonces: Nonces) => Partial<Record<CheckName, Check>>;
}

/** `Code`: the codes of the contract. */
export interface ThrottlingAnswer<Code extends string = string> {
  /** 400 to 599. */
  readonly status?: number;
  readonly code?: Code;
}
