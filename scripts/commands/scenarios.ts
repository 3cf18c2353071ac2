/** `understudy scenarios`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from '../../contract/printable.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { printableJson } from '../../conformance/report/printable-report.ts';
import { UsageError } from '../cli/exit.ts';
import { chooseOperation } from '../cli/choose-operation.ts';
import { loadContract } from '../cli/load.ts';
import { packageRoot } from '../cli/package-root.ts';
import type { ScenarioFlags } from '../cli/command-flags.ts';

export async function listScenarios(flags: ScenarioFlags): Promise<void> {
  if (flags.json === true && flags.arazzo === true) {
    throw new UsageError('Failed to list scenarios: --json and --arazzo are two forms. Ask for one of them.');
  }
  const contract = await loadContract(flags);
  const operation = chooseOperation(contract, flags.operation);
  const scenarios = generateScenarios(operation, contract);
  if (flags.json === true) {
    process.stdout.write(printableJson(scenarios));
    return;
  }
  if (flags.arazzo === true) {
    const { toArazzo } = await import('../../scenarios/arazzo.ts');
    const folder = join(packageRoot(), 'contract', 'openapi');
    const fixtures = Object.assign({}, ...[...contract.values()].map(defaultFixtures)) as ReturnType<
      typeof defaultFixtures
    >;
    const document = toArazzo(scenarios, contract, {
      bindings: { now: Date.now(), unique: `us${flags.seed.toString(36)}`, fixtures },
      documentUrl: (name) => pathToFileURL(join(folder, `${name}.yaml`)).pathname,
    });
    process.stdout.write(printableJson(document));
    return;
  }
  for (const { id, title, exercises, evidence } of scenarios) {
    process.stdout.write(`${printable(`${id}  ${exercises}  ${evidence}  ${title}`)}\n`);
  }
}
