import { expect, test } from 'vitest';
import { createHostlessMock } from '../mock.ts';

test('a mock of the contract in this package needs nothing but its file', async () => {
  const mock = createHostlessMock({ seed: 1 });
  const answer = await mock.fetch(new Request(`${mock.endpoints[0]}/?Action=AddLiveAppRecordConfig`));
  expect(await answer.json()).toMatchObject({ Code: 'MissingDomainName' });
});
