/** Calls that are answered at once are judged at once. */
import { expect, test } from 'vitest';
import { readContract } from '../../../contract/contract.ts';
import { accept, add, createProbe } from '../../fixtures/probe.ts';
import { isPromise } from '../../../contract/awaitable.ts';
import { createSession } from './session.ts';

const contract = readContract();
const context = { unique: 'a', account: 'a' };

test.for([
  ['at once', false],
  ['later', true],
] as const)('a call that is answered %s is judged %s', async ([, isLater]) => {
  const send = isLater ? () => Promise.resolve(accept()) : accept;
  using session = createSession({
    contract,
    target: createProbe(accept, { send }),
    fixtures: { bucket: ['my-bucket'] },
  });

  const result = session.call(add(), context);

  expect(isPromise(result)).toBe(isLater);
  expect(await result).toMatchObject({ verdict: 'exact', number: 0, account: 'a' });
});

test('a call that is throttled is sent again, whether its answer comes at once or later', async () => {
  const throttled = {
    kind: 'answered',
    status: 429,
    headers: { 'retry-after': '3' },
    body: '{"Code":"Throttling","RequestId":"A","HostId":"h","Message":""}',
  } as const;
  const answers = [throttled, accept()];
  const target = createProbe(accept, { send: () => answers.shift() ?? accept() });
  using session = createSession({ contract, target, fixtures: { bucket: ['my-bucket'] } });

  expect(await session.call(add(), context)).toMatchObject({ verdict: 'exact', number: 1 });
  expect(session.sent()).toBe(2);
});
