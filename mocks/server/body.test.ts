import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createBodyReader } from './body.ts';

/** A server that answers each request with its body's length, or with why the body was not kept. */
async function start(mostHeld: number): Promise<() => Promise<Socket>> {
  const readBody = createBodyReader(mostHeld);
  const server = createServer((request, response) =>
    readBody(
      request,
      100,
      (body) => void response.end(typeof body === 'string' ? body : String(body.length)),
      () => undefined,
    ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1'); // a TCP server that listens has one
    socket.setEncoding('utf8').write('POST / HTTP/1.1\r\nHost: live\r\nContent-Length: 60\r\n\r\n');
    await new Promise((resolve) => void socket.write('x'.repeat(50), resolve));
    return socket;
  };
}

async function endOf(socket: Socket): Promise<string> {
  socket.write('y'.repeat(10));
  const [text] = (await once(socket, 'data')) as [string]; // its encoding is set
  return text.split('\r\n\r\n')[1] ?? '';
}

test('keeps no more of all bodies together than it may, and then again as much', async () => {
  const begin = await start(120);
  const [one, two, three] = [await begin(), await begin(), await begin()];

  // Which of them had no room is told by when their pieces were read.
  const answers = [await endOf(three), await endOf(two), await endOf(one)];
  expect(answers.toSorted()).toEqual(['60', '60', 'no-room']);
  expect(await endOf(await begin())).toBe('60');
});

test('a client that goes away leaves its room to others', async () => {
  const begin = await start(120);
  const [one, two] = [await begin(), await begin()];
  await new Promise((resolve) => setImmediate(resolve));
  for (const socket of [one, two]) socket.resetAndDestroy();

  await expect.poll(async () => endOf(await begin())).toBe('60');
});
