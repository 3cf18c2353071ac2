/** A request for each documented error, from the scenarios: what the buttons of the inspector send. */
import { prepareCall } from '../../../conformance/run/results/call.ts';
import { mainOperation, type Contract } from '../../../contract/contract.ts';
import { compareEvidence } from '../../../contract/evidence.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Trigger } from '../../../mocks/admin/bodies.ts';
import { defaultFixtures } from '../../../scenarios/requests/bindings.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { fillText } from '../../../scenarios/scenario/placeholders.ts';
import type { Scenario, Step } from '../../../scenarios/scenario/scenario.ts';

/**
 * One trigger for each error that a scenario of sequential calls produces, in the order of the documentation.
 *
 * `unique` makes their names new, so that they can be sent again; `now` is the mock's time in milliseconds. `scenarios` are
 * those of the operation, for whoever has them already: to generate them takes most of the time.
 */
export function createTriggers(
  contract: Contract,
  now: number,
  unique: string,
  operation: Operation = mainOperation(contract),
  scenarios: readonly Scenario[] = generateScenarios(operation, contract),
): readonly Trigger[] {
  const fixtures = defaultFixtures(operation);
  return operation.errors.documented.flatMap(({ code }, index) => {
    const [scenario] = scenarios
      .filter((one) => one.exercises === code && stepsOf(one).at(-1)?.expect[0] === code)
      .toSorted((a, b) => compareEvidence(a.evidence, b.evidence) || stepsOf(a).length - stepsOf(b).length);
    if (!scenario) return [];
    const without = { now, unique: `${unique}-${index}`, fixtures };
    const { needs } = scenario;
    // Generated again, as for a target without fixtures.
    const made = needs && { [needs.name]: needs.otherwise.map((text) => fillText(text, without)) };
    const bindings = { ...without, fixtures: { ...fixtures, ...made } };
    const calls = stepsOf(scenario).map((step) => prepareCall(contract, step, bindings, 'inspector').call);
    return [{ code, title: scenario.title, calls }];
  });
}

function stepsOf({ arrange, act }: Scenario): readonly Step[] {
  return act.kind === 'sequence' ? [...arrange, ...act.steps] : [];
}
