import { expect, test } from 'vitest';
import { createFetchTarget } from './fetch.ts';

test.for([
  [7, 'a value of type number'],
  [undefined, 'undefined'],
  [{ status: 200 }, 'a value of type object'],
])('answers nothing where its function gives %j', async ([value, kind]) => {
  await using target = createFetchTarget({ name: 'ours', fetch: () => value as Response, anyAccount: true });

  await expect(target.send({ method: 'POST', path: '/', headers: {}, body: '' })).resolves.toEqual({
    kind: 'silent',
    reason: `its function answered with ${String(kind)}, which is no Response`,
  });
  expect(target.wayOut).toBe('Correct its function.');
});

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
