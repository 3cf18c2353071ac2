/** How a target is reached over the network: certificates, proxies, headers, clocks. */
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../contract/fixtures/listen.ts';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { makeCertificate } from '../cli/server/certificate.ts';
import { startFront, type Front } from '../testing/front.ts';
import { ensureBuilt, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
const ca = join(folder, 'ca.pem');
const otherCa = join(folder, 'other.pem');
let certificate: Awaited<ReturnType<typeof makeCertificate>>;

beforeAll(async () => {
  await ensureBuilt();
  certificate = await makeCertificate();
  writeFileSync(ca, certificate.cert);
  writeFileSync(otherCa, (await makeCertificate()).cert);
}, 60_000);

interface Checked {
  readonly exitCode: unknown;
  readonly output: string;
}

/** Check one scenario, in an environment without proxies but those that are given. */
async function check(
  url: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Checked> {
  const none = Object.fromEntries(
    ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [
      [name, ''],
      [name.toUpperCase(), ''],
    ]),
  );
  // An empty one in small letters would win.
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => [
      [name.toLowerCase(), value],
      [name, value],
    ]),
  );
  const { exitCode, stdout, stderr } = await understudy(
    ['check', url, '--accounts', 'any', '--only', 'delay-time/below-minimum', ...args],
    folder,
    { ...none, ...given },
  );
  return { exitCode, output: stdout + stderr };
}

describe('https', () => {
  test.for<readonly [string, () => readonly string[], number, RegExp]>([
    [
      'by default needs a known authority',
      () => [],
      3,
      /its certificate is not trusted \(\w+\)\. .*--ca FILE.*--insecure/,
    ],
    ['trusts what --ca names', () => ['--ca', ca], 0, /matches 1 of/],
    ['trusts no other than --ca names', () => ['--ca', otherCa], 3, /not trusted/],
    ['trusts anybody with --insecure', () => ['--insecure'], 0, /matches 1 of/],
  ])('%s', async ([, args, exitCode, words]) => {
    await using front = await startFront({ certificate });
    const checked = await check(front.url, args());
    expect(checked.output).toMatch(words);
    expect(checked.exitCode).toBe(exitCode);
  });
});

interface Proxy extends Listening {
  /** What it was asked for. */
  readonly asked: string[];
}

/** A forward proxy: http as it is, https by CONNECT. */
async function startProxy(): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { hostname, port, pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const passed = request({ hostname, port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(passed);
  });
  server.on('connect', ({ url = '' }, client) => {
    asked.push(`CONNECT ${url}`);
    const [hostname = '', port] = url.split(':');
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  return { ...(await listen(server)), asked };
}

describe('a proxy', () => {
  test('of HTTP_PROXY gets every call, and NO_PROXY goes around it', async () => {
    await using front = await startFront();
    await using proxy = await startProxy();

    const through = await check(front.url, [], { HTTP_PROXY: proxy.url });
    expect(through).toMatchObject({ exitCode: 0 });
    expect(proxy.asked).toHaveLength(front.calls.length);
    expect(proxy.asked[0]).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/\?/);

    const before = proxy.asked.length;
    const around = await check(front.url, [], { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    expect(around).toMatchObject({ exitCode: 0 });
    expect(proxy.asked).toHaveLength(before);
  });

  test('of HTTPS_PROXY is a tunnel, with the certificates that the target needs', async () => {
    await using front = await startFront({ certificate });
    await using proxy = await startProxy();
    const checked = await check(front.url, ['--ca', ca], { HTTPS_PROXY: proxy.url });
    expect(checked.output).toMatch(/matches 1 of/);
    expect(proxy.asked[0]).toMatch(/^CONNECT 127\.0\.0\.1:\d+$/);
    expect(checked.exitCode).toBe(0);
  });

  test('that cannot be reached, or is none, is said', async () => {
    await using front = await startFront();
    expect(await check(front.url, [], { HTTP_PROXY: 'http://127.0.0.1:1' })).toEqual({
      exitCode: 3,
      output: expect.stringMatching(/Failed to reach "http:[^\n]*\n$/),
    });
    expect(await check(front.url, [], { HTTP_PROXY: 'http://me:secret@[' })).toEqual({
      exitCode: 2,
      output: expect.stringMatching(
        /^Failed to read HTTP_PROXY "http:\/\/\*\*\*@\[": it is not a URL[^\n]*\n$/,
      ),
    });
  });
});

test("a header of one's own is sent with every call, and struck out of everything that comes back", async () => {
  const secret = 'Bearer my+secret/token=';
  await using front: Front = await startFront({
    change: (answer, { headers, path }) => ({
      ...answer,
      headers: { ...answer.headers, 'x-echo': String(headers.authorization) },
      status: 400,
      body: JSON.stringify({
        RequestId: 'A',
        HostId: 'h',
        Code: 'Odd',
        Message: `you sent ${headers.authorization}, ${encodeURIComponent(String(headers.authorization))} and ${headers.authorization?.slice(7)} to ${path}`,
      }),
    }),
  });
  const formats = ['json', 'junit', 'html', 'markdown', 'sarif'];
  const files = formats.map((format) => join(folder, `header.${format}`));
  const reports = formats.flatMap((format, index) => ['--report', `${format}=${files[index]}`]);

  const { output, exitCode } = await check(front.url, ['--header', `Authorization: ${secret}`, ...reports]);

  expect(exitCode).toBe(1);
  expect(output).toMatch(/^ +Replay .* --header 'Authorization: …'$/m);
  expect(new Set(front.calls.map(({ headers }) => headers.authorization))).toEqual(new Set([secret]));
  const reported = files.map((file) => readFileSync(file, 'utf8'));
  for (const text of reported) expect(text).toMatch(/\*{3}|(?:&#42;){3}/);
  for (const text of [output, ...reported]) {
    expect(text).not.toMatch(/my(?:\+|%2B|&#43;|&#37;2B)secret/);
  }
});

test('a header whose value is a word of the API changes no verdict', async () => {
  await using front = await startFront();
  const words = ['X-A: example.com', 'X-B: live-bucket', 'X-C: application/json', 'X-D: RequestId'];
  const only = ['record-configs/*', 'answers/*', 'accepted/minimal'].flatMap((one) => ['--only', one]);
  const { output, exitCode } = await check(front.url, [
    ...words.flatMap((one) => ['--header', one]),
    ...only,
  ]);
  expect(output).not.toContain('✗');
  expect(exitCode).toBe(0);
});

test('a clock that differs by the Date header is said in one line', async () => {
  const dated = (seconds: number) =>
    startFront({
      change: (answer) => ({
        ...answer,
        headers: { ...answer.headers, date: new Date(Date.now() + seconds * 1000).toUTCString() },
      }),
    });
  await using ahead = await dated(3600);
  await using behind = await dated(-600);
  await using right = await dated(0);
  expect((await check(ahead.url)).output).toMatch(
    /^The clock of http:\S+ is (?:3599|3600|3601) s ahead of ours, by its Date header: .*$/m,
  );
  expect((await check(behind.url)).output).toMatch(
    /^The clock of http:\S+ is (?:599|600|601) s behind ours/m,
  );
  expect((await check(right.url)).output).not.toContain('The clock');
});
