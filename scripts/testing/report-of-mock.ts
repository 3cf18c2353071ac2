/** What the suite says of our own mock, which plays any contract. */
import { summarise, type Undiagnosed } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { openTarget } from '../cli/targets/targets.ts';

/** By default all scenarios of the operation are played. */
export async function reportOfMock(
  contract: Contract,
  operation: Operation,
  scenarios?: readonly Scenario[],
): Promise<Undiagnosed> {
  const target = await openTarget('mock', contract, operation, {});
  return summarise(await run({ contract, operation, target, seed: 1, ...(scenarios && { scenarios }) }));
}
