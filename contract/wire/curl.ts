/** HTTP requests as curl commands. */
import { printable } from '../text/printable.ts';
import { percentEncode } from './percent-encoding.ts';

export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One line for a POSIX shell that sends the call to `origin`, of which only scheme, host and port are used. The bytes of path
 * and body are those of the call; what curl does by itself (POST, the type of a form) is not written.
 */
export function toCurl(origin: string, { method, path, headers, body }: SentRequest): string {
  const hasData = method !== 'GET' || body !== '';
  const others = Object.entries(headers).filter(([name, value]) => !hasData || !isFormType(name, value));
  const isForm = others.length < Object.keys(headers).length;
  const words = [
    'curl',
    ...(method === (hasData ? 'POST' : 'GET') ? [] : ['-X', method]),
    new URL(origin).origin + path,
    ...others.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(hasData ? dataOf(body, isForm) : []),
  ];
  return words.map(quoteForShell).join(' ');
}

/** As curl names its data. UTF-8 is what is sent in any case. */
function isFormType(name: string, value: string): boolean {
  return (
    name.toLowerCase() === 'content-type' &&
    /^application\/x-www-form-urlencoded(?:;\s*charset=utf-8)?$/i.test(value)
  );
}

/** The pairs of a form one by one, each as readable as it can be; any other body in one piece. */
function dataOf(body: string, isForm: boolean): readonly string[] {
  const pairs = body.split('&');
  // curl would not write the `&` before or after nothing.
  if (pairs.length > 1 && (!isForm || pairs.includes(''))) return ['--data-raw', body];
  return pairs.flatMap((pair) => {
    const readable = asReadable(pair);
    if (readable !== undefined) return ['--data-urlencode', readable];
    return [pair.startsWith('@') ? '--data-raw' : '-d', pair];
  });
}

/**
 * A pair that curl escapes itself, with its value as it is meant; undefined where it would escape it otherwise, where nothing is
 * escaped, and for text that hides or changes on its way through a terminal.
 */
function asReadable(pair: string): string | undefined {
  const [, name = '', value = ''] = /^([\w.-]+)=(.*%.*)$/.exec(pair) ?? [];
  const text = decode(value);
  // Some versions of curl write a space as `+`.
  if (text === '' || text.includes(' ') || percentEncode(text) !== value) return undefined;
  return printable(text) === text && text.normalize() === text ? `${name}=${text}` : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A shell word, quoted only if it has special characters. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word);
}
