import { expect, test } from 'vitest';
import { createFetchTarget } from './fetch.ts';

test('answers nothing, and does not reject, where a header cannot be sent', async () => {
  await using target = createFetchTarget({
    name: 'ours',
    fetch: () => Response.json({}),
    anyAccount: true,
    headers: { 'x-note': 'one\ntwo' },
  });

  await expect(target.send({ method: 'POST', path: '/', headers: {}, body: '' })).resolves.toMatchObject({
    kind: 'silent',
  });
});
