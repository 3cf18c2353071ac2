/** What becomes of keys that are taken, freed and taken again: faults that two or three calls do not show. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { addCommand, brokenCommand, removeCommand, write, type SequenceCommand } from './commands.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { callsOf, type Values } from './calls.ts';

/** What a story is told with; `0`, `1` and `2` are keys. */
interface Words {
  readonly add: (key: number, values?: Values) => SequenceCommand;
  readonly addBroken: (key: number) => SequenceCommand;
  readonly remove: (key: number) => SequenceCommand;
}

interface Story {
  readonly slug: string;
  readonly title: string;
  readonly tell: (words: Words) => readonly SequenceCommand[];
}

const stories: readonly Story[] = [
  {
    slug: 'three-lives',
    title: 'A key that was removed twice is free again, and taken again',
    tell: ({ add, remove }) => [add(0), remove(0), add(0), remove(0), add(0), add(0)],
  },
  {
    slug: 'refused-while-taken',
    title: 'A call that is refused for its own sake leaves what was there before it',
    tell: ({ add, addBroken }) => [add(0), addBroken(0), add(0)],
  },
  {
    slug: 'duplicates-then-removed',
    title: 'However many duplicates were refused, one removal frees the key',
    tell: ({ add, remove }) => [add(0), add(0), add(0, 'all'), add(0), remove(0), add(0)],
  },
  {
    slug: 'other-values-after-removal',
    title: 'What was removed and added again is not changed by a duplicate with other values',
    tell: ({ add, remove }) => [add(0), remove(0), add(0), add(0, 'all'), add(0), remove(0), add(0, 'all')],
  },
];

/** Of three keys, which one is removed may make a difference; each of the others stays. */
const ofThree: readonly Story[] = ['first', 'second', 'third'].map((place, removed) => ({
  slug: `${place}-of-three-removed`,
  title: `Of three keys the ${place} is removed, and no other`,
  tell: ({ add, remove }) => [add(0), add(1), add(2), remove(removed), add(2), add(1), add(0)],
}));

/** Nothing for an operation whose records cannot be made and removed. */
export function lifecycleScenarios(
  operation: Operation,
  contract: Contract,
  violations: readonly Scenario[],
): readonly Scenario[] {
  const calls = callsOf(operation, contract, violations);
  const { remove, broken: [broken] = [] } = calls ?? {};
  if (!calls || !remove || !broken) return [];
  const words: Words = {
    add: (key, values = 'few') => addCommand(calls, key, values),
    addBroken: (key) => brokenCommand(calls, key, broken),
    remove: (key) => removeCommand(remove, key),
  };
  return [...stories, ...(calls.keys >= 3 ? ofThree : [])].map(({ slug, title, tell }) => ({
    id: `state/story/${slug}`,
    title,
    family: 'state',
    operation: operation.name,
    exercises: success,
    evidence: 'implied',
    source: calls.absent.source,
    arrange: [],
    act: sequence(...write(tell(words)).steps),
  }));
}
