/** All random scenarios of an operation. Apart from `generate.ts`, so that who needs none loads no generator. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { withDoubts, withoutIdle } from './requests/doubts.ts';
import { prepare } from './steps/prepare.ts';
import { randomScenarios, type RandomOptions } from './sequences/random-requests.ts';
import type { Scenario } from './scenario/scenario.ts';
import { sequenceScenarios } from './sequences/random-sequences.ts';

/** Random requests, and a tenth as many sequences of each kind. The same seed and number always give the same ones. */
export function generateRandomScenarios(
  operation: Operation,
  contract: Contract,
  options: RandomOptions,
): readonly Scenario[] {
  const drawn = [
    ...prepare(randomScenarios(operation, options), operation, contract),
    ...sequenceScenarios(operation, contract, options),
  ];
  return drawn.map((one) => withDoubts(withoutIdle(one, operation), operation));
}
