import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

function createHeard() {
  const said: string[] = [];
  return { said, health: createHealth('sqlite:state.db', (line) => said.push(line), ['create']) };
}

test('a store that fails says so once, and once more when what failed succeeds', () => {
  const { health, said } = createHeard();
  health.lose('clear', 'The disk is full.');
  health.lose('admit', 'The disk is full.');
  health.find('list');
  health.find('clear');
  expect(health.failed).toBe('admit');
  health.find('admit');

  expect(health.failed).toBeUndefined();
  expect(said).toStrictEqual([
    'Lost the store "sqlite:state.db": The disk is full. Calls are refused until it works again.',
    'The store "sqlite:state.db" works again.',
  ]);
});

test('what failed need not be asked for again where a record could be written', () => {
  const { health, said } = createHeard();
  health.find('create');
  health.lose('clear', 'The disk is full.');
  health.find('create');

  expect(health.failed).toBeUndefined();
  expect(said).toHaveLength(2);
});
