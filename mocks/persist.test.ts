import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnsigned } from './fixtures/calls.ts';
import { createMock } from './index.ts';

// What it keeps in a browser is tested in one too: scripts/acceptance/worker.test.ts.

test('says plainly that outside of a browser nothing outlives a reload', () => {
  expect(() => createMock({ persist: 'session' })).toThrow(
    'Failed to persist the state in "session": there is no such storage here. Leave "persist" out, or use snapshot() and restore().',
  );
});

test('keeps the state as it is after each change of it', async () => {
  let kept: string | null = null;
  vi.stubGlobal('document', {});
  vi.stubGlobal('sessionStorage', {
    getItem: () => kept,
    setItem: (_: string, text: string) => (kept = text),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const mock = createMock({ persist: 'session' });
  const records = () =>
    createMock({ persist: 'session' })
      .state.counts()
      .map(({ count }) => count);

  await mock.handle(callUnsigned());
  expect(records()).toEqual([1]);
  mock.state.clear();
  expect(records()).toEqual([]);
});

test('knows two kinds of storage', () => {
  expect(() => createMock({ persist: 'forever' as 'local' })).toThrow(
    'Failed to persist the state in "forever": it is neither "session" nor "local".',
  );
});
