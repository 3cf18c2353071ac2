import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpTarget, type HttpTargetOptions } from './http.ts';
import type { Call, Target } from './target.ts';

const options: HttpTargetOptions = { anyAccount: false, allowHosts: [] };
const call: Call = {
  method: 'POST',
  path: '/?Action=Anything',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a=1',
};

const open: (Server | Target)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('closeAllConnections' in one) one.closeAllConnections();
    await one.close();
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
}

function reach(url: string, more: Partial<HttpTargetOptions> = {}): Target {
  const target = createHttpTarget(url, { ...options, ...more });
  open.push(target);
  return target;
}

test('takes a user with a percent sign that encodes nothing as it stands', async () => {
  let authorization: string | undefined;
  const url = await listen((request, response) => {
    ({ authorization } = request.headers);
    response.end('{}');
  });

  await reach(url.replace('//', '//ann%zz:100%@')).send(call);

  expect(authorization).toBe(`Basic ${btoa('ann%zz:100%')}`);
});

describe('whom it may call', () => {
  test.for(['http://127.0.0.1:4010', 'http://127.1.2.3', 'http://localhost:1', 'https://[::1]:4010'])(
    '%s is this machine, and may be overloaded',
    (url) => {
      expect(reach(url)).toMatchObject({ name: url, allowsOverload: true });
    },
  );

  test.for([
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0x7f.example.com',
    'http://192.168.0.1',
  ])('%s is another, and refused', (url) => {
    expect(() => reach(url)).toThrow(/would leave this machine\. Say --allow-host \S+ if they may\./);
  });

  test.for([
    'live.example.com',
    'LIVE.example.com',
    'live.example.com:8443',
    'https://live.example.com:8443/',
  ])('is allowed by %s', (allowed) => {
    expect(reach('https://Live.Example.com:8443', { allowHosts: [allowed] })).toBeDefined();
  });

  test.for(['live.example.com:443', 'example.com', 'live.example.com.evil.com'])(
    'is not allowed by %s',
    (allowed) => {
      expect(() => reach('https://live.example.com:8443', { allowHosts: [allowed] })).toThrow('--allow-host');
    },
  );

  test('a host that is allowed is not overloaded', () => {
    const target = reach('https://live.example.com', { allowHosts: ['live.example.com'] });
    expect(target).toMatchObject({ allowsOverload: false });
  });

  test.for(['live.example.com', 'ftp://127.0.0.1', ''])('%j is no URL of a server', (url) => {
    expect(() => reach(url)).toThrow('it is not an http or https URL. Write it like http://127.0.0.1:4010.');
  });
});

describe('an answer', () => {
  test('has a status, headers in lower case and a body', async () => {
    const url = await listen((request, response) => {
      request.resume().on('end', () => response.writeHead(418, { 'X-Odd': 'yes' }).end('tea 录'));
    });
    expect(await reach(url).send(call)).toMatchObject({
      kind: 'answered',
      status: 418,
      headers: { 'x-odd': 'yes' },
      body: 'tea 录',
    });
  });

  test('comes after what is said in advance', async () => {
    const url = await listen((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeProcessing();
      response.writeHead(201).end('made');
    });
    expect(await reach(url).send(call)).toMatchObject({ status: 201, body: 'made' });
  });

  test('is one text, in however many pieces it comes', async () => {
    const [first, second, third] = [Buffer.from('\uFEFF{"a":"'), Buffer.from('录'), Buffer.from('"}')];
    const url = await listen((_, response) => {
      response.write(Buffer.concat([first, second.subarray(0, 1)]));
      setImmediate(() => response.end(Buffer.concat([second.subarray(1), third])));
    });
    expect(await reach(url).send(call)).toMatchObject({ body: '{"a":"录"}' });
  });

  test('comes to the request as it was written', async () => {
    let received = '';
    const url = await listen((request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.toString()));
      request.on('end', () => {
        received = `${request.method} ${request.url} ${request.headers['content-type']} ${received}`;
        response.end();
      });
    });
    await reach(url).send(call);
    expect(received).toBe('POST /?Action=Anything application/x-www-form-urlencoded a=1');
  });

  test('is not taken from MSW, which listens in the same process', async () => {
    const url = await listen((_, response) => response.end('the server'));
    const interception = setupServer(http.all('*', () => HttpResponse.text('MSW')));
    interception.listen();
    try {
      expect(await reach(url).send(call)).toMatchObject({ body: 'the server' });
    } finally {
      interception.close();
    }
  });
});

describe('an answer is decoded', () => {
  const text = JSON.stringify({ RequestId: 'é'.repeat(3000) });
  const encodings: Readonly<Record<string, (body: string | Buffer) => Buffer>> = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    zstd: zstdCompressSync,
  };

  async function answer(encoding: string, body: Buffer) {
    const url = await listen((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    return reach(url).send(call);
  }

  test.for(Object.entries(encodings))('from %s', async ([encoding, encode]) => {
    expect(await answer(encoding, encode(text))).toMatchObject({ kind: 'answered', body: text });
    expect(await answer(`gzip, ${encoding.toUpperCase()}`, encode(gzipSync(text)))).toMatchObject({
      body: text,
    });
  });

  test('from deflate without its header', async () => {
    expect(await answer('deflate', deflateRawSync(text))).toMatchObject({ body: text });
  });

  test.for<readonly [string, string, Buffer]>([
    ['longer than 512 KiB', 'gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['not encoded as its Content-Encoding "br" says', 'br', Buffer.from(text)],
    ['is not a known one', 'lzma', Buffer.from(text)],
  ])('or says why not: %s', async ([problem, encoding, body]) => {
    expect(await answer(encoding, body)).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  test('and is not read to the end where there is none', async () => {
    let written = 0;
    const url = await listen((_, response) => {
      response.writeHead(200);
      const block = Buffer.alloc(64 * 1024, 'a');
      const pour = (): void => {
        while (!response.destroyed && response.write(block)) written += block.length;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await reach(url).send(call)).toMatchObject({
      problem: expect.stringContaining('longer than 512 KiB'),
    });
    expect(written).toBeLessThan(20_000_000);
  });
});

describe('the address', () => {
  test('gives its path and query to where curl finds it, and its user to every call', async () => {
    let received: string | undefined;
    const url = await listen((request, response) => {
      received = `${String(request.headers['x-own'])} ${request.headers.authorization}`;
      response.end('{"echo":"my own"}');
    });
    const { host } = new URL(url);
    const target = reach(`http://me:p%40ss@${host}/base/path?tenant=a`, { headers: { 'x-own': 'my own' } });
    expect(target.baseUrl).toBe(`http://${host}/base/path?tenant=a`);
    const answer = await target.send(call);
    expect(received).toBe(`my own Basic ${btoa('me:p@ss')}`);
    // Answers are judged as they come; what is sent with every call may be a secret to readers of reports.
    expect(answer).toMatchObject({ body: '{"echo":"my own"}' });
    expect(target.secrets).toContain('my own');
  });
});

describe('silence has a reason', () => {
  test('nobody listens', async () => {
    const url = await listen(() => undefined);
    const server = open.pop();
    await server?.close();
    const target = reach(url);
    expect(await target.send(call)).toEqual({
      kind: 'silent',
      reason: 'nobody listens there (ECONNREFUSED)',
      isAbsent: true,
      isUnsent: true,
    });
  });

  test('https is asked of a server of http', async () => {
    const url = await listen(() => undefined);
    const target = reach(url.replace('http:', 'https:'));
    expect(await target.send(call)).toEqual({
      kind: 'silent',
      reason: expect.stringMatching(/^what answers there is no https \(\w+\)$/),
      isAbsent: true,
      isUnsent: true,
    });
  });

  test('no answer in time', async () => {
    const url = await listen(() => undefined);
    const target = reach(url, { timeoutMs: 50 });
    expect(await target.send(call)).toEqual({ kind: 'silent', reason: 'no answer in time', isAbsent: true });
  });

  test('what waits for a connection until it is late is not sent any more', async () => {
    let received = 0;
    const url = await listen(() => void (received += 1));
    const target = reach(url, { timeoutMs: 100 });

    const answers = await Promise.all(Array.from({ length: 40 }, async () => target.send(call)));

    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['silent']));
    // A connection of its own would be made for it now.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(received).toBe(16);
  });

  test('a body that does not end', async () => {
    const url = await listen((_, response) => void response.writeHead(200).write('{"RequestId"'));
    const target = reach(url, { timeoutMs: 50 });
    expect(await target.send(call)).toEqual({ kind: 'silent', reason: 'no answer in time', isAbsent: true });
  });

  test('a body that drips for ever', async () => {
    const url = await listen((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const target = reach(url, { timeoutMs: 200 });
    expect(await target.send(call)).toEqual({ kind: 'silent', reason: 'no answer in time', isAbsent: true });
  });

  test.for<readonly [string, RequestListener]>([
    ['at once', (request) => request.socket.destroy()],
    ['with a reset', (request) => request.socket.resetAndDestroy()],
    [
      'in the middle of the body',
      (request, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ])('the connection is closed %s', async ([, listener]) => {
    const target = reach(await listen(listener));
    expect(await target.send(call)).toEqual({
      kind: 'silent',
      reason: 'the connection was closed without an answer',
    });
  });

  test('what answers does not speak HTTP', async () => {
    const url = await listen((request) => request.socket.end('hello\r\n\r\n'));
    expect(await reach(url).send(call)).toMatchObject({
      kind: 'silent',
      reason: expect.stringMatching(/\S/),
    });
  });
});

test('has a connection for each call once several were closed while they waited for the next', async () => {
  const used = new WeakSet<object>();
  const url = await listen((request, response) => {
    // As if it had been closed just before.
    if (used.has(request.socket)) return void request.socket.destroy();
    used.add(request.socket);
    response.end('{}');
  });
  const target = reach(url);
  const kinds: string[] = [];
  for (let count = 0; count < 60; count += 1) kinds.push((await target.send(call)).kind);

  expect(kinds.filter((kind) => kind === 'silent')).toHaveLength(3);
  expect(kinds.slice(-20)).not.toContain('silent');
});

test('a target that is closed is silent', async () => {
  const url = await listen((_, response) => response.end('{}'));
  const target = createHttpTarget(url, options);
  expect(await target.send(call)).toMatchObject({ kind: 'answered' });
  await target.close();
  expect(await target.send(call)).toMatchObject({ kind: 'silent' });
});
