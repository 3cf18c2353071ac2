/** Where in the contract the rule stands that a scenario is about. */
import type { Operation } from '../../../contract/operation/operation.ts';
import { locateSchemas } from '../../../contract/schema/rules.ts';
import { success, type Scenario } from '../../../scenarios/scenario/scenario.ts';
import { kebab } from '../../../contract/schema/texts-and-numbers.ts';

const operationPointer = '/paths/~1/post';
const requestPointer = '/components/schemas/Request';

/**
 * The JSON pointer, inside the operation's document, to what makes a code the expected one: the rule, the precondition, the rate limit
 * or the row of the error table. A success is expected by what a parameter allows, or by the operation as a whole.
 */
export function pointerOf(operation: Operation, { id }: Pick<Scenario, 'id'>, expected: string): string {
  return expected === success ? pointerOfAccepted(operation, id) : pointerOfError(operation, id, expected);
}

function pointerOfError(operation: Operation, id: string, expected: string): string {
  const rules = operation.rules
    .filter((rule) => rule.error === expected)
    // The ids of scenarios hold the id of the rule that they break.
    .toSorted((a, b) => shared(id, b.id) - shared(id, a.id));
  const precondition = operation.preconditions.find(({ error }) => error === expected);
  const row = operation.errors.documented.findIndex(({ code }) => code === expected);
  const limit = operation.rateLimit?.error === expected ? `${operationPointer}/x-rate-limit` : undefined;
  const listed = row < 0 ? undefined : `${operationPointer}/x-errors/${row}`;
  return rules[0]?.pointer ?? precondition?.pointer ?? limit ?? listed ?? operationPointer;
}

/** How much of a scenario's id is the id of a rule. */
function shared(id: string, ruleId: string): number {
  return `/${id}/`.includes(`/${ruleId}/`) ? ruleId.length : 0;
}

function pointerOfAccepted(operation: Operation, id: string): string {
  const places = locateSchemas(operation.request, requestPointer)
    .map(({ path, pointer }) => ({
      pointer,
      name: path
        .filter((step) => step !== '[]')
        .map(kebab)
        .join('/'),
    }))
    .filter(({ name }) => name !== '' && shared(id, name) > 0)
    .toSorted((a, b) => b.name.length - a.name.length);
  return places[0]?.pointer ?? operationPointer;
}
