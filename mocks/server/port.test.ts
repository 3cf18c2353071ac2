import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findHolder } from './port.ts';

test.runIf(process.platform === 'linux').each(['127.0.0.1', '::'])(
  'names who listens on %s',
  async (host) => {
    expect(await findHolder(await listen(host))).toBe(`"node" (process ${process.pid})`);
  },
);

test('names nobody where nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');

  expect(await findHolder(port)).toBeUndefined();
});

test('names nobody for connections that outlive who listened', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  await once(server, 'connection');
  server.close();

  expect(await findHolder(port)).toBeUndefined();
});

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
