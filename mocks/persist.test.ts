import { expect, test } from 'vitest';
import { createMock } from './index.ts';

// What it keeps in a browser is tested in one: scripts/worker.test.ts.

test('says plainly that outside of a browser nothing outlives a reload', () => {
  expect(() => createMock({ persist: 'session' })).toThrow(
    'Failed to persist the state in "session": there is no such storage here. Leave "persist" out, or use snapshot() and restore().',
  );
});

test('knows two kinds of storage', () => {
  expect(() => createMock({ persist: 'forever' as 'local' })).toThrow(
    'Failed to persist the state in "forever": it is neither "session" nor "local".',
  );
});
