/** Scenarios as an Arazzo 1.0 document, so that tools that know nothing of this project can replay them. */
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Operation } from '../contract/operation/operation.ts';
import { fillParameters, type Bindings } from './scenario/placeholders.ts';
import { success, type Scenario, type Step } from './scenario/scenario.ts';

export interface ArazzoOptions {
  /** Fills the placeholders, once: a document has fixed names and times. */
  readonly bindings: Bindings;
  /** Where each operation's OpenAPI document is found, by its name. */
  readonly documentUrl: (operation: string) => string;
}

/** Scenarios of calls in sequence, as workflows. Arazzo has no words for simultaneous calls or for waiting, so others are left out. */
export function toArazzo(
  scenarios: readonly Scenario[],
  contract: Contract,
  options: ArazzoOptions,
): JsonObject {
  const workflows = scenarios.flatMap((scenario) => workflowOf(scenario, contract, options));
  const operations = [...new Set(scenarios.flatMap(stepsOf).map(({ operation }) => operation))];
  return {
    arazzo: '1.0.1',
    info: {
      title: `Scenarios of ${scenarios[0]?.operation ?? 'no operation'}`,
      version: [...contract.values()][0]?.version ?? '',
    },
    sourceDescriptions: operations.map((name) => ({ name, url: options.documentUrl(name), type: 'openapi' })),
    workflows,
  };
}

function stepsOf({ arrange, act }: Scenario): readonly Step[] {
  return act.kind === 'sequence' ? [...arrange, ...act.steps] : [];
}

function workflowOf(
  scenario: Scenario,
  contract: Contract,
  { bindings }: ArazzoOptions,
): readonly JsonObject[] {
  const steps = stepsOf(scenario);
  // Only form parameters can be written: an OpenAPI document has one place for a parameter.
  if (steps.length === 0 || steps.some(({ via, tamper }) => via !== 'form' || tamper !== undefined))
    return [];
  const workflowId = idOf(scenario.id);
  const needs = scenario.needs
    ? {
        [scenario.needs.name]: scenario.needs.otherwise.map((text) =>
          text.replaceAll('${unique}', `${bindings.unique}-${workflowId}`),
        ),
      }
    : {};
  const own: Bindings = {
    ...bindings,
    unique: `${bindings.unique}-${workflowId}`,
    fixtures: { ...bindings.fixtures },
  };
  const filledNeeds = Object.fromEntries(
    Object.entries(needs).map(([name, values]) => [
      name,
      values.map((text) => fillParameters({ text }, own)['text'] ?? ''),
    ]),
  );
  const here: Bindings = { ...own, fixtures: { ...own.fixtures, ...filledNeeds } };
  return [
    {
      workflowId,
      summary: scenario.title,
      description: `${scenario.evidence}: ${scenario.source}`,
      steps: steps.map((step, index) => stepOf(step, index, contract.get(step.operation), here)),
    },
  ];
}

function stepOf(step: Step, index: number, operation: Operation | undefined, bindings: Bindings): JsonObject {
  const common = (operation?.commonParameters ?? []).flatMap(({ name, role }) => {
    // Each workflow has its own account, so that none waits for the rate limit.
    const byRole: Readonly<Record<string, string | undefined>> = {
      action: operation?.action,
      version: operation?.version,
      account: bindings.unique,
    };
    const value = byRole[role];
    return value === undefined ? [] : [{ name, in: 'query', value }];
  });
  return {
    stepId: `call-${index + 1}`,
    operationId: `$sourceDescriptions.${step.operation}.${step.operation}`,
    parameters: common,
    requestBody: {
      contentType: 'application/x-www-form-urlencoded',
      payload: { ...fillParameters(step.parameters, bindings) },
    },
    successCriteria: criteriaOf(step, operation),
  };
}

/** Where several codes conform, the criterion is the status alone. */
function criteriaOf({ expect }: Step, operation: Operation | undefined): readonly JsonObject[] {
  const [due = success, ...others] = expect;
  if (due === success) return [{ condition: '$statusCode == 200' }];
  const status = operation?.errors.find(due)?.status ?? 400;
  const byStatus = { condition: `$statusCode == ${status}` };
  return others.length > 0 ? [byStatus] : [byStatus, { condition: `$response.body#/Code == '${due}'` }];
}

/** Letters, digits and hyphens only. */
function idOf(id: string): string {
  return id.replaceAll('/', '--').replaceAll('+', '--and--');
}
