/** What the gateway is put together from. */
import type { Contract } from '../../contract/contract.ts';
import type { BodyFormat } from '../../contract/operation/answer-form.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { Nonces } from '../auth/nonces.ts';
import type { Throttle } from './throttle.ts';

export interface GatewayParts {
  readonly contract: Contract;
  readonly main: Operation;
  /** Absent where signatures are not verified: then any access key id is an account of its own. */
  readonly credentials: Credentials | undefined;
  readonly nonces: Nonces;
  readonly throttle: Throttle;
  /** What a throttled call is answered with, where it is not what the contract says. */
  readonly throttling: ThrottlingAnswer;
  readonly defaultFormat: BodyFormat;
}

/** `Code`: the codes of the contract. */
export interface ThrottlingAnswer<Code extends string = string> {
  /** 400 to 599. */
  readonly status?: number;
  readonly code?: Code;
}
