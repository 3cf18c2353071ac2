import { expect, test } from 'vitest';
import { readOperationProse } from './read-operation.ts';

/** How often an operation may be called; the sentences are made up after the vendor's ways of saying it. */
test.each([
  ['You can call it up to 30 times per second per account.', 30, 'second', 'account'],
  ['You can call it up to 1,000 times per minute per account.', 1000, 'minute', 'account'],
  ['QPS limit: 5/s', 5, 'second', 'account'],
  ['单用户QPS限制为30次/秒。', 30, 'second', 'user'],
  ['单用户QPS限制为1000次/分钟。', 1000, 'minute', 'user'],
  ['QPS限制为 20 次/小时。', 20, 'hour', 'account'],
  ['每分钟最多调用60次。', 60, 'minute', 'account'],
])('%s', (text, requests, per, scope) => {
  const { rateLimit } = readOperationProse([{ section: 'Operation description', text }], []);

  expect(rateLimit).toStrictEqual({ requests, per, scope });
});
