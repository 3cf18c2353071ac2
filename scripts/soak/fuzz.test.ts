import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listen } from '../../contract/fixtures/listen.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { fuzz } from './fuzz.ts';

test('5,000 requests that nobody should send get no 5xx, and change nothing', async () => {
  await using server = await startServer(createMock({ seed: 1 }), { port: 0 });

  const { problems, statuses } = await fuzz(server.url, { requests: 5000, seed: 1 });

  expect(problems).toStrictEqual([]);
  expect(statuses['400']).toBeGreaterThan(500);
}, 60_000);

test('a server that answers 500 is noticed', async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(500).end());
  });
  await using faulty = await listen(server);

  const { problems } = await fuzz(faulty.url, { requests: 50, seed: 1 });

  expect(problems.length).toBeGreaterThan(40);
});
