/** Steps of a scenario, made from drafts of requests. */
import type { Operation } from '../../contract/operation/operation.ts';
import { encodeParameters } from '../../contract/wire/parameters.ts';
import type { Draft } from '../requests/draft.ts';
import { success, type Step } from '../scenario/scenario.ts';

export interface StepOptions {
  readonly expect?: readonly string[];
  readonly via?: Step['via'];
  /** The N of the first item of every list, from 1. */
  readonly firstIndex?: number;
}

export function stepFor(operation: Operation, draft: Draft, options: StepOptions = {}): Step {
  const { expect = [success], via = 'form', firstIndex = 1 } = options;
  const pairs = encodeParameters(draft).map(([name, value]) => [shift(name, firstIndex), value] as const);
  return { operation: operation.name, parameters: Object.fromEntries(pairs), via, expect };
}

/** `Parts.2.Kind` becomes `Parts.8.Kind` where lists begin at 7. */
function shift(name: string, firstIndex: number): string {
  if (firstIndex === 1) return name;
  const steps = name
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? String(Number(step) + firstIndex - 1) : step));
  return steps.join('.');
}

/** Gives each call its own name, so that no call conflicts with another. */
export function underNameOf(step: Step, index: number): Step {
  const parameters = Object.entries(step.parameters).map(([name, value]) => [
    name,
    value.replaceAll('${unique}', `\${unique}-${index}`),
  ]);
  return { ...step, parameters: Object.fromEntries(parameters) as Step['parameters'] };
}
