/** A curl line as a call of the mock: for requests that somebody copied elsewhere. */
import type { SentRequest } from '../../../contract/wire/curl.ts';
import { percentEncode } from '../../../contract/wire/percent-encoding.ts';

/**
 * Read a command line for a POSIX shell. Scheme, host and port of its address are left out: the call goes to the mock.
 *
 * Throws Error for a line that is not one of curl, has no address, or has an option that would be sent otherwise.
 */
export function readCurlLine(line: string): SentRequest {
  const [program, ...words] = wordsOf(line.trim().replace(/^\$\s+/, ''));
  if (program !== 'curl')
    throw new Error('Failed to read the line: it does not begin with "curl". Copy a line of curl.');
  const read = readOptions(words);
  if (read.address === undefined)
    throw new Error('Failed to read the line: it has no address. Add the address.');
  const path = pathOf(read.address);
  const data = read.data.join('&');
  if (read.isGet) {
    const joined = data === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${data}`;
    return { method: read.method ?? 'GET', path: joined, headers: read.headers, body: '' };
  }
  const isForm = read.data.length > 0 && read.headers['content-type'] === undefined;
  return {
    method: read.method ?? (read.data.length > 0 ? 'POST' : 'GET'),
    path,
    headers: isForm ? { ...read.headers, 'content-type': 'application/x-www-form-urlencoded' } : read.headers,
    body: data,
  };
}

interface Read {
  readonly address: string | undefined;
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: readonly string[];
  readonly isGet: boolean;
}

type Option = (read: Read, value: string) => Read;

const addData: Option = (read, value) => {
  if (value.startsWith('@'))
    throw new Error(
      `Failed to read the line: "${value}" is a file, which a page cannot read. Put in what it holds.`,
    );
  return { ...read, data: [...read.data, value] };
};
const addRaw: Option = (read, value) => ({ ...read, data: [...read.data, value] });
const addEncoded: Option = (read, value) => {
  const at = value.indexOf('=');
  return at < 0
    ? addRaw(read, percentEncode(value))
    : addRaw(read, `${value.slice(0, at)}${at === 0 ? '' : '='}${percentEncode(value.slice(at + 1))}`);
};
const addHeader: Option = (read, value) => {
  const at = value.indexOf(':');
  const name = value.slice(0, at).trim().toLowerCase();
  // A page may not send these, and the mock needs none of them.
  if (at <= 0 || ['host', 'content-length', 'connection', 'user-agent'].includes(name)) return read;
  return { ...read, headers: { ...read.headers, [name]: value.slice(at + 1).trim() } };
};
const setMethod: Option = (read, value) => ({ ...read, method: value.toUpperCase() });
const setAddress: Option = (read, value) => ({ ...read, address: value });
const ignore: Option = (read) => read;

const withValue: Readonly<Record<string, Option>> = {
  '-X': setMethod,
  '--request': setMethod,
  '-H': addHeader,
  '--header': addHeader,
  '-d': addData,
  '--data': addData,
  '--data-ascii': addData,
  '--data-binary': addData,
  '--data-raw': addRaw,
  '--data-urlencode': addEncoded,
  '--url': setAddress,
  '-A': ignore,
  '--user-agent': ignore,
  '-o': ignore,
  '--output': ignore,
  '-m': ignore,
  '--max-time': ignore,
  '--connect-timeout': ignore,
  '-w': ignore,
  '--write-out': ignore,
};

const withoutValue: Readonly<Record<string, Option>> = {
  '-G': (read) => ({ ...read, isGet: true }),
  '--get': (read) => ({ ...read, isGet: true }),
  ...Object.fromEntries(
    ['-s', '--silent', '-S', '--show-error', '-i', '--include', '-v', '--verbose', '-k', '--insecure', '-L']
      .concat(['--location', '-f', '--fail', '--compressed', '--http1.1', '-#'])
      .map((name) => [name, ignore]),
  ),
};

function readOptions(words: readonly string[]): Read {
  let read: Read = { address: undefined, method: undefined, headers: {}, data: [], isGet: false };
  const left = words.flatMap(separated);
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [name = '', glued] =
      /^(-[a-zA-Z])(.+)$/.test(word) && withoutValue[word] === undefined
        ? [word.slice(0, 2), word.slice(2)]
        : word.startsWith('--') && word.includes('=')
          ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
          : [word, undefined];
    const option = withValue[name];
    const flag = withoutValue[word];
    if (option) read = option(read, glued ?? left.shift() ?? '');
    else if (flag) read = flag(read, '');
    else if (!word.startsWith('-')) read = setAddress(read, word);
    else throw new Error(`Failed to read the line: "${word}" is not understood here. Leave it out.`);
  }
  return read;
}

/** Short options without a value may be written together, the last of them with a value: `-sSd A=1` is `-s -S -d A=1`. */
function separated(word: string): readonly string[] {
  const first = word.slice(0, 2);
  const isCluster = /^-[a-zA-Z#]./.test(word) && withoutValue[word] === undefined;
  return isCluster && withoutValue[first] ? [first, ...separated(`-${word.slice(2)}`)] : [word];
}

function pathOf(address: string): string {
  const path = address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[^/?#]*/, '')
    .replace(/#.*$/s, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** The words of a shell line: quotes of each kind, `$'…'`, and backslashes, also before the end of a line. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  const piece = /\s+|\\\r?\n|\\(.)|'([^']*)'|\$'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s\\'"$]+|\$)/gsy;
  let word: string | undefined;
  let end = 0;
  for (const match of line.matchAll(piece)) {
    end = match.index + match[0].length;
    const [whole, escaped, single, ansi, double, plain] = match;
    if (/^\\\r?\n$/.test(whole)) continue;
    if (/^\s+$/.test(whole)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word =
      (word ?? '') +
      (escaped ??
        single ??
        (ansi === undefined ? undefined : unescaped(ansi)) ??
        double?.replaceAll(/\\([\\"$`])/g, '$1') ??
        plain ??
        '');
  }
  if (end < line.length)
    throw new Error('Failed to read the line: a quotation mark in it has no partner. Copy the whole line.');
  return word === undefined ? words : [...words, word];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  const escape = /\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2})|(.))/gs;
  return text.replaceAll(escape, (_, long?: string, short?: string, letter?: string) => {
    const digits = long ?? short;
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
    return escapes[letter ?? ''] ?? letter ?? '';
  });
}
