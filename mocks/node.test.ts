import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { operation, valid } from './fixtures/valid-request.ts';
import { createMock } from './index.ts';
import { interceptRequests } from './node.ts';

const address = `https://live.aliyuncs.com/?Action=${operation}&Version=2016-11-01`;

test('answers fetch, remembers, and lets go when it is closed', async () => {
  const mock = createMock({ clock: 'virtual', seed: 1 });
  const before = globalThis.fetch;
  {
    using interception = interceptRequests(mock);
    expect(interception).toHaveProperty('close');
    const first = await fetch(address, { method: 'POST', body: new URLSearchParams(valid) });
    expect(await first.json()).toEqual({ RequestId: expect.any(String) });
    const second = await fetch(address, { method: 'POST', body: new URLSearchParams(valid) });
    expect(await second.json()).toMatchObject({ Code: 'ConfigAlreadyExists' });
  }
  expect(globalThis.fetch).toBe(before);
  expect(mock.journal.requests()).toHaveLength(2);
});

test('answers node:http', async () => {
  const interception = interceptRequests(createMock({ clock: 'virtual', seed: 1 }));
  onTestFinished(() => interception.close());
  const body = await new Promise<string>((resolve, reject) => {
    const sent = request(address.replace('https', 'http'), { method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.setHeader('content-type', 'application/x-www-form-urlencoded');
    sent.end(new URLSearchParams(valid).toString());
  });
  expect(JSON.parse(body)).toEqual({ RequestId: expect.any(String) });
});

test('plays the faults of the connection, and lets nothing leave the machine', async () => {
  const mock = createMock({ clock: 'virtual', faults: [{ fault: 'answer-lost' }] });
  const interception = interceptRequests(mock);
  onTestFinished(() => interception.close());
  await expect(fetch(address, { method: 'POST', body: new URLSearchParams(valid) })).rejects.toThrow(
    TypeError,
  );
  await expect(fetch('http://other.example.com/')).rejects.toThrow('onUnhandledFrame');
  interception.close();
  interception.close();
});

test('its page and its source name the versions that it is tried with', async () => {
  const versionOf = async (name: string): Promise<string> => {
    const text = await readFile(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
    return (JSON.parse(text) as { readonly version: string }).version;
  };
  const tried = `msw ${await versionOf('msw')} and @mswjs/interceptors ${await versionOf('@mswjs/interceptors')}`;
  for (const file of ['./node.ts', '../docs/testing.md'])
    expect(await readFile(new URL(file, import.meta.url), 'utf8')).toContain(tried);
});
