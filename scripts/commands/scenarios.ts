/** `understudy scenarios`. */
import { join, relative, sep } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { printable } from '../../contract/text/printable.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import type { Fixtures } from '../../scenarios/scenario/placeholders.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { toCurl } from '../../contract/wire/curl.ts';
import { printableJson } from '../../conformance/report/printable-report.ts';
import { UsageError } from '../cli/exit.ts';
import { chooseOperation } from '../cli/documents/choose-operation.ts';
import { loadContract } from '../cli/documents/load.ts';
import { packageRoot } from '../cli/package-root.ts';
import type { ScenarioFlags } from '../cli/options/command-flags.ts';

export async function listScenarios(flags: ScenarioFlags): Promise<void> {
  if (flags.json === true && flags.arazzo === true) {
    throw new UsageError('Failed to list scenarios: --json and --arazzo are two forms. Ask for one of them.');
  }
  const contract = await loadContract(flags);
  const operation = chooseOperation(contract, flags.operation);
  if (flags.triggers === true) return printTriggers(contract, operation);
  const scenarios = generateScenarios(operation, contract);
  const fixtures: Fixtures = Object.fromEntries(
    [...contract.values()].flatMap((each) => Object.entries(defaultFixtures(each))),
  );
  if (flags.json === true) {
    const { exportScenarios } = await import('../../scenarios/export.ts');
    process.stdout.write(printableJson(exportScenarios(scenarios, contract, fixtures)));
    return;
  }
  if (flags.arazzo === true) {
    const { toArazzo } = await import('../../scenarios/arazzo.ts');
    // Seen from here, so that the document holds no path of this machine.
    const folder = relative(process.cwd(), join(packageRoot(), 'contract', 'openapi'));
    const document = toArazzo(scenarios, contract, {
      bindings: { now: Date.now(), unique: `us${flags.seed.toString(36)}`, fixtures },
      documentUrl: (name) => join(folder, `${name}.yaml`).split(sep).map(encodeURIComponent).join('/'),
    });
    process.stdout.write(printableJson(document));
    return;
  }
  for (const { id, title, exercises, evidence } of scenarios) {
    process.stdout.write(`${printable(`${id}  ${exercises}  ${evidence}  ${title}`)}\n`);
  }
}

/** As the server of `understudy serve` answers them at its own address. */
async function printTriggers(contract: Contract, operation: Operation): Promise<void> {
  const { createTriggers } = await import('../cli/server/triggers.ts');
  const triggers = createTriggers(contract, Date.now(), 'my', operation);
  for (const { code, calls } of triggers) {
    const lines = calls.map((call) => `  ${toCurl('http://127.0.0.1:4010', call)}`);
    process.stdout.write(`${[code, ...lines].map(printable).join('\n')}\n`);
  }
  const none = operation.errors.documented.filter(({ code }) => !triggers.some((one) => one.code === code));
  if (none.length > 0)
    process.stdout.write(`No request gives ${none.map(({ code }) => printable(code)).join(', ')}.\n`);
}
