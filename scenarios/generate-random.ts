/** All random scenarios of an operation. Apart from `generate.ts`, so that who needs none loads no generator. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { prepare } from './prepare.ts';
import { randomScenarios, type RandomOptions } from './random.ts';
import type { Scenario } from './scenario.ts';
import { sequenceScenarios } from './sequences.ts';
import { violationScenarios } from './violations.ts';

/** Random requests, and a tenth as many sequences. The same seed and number always give the same ones. */
export function generateRandomScenarios(
  operation: Operation,
  contract: Contract,
  options: RandomOptions,
): readonly Scenario[] {
  const broken = violationScenarios(operation).find(({ evidence }) => evidence === 'stated')?.act;
  const step = broken?.kind === 'sequence' ? broken.steps[0] : undefined;
  const scenarios = [
    ...randomScenarios(operation, options),
    ...sequenceScenarios(operation, contract, step, options),
  ];
  return prepare(scenarios, operation, contract);
}
