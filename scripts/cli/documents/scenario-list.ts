/** `contract/scenarios/NAME.tsv`: the scenarios of an operation, to review changes of the contract or of a generator. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';

/** One line for each scenario, sorted by id: id, what it exercises, evidence, and what each call expects. */
export function writeScenarioList(operation: Operation, contract: Contract): string {
  const lines = generateScenarios(operation, contract).map(({ id, exercises, evidence, act }) => {
    const steps = 'steps' in act ? act.steps : [act.step];
    return [id, exercises, evidence, steps.map(({ expect }) => expect.join('|')).join(' ')].join('\t');
  });
  return [...lines.toSorted(), ''].join('\n');
}
