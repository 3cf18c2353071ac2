/** All random scenarios of an operation. Separate from `generate.ts`, so that fast-check is loaded only where random scenarios are used. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { settle } from './requests/doubts.ts';
import { prepare } from './steps/prepare.ts';
import { randomScenarios, type RandomOptions } from './sequences/random-requests.ts';
import type { Scenario } from './scenario/scenario.ts';
import { sequenceScenarios } from './sequences/random-sequences.ts';

/** Random requests, and a tenth as many sequences of each kind. The same seed and number give the same scenarios. */
export function generateRandomScenarios(
  operation: Operation,
  contract: Contract,
  options: RandomOptions,
): readonly Scenario[] {
  return [
    ...prepare(randomScenarios(operation, options), operation, contract),
    ...sequenceScenarios(operation, contract, options).map((one) => settle(one, operation)),
  ];
}
