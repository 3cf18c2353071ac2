/** Lines of the contract's files. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { createLineOf } from './pointer-lines.ts';

const yaml = `paths:
  /:
    post:
      x-list:
        - name: first
        - name: second
      a~b: true
`;

test.for([
  ['/paths', 1],
  ['/paths/~1/post', 3],
  ['/paths/~1/post/x-list/1', 6],
  ['/paths/~1/post/x-list/1/name', 6],
  ['/paths/~1/post/a~0b', 7],
] as const)('%s stands on line %i', ([pointer, line]) => {
  expect(createLineOf(yaml)(pointer)).toBe(line);
});

test('what the file lacks stands where the nearest thing around it does', () => {
  const lineOf = createLineOf(yaml);
  expect(lineOf('/paths/~1/post/x-list/7/name')).toBe(4);
  expect(lineOf('/paths/~1/get')).toBe(2);
  expect(lineOf('/components')).toBeUndefined();
  expect(lineOf('')).toBeUndefined();
});

test('every rule of the contract stands on a line that names its keyword', async () => {
  const operation = mainOperation(readContract());
  const file = new URL(`../../../contract/openapi/${operation.name}.yaml`, import.meta.url);
  const content = await readFile(file, 'utf8');
  const lines = content.split('\n');
  const lineOf = createLineOf(content);
  const misplaced = operation.rules.filter(({ pointer }) => {
    const line = lines[(lineOf(pointer) ?? 0) - 1] ?? '';
    const [last = '', parent = ''] = pointer.split('/').toReversed();
    return !line.includes(last) && !/^\d+$/.test(last) && !line.includes(parent);
  });
  expect(misplaced.map(({ pointer }) => pointer)).toEqual([]);
});
