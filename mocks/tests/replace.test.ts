import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { callUnsigned } from '../fixtures/calls.ts';
import { createMock } from '../index.ts';

test('plays in another world from now on, and keeps records, journal and faults', async () => {
  const mock = createMock({ clock: 'virtual' });
  await mock.handle(callUnsigned());
  mock.faults.add({ fault: 'internal-error', times: 1 });

  mock.replace({ world: { buckets: { present: [{ OssBucket: 'mine' }] } } });

  expect((await mock.handle(callUnsigned())).answer?.status).toBe(500);
  expect(codeOf(await mock.handle(callUnsigned()))).toBe('InvalidOssBucket.NotFound');
  expect(codeOf(await mock.handle(callUnsigned({ OssBucket: 'mine' })))).toBe('ConfigAlreadyExists');
  expect(mock.journal.requests()).toHaveLength(4);
});

test('plays another contract from now on, which everybody who asks sees', async () => {
  const mock = createMock({ clock: 'virtual' });
  const before = readContract();
  const main = mainOperation(before);

  mock.replace({ contract: new Map([[main.name, { ...main, rateLimit: undefined }]]) });

  expect([...mock.contract.keys()]).toEqual([main.name]);
  const codes = new Set<string>();
  for (let call = 0; call < 40; call += 1) codes.add(codeOf(await mock.handle(callUnsigned())));
  expect([...codes]).toEqual(['OK', 'ConfigAlreadyExists']);
});

test('stays as it was where the new world is none', async () => {
  const mock = createMock({ clock: 'virtual' });

  expect(() => mock.replace({ world: { buckets: { opne: true } } })).toThrow(
    'Failed to read world "buckets"',
  );
  expect(codeOf(await mock.handle(callUnsigned()))).toBe('OK');
});

function codeOf({
  decision,
}: {
  readonly decision: { readonly kind: string; readonly error?: string };
}): string {
  return decision.error ?? 'OK';
}
