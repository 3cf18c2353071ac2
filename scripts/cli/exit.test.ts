/** What a command says as it ends, of errors that nobody expected. */
import { mkdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { exitCodes, failWith, UsageError } from './exit.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

function saidOf(error: unknown): string {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  failWith(error);
  expect(process.exitCode).toBe(exitCodes.usage);
  return said;
}

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test('what the file system refuses is a sentence, without a stack', () => {
  expect(saidOf(errorOf(() => readFileSync('/dev/null/file')))).toBe(
    'Failed to open "/dev/null/file": a part of the path is no folder. Look at the path, and at who may use it.\n',
  );
  expect(saidOf(errorOf(() => mkdirSync('/dev/null/folder', { recursive: true })))).toBe(
    'Failed to make the folder "/dev/null/folder": a part of the path is no folder. Look at the path, and at who may use it.\n',
  );
});

test('a mistake of ours keeps its stack, and one of the user has none', () => {
  expect(saidOf(new TypeError('x is not iterable'))).toMatch(/^TypeError: x is not iterable\n +at /);
  expect(saidOf(new UsageError('Failed to read "a": b. C.'))).toBe('Failed to read "a": b. C.\n');
});
