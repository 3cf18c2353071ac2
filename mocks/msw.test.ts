import { getResponse, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { operation, valid } from './fixtures/valid-request.ts';
import { createMock } from './index.ts';

const endpoint = 'https://live.aliyuncs.com';

function post(url: string): Request {
  return new Request(url, { method: 'POST', body: new URLSearchParams(valid) });
}

test.for([
  [`${endpoint}/?Action=${operation}&Version=2016-11-01`, true],
  [`${endpoint}?Action=${operation}&Version=2016-11-01`, true],
  [`https://LIVE.aliyuncs.com:443/?Action=${operation}`, true],
  [`http://live.aliyuncs.com/any/path`, true],
  ['https://live.aliyuncs.com.example.com/', false],
  ['https://live.aliyuncs.com:8443/', false],
  ['https://example.com/?to=https://live.aliyuncs.com/', false],
] as const)('%s is answered: %s', async ([url, isOurs]) => {
  const { handlers } = createMock({ clock: 'virtual', seed: 1 });
  const response = await getResponse([...handlers], post(url));
  expect(response !== undefined).toBe(isOurs);
});

test('the handler of somebody else comes first where it is added, and last where it is listed last', async () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const other = http.all('*', async ({ request }) => HttpResponse.text(await request.text()));
  const server = setupServer(...mock.handlers, other);
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());

  const url = `${endpoint}/?Action=${operation}&Version=2016-11-01`;
  expect(await (await fetch(post(url))).json()).toHaveProperty('RequestId');
  const elsewhere = new Request('https://example.com/', { method: 'POST', body: 'whole' });
  expect(await (await fetch(elsewhere)).text()).toBe('whole');

  server.use(other);
  expect(await (await fetch(post(url))).text()).toContain('DomainName=');
  server.resetHandlers();
  expect(await (await fetch(post(url))).json()).toMatchObject({ Code: 'ConfigAlreadyExists' });
});

test('msw tells those who listen what was asked and answered', async () => {
  const { handlers } = createMock({ clock: 'virtual', seed: 1 });
  const server = setupServer(...handlers);
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());
  const bodies: Promise<string>[] = [];
  const matched: string[] = [];
  server.events.on('request:start', ({ request }) => void bodies.push(request.clone().text()));
  server.events.on('request:match', ({ handler }) => void matched.push(handler.info.header));

  await (await fetch(post(`${endpoint}/?Action=${operation}&Version=2016-11-01`))).json();

  expect(await Promise.all(bodies)).toEqual([new URLSearchParams(valid).toString()]);
  expect(matched).toEqual([http.all(`${endpoint}/*`, () => undefined).info.header]);
});
