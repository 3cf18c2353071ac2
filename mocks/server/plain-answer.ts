/** Writes answers in one piece, byte for byte as `node:http` writes them. */
import type { Exchange } from '../engine/engine.ts';
import { dateHeader } from './send.ts';
import { STATUS_CODES } from './node-http.ts';

export interface WrittenAnswer {
  readonly whole: string;
  readonly encoding: 'latin1' | 'utf8';
}

/** Headers by which `node:http` decides how it writes the rest. */
const special: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'expect',
  'keep-alive',
  'trailer',
  'transfer-encoding',
]);

const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** What could end the line of a header is not in here. */
const printable = /^[\x20-\x7e]*$/;

const known = new Map<string, string>();
const mostKnown = 200;

/** The end of the line before a header, and the header up to its value; undefined where it is special. All answers have the same few. */
function startOf(name: string): string | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  if (special.has(name.toLowerCase()) || !token.test(name)) return undefined;
  const start = `\r\n${name}: `;
  if (known.size < mostKnown) known.set(name, start);
  return start;
}

/** The last lines of a head, for a connection that stays open so long, in milliseconds. */
export function keepAliveLines(longestMs: number): string {
  return `\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(longestMs / 1000)}\r\n\r\n`;
}

/** Undefined for an answer that is lost, that a fault spoils, or that has no body; and for headers that need a second look. */
export function writePlainAnswer(
  { at, answer, fault }: Exchange,
  keepAlive: string,
): WrittenAnswer | undefined {
  if (answer === undefined || fault) return undefined;
  const { status, headers, body } = answer;
  const reason = STATUS_CODES[status];
  if (reason === undefined || status < 200 || status === 204 || status === 304) return undefined;
  let head = `HTTP/1.1 ${status} ${reason}\r\ndate: ${dateHeader(at)}`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    const start = startOf(name);
    if (start === undefined || !printable.test(value)) return undefined;
    head += start + value;
  }
  const length = Buffer.byteLength(body);
  const whole = `${head}\r\ncontent-length: ${length}${keepAlive}${body}`;
  return { whole, encoding: length === body.length ? 'latin1' : 'utf8' };
}
