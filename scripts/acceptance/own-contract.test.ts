/** Two products that nobody else has, each in two versions, that share an operation's name: in one mock, by every transport. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setupServer } from 'msw/node';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { loadContract } from '../../contract/files/load.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { ensureBuilt, startServing, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
const names = [
  'gadgets.2020-01-01.TagThing',
  'gadgets.2024-01-01.TagThing',
  'widgets.2020-01-01.TagThing',
  'widgets.2024-01-01.TagThing',
];

beforeAll(async () => {
  await ensureBuilt();
  for (const kind of ['pages', 'overlays']) mkdirSync(join(folder, kind));
  for (const name of names) {
    const [product = '', version = ''] = name.split('.');
    writeFileSync(join(folder, `pages/${name}.yaml`), page(product, version));
    writeFileSync(join(folder, `overlays/${name}.yaml`), overlay);
  }
});

type Ask = (host: string, version: string, thing: string) => Promise<{ status: number; body: unknown }>;

/** What each product and version answers, told by all that differs between them: limits, host and state. */
async function assertAnswers(ask: Ask): Promise<void> {
  for (const product of ['gadgets', 'widgets']) {
    const host = `${product}.example.com`;
    expect(await ask(host, '2020-01-01', 'abcdef')).toMatchObject({
      status: 400,
      body: { Code: 'Thing.TooLong', HostId: host },
    });
    expect(await ask(host, '2024-01-01', 'abcdef')).toMatchObject({ status: 200 });
    expect(await ask(host, '2024-01-01', 'abcdef')).toMatchObject({ body: { Code: 'Thing.Tagged' } });
    expect(await ask(host, '1999-01-01', 'a')).toMatchObject({ body: { Code: 'InvalidVersion' } });
  }
}

test('answers a plain fetch of the mock', async () => {
  const mock = createMock({ contract: loadContract(folder), clock: 'virtual' });

  await assertAnswers(async (host, version, thing) =>
    answerOf(await mock.fetch(new Request(`https://${host}${pathOf(version, thing)}`, { method: 'POST' }))),
  );
});

test('answers through MSW', async () => {
  const mock = createMock({ contract: loadContract(folder), clock: 'virtual' });
  const server = setupServer(...mock.handlers);
  server.listen({ onUnhandledFrame: 'error' });

  try {
    await assertAnswers(async (host, version, thing) =>
      answerOf(await fetch(`https://${host}${pathOf(version, thing)}`, { method: 'POST' })),
    );
  } finally {
    server.close();
  }
});

test('answers over HTTP by the header Host, and says so where it is missing', async () => {
  const mock = createMock({ contract: loadContract(folder), clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });

  await assertAnswers(async (host, version, thing) => post(server.port, host, pathOf(version, thing)));
  const response = await fetch(server.url + pathOf('2024-01-01', 'a'), { method: 'POST' });
  expect(response.status).toBe(501);
  expect(await response.json()).toMatchObject({
    Message: expect.stringContaining('Host: gadgets.example.com or widgets.example.com'),
  });
});

test(
  'is checked, each operation under its own name, in process and over HTTP',
  { timeout: 60_000 },
  async () => {
    await using server = await startServing(['--contract', folder]);

    for (const target of ['mock', server.url]) {
      // Over HTTP a rate limit takes real time; in process everything is played.
      const only = target === 'mock' ? [] : ['accepted/*', 'thing/*', '*duplicate*'];
      const { exitCode, stdout, stderr } = await understudy(
        ['check', target, '--contract', folder, '--operation', '*.TagThing', '--accounts', 'any'].concat(
          only.flatMap((glob) => ['--only', glob]),
        ),
      );
      expect(exitCode, stdout + stderr).toBe(0);
      for (const name of names) expect(stdout).toContain(`✓  ${name}`);
    }
  },
);

test('names what a name may mean, where it means several', async () => {
  const { exitCode, stderr } = await understudy(
    'check mock --operation widgets.TagThing --contract'.split(' ').concat(folder),
  );

  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'Failed to find operation "widgets.TagThing": it means widgets.2020-01-01.TagThing, widgets.2024-01-01.TagThing. Name one of them.\n',
  );
});

test('prints a request for each documented error', async () => {
  const operation = 'gadgets.2020-01-01.TagThing';
  const { stdout } = await understudy(
    `scenarios --triggers --operation ${operation} --contract`.split(' ').concat(folder),
  );

  expect(stdout).toMatch(/^Thing\.TooLong\n {2}curl .*-H 'host: gadgets\.example\.com'.*\nThing\.Tagged\n/);
});

function pathOf(version: string, thing: string): string {
  return `/?Action=TagThing&Version=${version}&Thing=${thing}`;
}

async function answerOf(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

/** `fetch` has a Host of its own. */
function post(port: number, host: string, path: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { port, host: '127.0.0.1', method: 'POST', path, headers: { host } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    sent.on('error', reject).end();
  });
}

function page(product: string, version: string): string {
  return `
operation: TagThing
product: ${product}
version: '${version}'
endpoints: [${product}.example.com, ${product}.north.example.com]
parameters: [{ name: Thing, type: string, example: one, maxBytes: ${version === '2020-01-01' ? 5 : 40} }]
response: [{ name: RequestId, type: string, example: 1F }]
errors:
  - { status: 400, code: Thing.TooLong, message: The thing is too long. }
  - { status: 409, code: Thing.Tagged, message: It is tagged. }
`;
}

const overlay = `
overlay: 1.0.0
actions:
  - target: $.paths['/'].post
    update:
      x-preconditions: [{ absent: things, key: [Thing], error: Thing.Tagged, x-evidence: stated, x-source: Error codes }]
      x-effect: { create: things, key: [Thing], x-evidence: stated, x-source: Error codes }
  - target: $.components.schemas.Request.properties.Thing
    update: { x-error: Thing.TooLong }
`;
