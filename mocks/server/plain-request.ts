/**
 * Reads plain requests, as nearly all clients send them: `GET` or `POST`, whole in one piece, a body of ASCII and of the length that it
 * says.
 *
 * It reads a small part of HTTP, strictly: each request that it takes, `node:http` reads in the same way. That is what keeps a
 * second reader of HTTP safe, and a test holds it (`same-as-node.test.ts`). Whatever is doubtful is left to `node:http`.
 */
import { isAscii } from 'node:buffer';
import type { WireRequest } from '../gateway/request.ts';
import { ownText } from '../state/own-text.ts';

export interface PlainRequest extends WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** In bytes. Above these, limits of `node:http` are near. */
const longestHead = 8 * 1024;
const longestRequest = 64 * 1024;

const requestLine = /^(GET|POST) (\/[\x21-\x7e]*) HTTP\/1\.1\r\n/;

/** How many starts of lines are known, and of which length in characters. */
const mostStarts = 200;
const longestStart = 100;

/** The start of a header's line, up to its value. */
const lineStart = /([\w!#$%&'*+.^`|~-]+): ?/y;

/** A value without spaces around it. */
const lineRest = /[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\r\n/y;

const mostHeaders = 64;

/** Headers that say something about the connection, or about how the body is written; and the one that `node:http` keeps as a list. */
const special: ReadonlySet<string> = new Set([
  'content-encoding',
  'expect',
  'http2-settings',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** How a client starts the line of a header. */
interface LineStart {
  readonly text: string;
  /** In lower case. */
  readonly name: string;
  /** What came behind it the last time. */
  next: LineStart | undefined;
}

/** Reads the request that bytes are; undefined where they are not exactly one plain request. */
export function createPlainReader(): (bytes: Buffer) => PlainRequest | undefined {
  const readStart = createStartReader();
  return (bytes) => {
    if (bytes.length > longestRequest || !isAscii(bytes)) return undefined;
    const text = bytes.toString('latin1');
    const first = requestLine.exec(text);
    if (!first) return undefined;
    const [line, method = '', url = ''] = first;
    const headers: Record<string, string> = {};
    let start: LineStart | undefined;
    let at = line.length;
    for (let count = 0; count < mostHeaders; count += 1) {
      start = readStart(text, at, start);
      if (!start) break;
      const { name } = start;
      // Also a name that each object has, such as `constructor`.
      if (name in headers) return undefined;
      lineRest.lastIndex = at + start.text.length;
      if (!lineRest.test(text)) return undefined;
      headers[name] = text.slice(at + start.text.length, lineRest.lastIndex - 2);
      at = lineRest.lastIndex;
    }
    if (at > longestHead || !text.startsWith('\r\n', at) || !isPlain(headers)) return undefined;
    const body = text.slice(at + 2);
    return String(body.length) === (headers['content-length'] ?? '0')
      ? { method, url, headers, body }
      : undefined;
  };
}

/**
 * Reads the start of the line at a place in a text, but none of a special header. A client writes the same headers in the same order
 * each time: to compare the start that came behind the one before takes a fifth of the time that it takes to read one, and to find out
 * whose name it is.
 */
function createStartReader() {
  const known = new Map<string, LineStart>();
  let firstOfAll: LineStart | undefined;
  /** Undefined for a start that is not kept: one without a space behind its colon may be the beginning of another. */
  const keep = (text: string, name: string): LineStart | undefined => {
    if (text.length > longestStart || !text.endsWith(' ')) return undefined;
    if (known.size >= mostStarts) known.clear();
    const kept = { text: ownText(text), name: ownText(name), next: undefined };
    known.set(kept.text, kept);
    return kept;
  };
  return (text: string, at: number, before: LineStart | undefined): LineStart | undefined => {
    const expected = before ? before.next : firstOfAll;
    if (expected && text.startsWith(expected.text, at)) return expected;
    lineStart.lastIndex = at;
    const [read, name = ''] = lineStart.exec(text) ?? [];
    if (read === undefined || special.has(name.toLowerCase())) return undefined;
    const kept = known.get(read) ?? keep(read, name.toLowerCase());
    if (!kept) return { text: read, name: name.toLowerCase(), next: undefined };
    if (before) before.next = kept;
    else firstOfAll = kept;
    return kept;
  };
}

function isPlain(headers: Readonly<Record<string, string>>): boolean {
  const { host, connection } = headers;
  return host !== undefined && (connection === undefined || /^keep-alive$/i.test(connection));
}
