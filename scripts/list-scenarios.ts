/** `understudy scenarios`. */
import { generateScenarios } from '../scenarios/generate.ts';
import { chooseOperation, loadContract } from './load.ts';
import type { ScenarioFlags } from './understudy.ts';

export async function listScenarios(flags: ScenarioFlags): Promise<void> {
  const contract = await loadContract(flags.overlay);
  const scenarios = generateScenarios(chooseOperation(contract, flags.operation), contract);
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(scenarios, null, 2)}\n`);
    return;
  }
  for (const { id, title, exercises, evidence } of scenarios)
    process.stdout.write(`${id}  ${exercises}  ${evidence}  ${title}\n`);
}
