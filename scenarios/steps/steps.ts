/** Steps of a scenario, made from drafts of requests. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Draft } from '../requests/draft.ts';
import { writeParameters } from './write-parameters.ts';
import { success, type Step } from '../scenario/scenario.ts';

export interface StepOptions {
  readonly expect?: readonly string[];
  readonly via?: Step['via'];
  /** The N of the first item of every list, from 1. */
  readonly firstIndex?: number;
}

export function stepFor(operation: Operation, draft: Draft, options: StepOptions = {}): Step {
  const { expect = [success], via = 'form', firstIndex = 1 } = options;
  return { operation: operation.name, parameters: writeParameters(draft, firstIndex), via, expect };
}

/** Gives each call its own name, so that no call conflicts with another. */
export function underNameOf(step: Step, index: number): Step {
  const parameters = Object.entries(step.parameters).map(([name, value]) => [
    name,
    value.replaceAll('${unique}', `\${unique}-${index}`),
  ]);
  return { ...step, parameters: Object.fromEntries(parameters) as Step['parameters'] };
}
