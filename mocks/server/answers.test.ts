import { request as httpRequest, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { callUnsigned, callV3, now } from '../fixtures/calls.ts';
import { createMock } from '../index.ts';
import { startServer } from './server.ts';

async function ask(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage & { readonly text: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, method, path, headers }, resolve).on('error', reject).end();
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return Object.assign(response, { text });
}

test('answers with the headers of the gateway, at the time of the mock', async () => {
  await using server = await startServer(createMock({ clock: now }), { port: 0 });

  const { statusCode, headers, text } = await ask(server.port, 'POST', callUnsigned().url, {
    connection: 'keep-alive',
  });

  expect(statusCode).toBe(200);
  expect(headers).toEqual({
    'content-type': 'application/json;charset=utf-8',
    'content-length': String(text.length),
    connection: 'keep-alive',
    'keep-alive': 'timeout=25',
    date: 'Sun, 22 Nov 2026 13:29:10 GMT',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
    'x-acs-request-id': expect.any(String),
    'x-acs-trace-id': expect.any(String),
    etag: expect.any(String),
  });
});

test('lets pages in browsers ask first', async () => {
  await using server = await startServer(createMock(), { port: 0 });

  const { statusCode, headers, text } = await ask(server.port, 'OPTIONS', '/', {
    origin: 'http://page.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,x-acs-date',
  });

  expect([statusCode, text]).toEqual([204, '']);
  expect(headers['access-control-allow-headers']).toBe('authorization,x-acs-date');
  expect(headers).not.toHaveProperty('content-length');
});

test('answers HEAD with headers only', async () => {
  await using server = await startServer(createMock(), { port: 0 });

  const { statusCode, headers, text } = await ask(server.port, 'HEAD', '/');

  expect([statusCode, text]).toEqual([403, '']);
  expect(Number(headers['content-length'])).toBeGreaterThan(0);
});

test('counts the port of the Host header as signed', async () => {
  const mock = createMock({ auth: 'verify', clock: now });
  await using server = await startServer(mock, { port: 0 });
  const { url, headers } = callV3();
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? '']));

  expect((await ask(server.port, 'POST', url, { ...sent, host: 'localhost:4010' })).statusCode).toBe(400);
  expect((await ask(server.port, 'POST', url, { ...sent, host: 'localhost' })).statusCode).toBe(200);
});
