/** Fixed sequences of creating and deleting records under one to three keys, for bugs that need three calls or more. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { addCommand, brokenCommand, removeCommand, write, type SequenceCommand } from './commands.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { callsOf, type Values } from './calls.ts';

/** The calls that a sequence is made of; `0`, `1` and `2` are keys. */
interface Actions {
  readonly add: (key: number, values?: Values) => SequenceCommand;
  readonly addBroken: (key: number) => SequenceCommand;
  readonly remove: (key: number) => SequenceCommand;
}

interface Lifecycle {
  readonly slug: string;
  readonly title: string;
  readonly steps: (actions: Actions) => readonly SequenceCommand[];
}

const lifecycles: readonly Lifecycle[] = [
  {
    slug: 'three-lives',
    title: 'A key that was removed twice is free again, and taken again',
    steps: ({ add, remove }) => [add(0), remove(0), add(0), remove(0), add(0), add(0)],
  },
  {
    slug: 'refused-while-taken',
    title: 'A call refused for its parameters leaves the existing record unchanged',
    steps: ({ add, addBroken }) => [add(0), addBroken(0), add(0)],
  },
  {
    slug: 'duplicates-then-removed',
    title: 'However many duplicates were refused, one removal frees the key',
    steps: ({ add, remove }) => [add(0), add(0), add(0, 'all'), add(0), remove(0), add(0)],
  },
  {
    slug: 'other-values-after-removal',
    title: 'What was removed and added again is not changed by a duplicate with other values',
    steps: ({ add, remove }) => [add(0), remove(0), add(0), add(0, 'all'), add(0), remove(0), add(0, 'all')],
  },
];

/** One lifecycle for each of three keys: it is removed, the two others stay. */
const ofThree: readonly Lifecycle[] = ['first', 'second', 'third'].map((place, removed) => ({
  slug: `${place}-of-three-removed`,
  title: `Of three keys the ${place} is removed, and no other`,
  steps: ({ add, remove }) => [add(0), add(1), add(2), remove(removed), add(2), add(1), add(0)],
}));

/** Empty for an operation whose records cannot be both created and removed. */
export function lifecycleScenarios(
  operation: Operation,
  contract: Contract,
  violations: readonly Scenario[],
): readonly Scenario[] {
  const calls = callsOf(operation, contract, violations);
  const { remove, broken: [broken] = [] } = calls ?? {};
  if (!calls || !remove || !broken) return [];
  const actions: Actions = {
    add: (key, values = 'few') => addCommand(calls, key, values),
    addBroken: (key) => brokenCommand(calls, key, broken),
    remove: (key) => removeCommand(remove, key),
  };
  return [...lifecycles, ...(calls.keys >= 3 ? ofThree : [])].map(({ slug, title, steps }) => ({
    id: `state/lifecycle/${slug}`,
    title,
    family: 'state',
    operation: operation.name,
    exercises: success,
    evidence: 'implied',
    source: calls.absent.source,
    arrange: [],
    act: sequence(...write(steps(actions)).steps),
  }));
}
