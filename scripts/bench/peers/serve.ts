/** A server of ../mutants over HTTP, on a port of its own. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from '../../mutants/reference/parts.ts';

export interface Served extends AsyncDisposable {
  readonly url: string;
  /** How many calls came for the operation. */
  readonly calls: () => number;
}

export interface ServeOptions {
  /**
   * Whether a call without an access key is given one of its own. A generator sends hundreds of calls in a second, and
   * would learn nothing but that 30 are allowed.
   */
  readonly accountEach: boolean;
}

export async function serve(fetch: Fetch, { accountEach }: ServeOptions): Promise<Served> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      if (url.searchParams.get('Action') !== null) calls += 1;
      if (accountEach && !url.searchParams.has('AccessKeyId'))
        url.search += `${url.search === '' ? '?' : '&'}AccessKeyId=call-${calls}`;
      const response = await fetch(await toRequest(incoming, url));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    };
    // A server that breaks closes the connection, as it would anywhere.
    answer().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function toRequest(incoming: IncomingMessage, url: URL): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set, so it is one
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD' && chunks.length > 0;
  return new Request(url, { method, headers, ...(hasBody && { body: Buffer.concat(chunks) }) });
}
