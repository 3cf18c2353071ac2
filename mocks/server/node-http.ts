/**
 * What the server calls of `node:http`.
 *
 * Not by `import`: for that, Node reads every export of the module, and one that is read loads the whole of its `fetch`, which is
 * an eighth of a start.
 */
import type { createServer as createTlsServer } from 'node:https';

export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');

/** For a server of https only: TLS takes longer to load than HTTP. */
export function nodeHttps(): { readonly createServer: typeof createTlsServer } {
  return process.getBuiltinModule('node:https');
}
