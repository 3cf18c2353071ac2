/**
 * Reads plain requests, as nearly all clients send them: `GET` or `POST`, whole in one piece, a body of ASCII and of the length that it
 * says.
 *
 * It reads a small part of HTTP, strictly: each request that it takes, `node:http` reads in the same way. That is what keeps a
 * second reader of HTTP safe, and a test holds it (`same-as-node.test.ts`). Whatever is doubtful is left to `node:http`.
 */
import { isAscii } from 'node:buffer';
import type { WireRequest } from '../gateway/request.ts';

export interface PlainRequest extends WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** In bytes. Above these, limits of `node:http` are near. */
const longestHead = 8 * 1024;
const longestRequest = 64 * 1024;

const requestLine = /^(GET|POST) (\/[\x21-\x7e]*) HTTP\/1\.1\r\n/;

/** A name, and a value without spaces around it. */
const headerLine = /([\w!#$%&'*+.^`|~-]+): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)\r\n/y;

const mostHeaders = 64;

/** Headers that say something about the connection, or about how the body is written. */
const special: ReadonlySet<string> = new Set([
  'content-encoding',
  'expect',
  'http2-settings',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The request that these bytes are; undefined where they are not exactly one plain request. */
export function readPlainRequest(bytes: Buffer): PlainRequest | undefined {
  if (bytes.length > longestRequest || !isAscii(bytes)) return undefined;
  const text = bytes.toString('latin1');
  const first = requestLine.exec(text);
  if (!first) return undefined;
  const [line, method = '', url = ''] = first;
  const headers: Record<string, string> = {};
  let at = line.length;
  for (let count = 0; count < mostHeaders; count += 1) {
    headerLine.lastIndex = at;
    const found = headerLine.exec(text);
    if (!found) break;
    const name = (found[1] ?? '').toLowerCase();
    // Also a name that each object has, such as `constructor`.
    if (special.has(name) || name in headers) return undefined;
    headers[name] = found[2] ?? '';
    at = headerLine.lastIndex;
  }
  if (at > longestHead || !text.startsWith('\r\n', at) || !isPlain(headers)) return undefined;
  const body = text.slice(at + 2);
  return String(body.length) === (headers['content-length'] ?? '0')
    ? { method, url, headers, body }
    : undefined;
}

function isPlain(headers: Readonly<Record<string, string>>): boolean {
  const { host, connection } = headers;
  return host !== undefined && (connection === undefined || /^keep-alive$/i.test(connection));
}
