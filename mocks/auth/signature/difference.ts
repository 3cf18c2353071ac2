/** Where two signed texts differ, in terms of the protocol: the parameter, header or line. */

export type SignedPart =
  | 'method'
  | 'path'
  | 'parameter'
  | 'header'
  | 'signed header list'
  | 'content hash'
  | 'algorithm'
  | 'hash of the canonical request'
  | 'separators';

export interface TextDifference {
  /** Index of the first different character, in UTF-16 units, the same in both texts. */
  readonly index: number;
  readonly part: SignedPart;
  /** Name of the parameter (decoded) or header. */
  readonly name?: string;
  readonly how: 'value' | 'only the server has it' | 'only the client has it' | 'order';
  /** Some characters of each text around `index`; empty where the text has ended. */
  readonly server: string;
  readonly client: string;
}

/**
 * Locate the first difference between what the server signed and what the client signed.
 *
 * Takes two strings to sign (V1 or V3) or two canonical requests. `undefined` if they are equal: then the secret or
 * the way of hashing differs, not the text.
 */
export function locateDifference(server: string, client: string): TextDifference | undefined {
  if (server === client) return undefined;
  const index = firstDifference(server, client);
  const excerpts = { server: excerpt(server, index), client: excerpt(client, index) };
  return { index, ...differingPart(splitSigned(server), splitSigned(client)), ...excerpts };
}

/** A named part of a signed text. */
interface Segment {
  readonly part: SignedPart;
  readonly name?: string;
  readonly text: string;
}

function differingPart(
  server: readonly Segment[],
  client: readonly Segment[],
): Pick<TextDifference, 'part' | 'name' | 'how'> {
  const at = Array.from({ length: Math.max(server.length, client.length) }).findIndex(
    (_, i) => server[i]?.text !== client[i]?.text,
  );
  const [ours, theirs] = [server[at], client[at]];
  if (ours && theirs && isSame(ours, theirs)) return { ...placeOf(ours), how: 'value' };
  if (ours && !client.some((segment) => isSame(segment, ours))) {
    return { ...placeOf(ours), how: 'only the server has it' };
  }
  if (theirs && !server.some((segment) => isSame(segment, theirs))) {
    return { ...placeOf(theirs), how: 'only the client has it' };
  }
  const place = ours ?? theirs;
  return place ? { ...placeOf(place), how: 'order' } : { part: 'separators', how: 'value' };
}

function isSame(a: Segment, b: Segment): boolean {
  return a.part === b.part && a.name === b.name;
}

function placeOf({ part, name }: Segment): Pick<TextDifference, 'part' | 'name'> {
  return { part, ...(name !== undefined && { name }) };
}

function splitSigned(text: string): readonly Segment[] {
  if (text.startsWith('ACS3-')) return splitStringToSignV3(text);
  return text.includes('\n') && !/^\w*&/.test(text) ? splitCanonicalRequest(text) : splitStringToSignV1(text);
}

function splitStringToSignV1(text: string): readonly Segment[] {
  const [method = '', path = '', ...query] = text.split('&');
  // In an encoded query `&` is %26 and `=` is %3D; a client that forgot to encode it signs the plain characters.
  const parameters = query.join('&').split(/%26|&/);
  return [
    { part: 'method', text: method },
    { part: 'path', text: path },
    ...parameters.map((parameter): Segment => {
      const name = decode(decode(parameter.split(/%3D|=/i, 1)[0] ?? ''));
      return { part: 'parameter', name, text: parameter };
    }),
  ];
}

function splitStringToSignV3(text: string): readonly Segment[] {
  const [algorithm = '', ...hash] = text.split('\n');
  return [
    { part: 'algorithm', text: algorithm },
    { part: 'hash of the canonical request', text: hash.join('\n') },
  ];
}

function splitCanonicalRequest(text: string): readonly Segment[] {
  const [method = '', path = '', query = '', ...rest] = text.split('\n');
  const end = rest.findIndex((line) => !line.includes(':'));
  const headers = rest.slice(0, end);
  const [list = '', ...hash] = rest.slice(rest[end] === '' ? end + 1 : end);
  const parameters = query === '' ? [] : query.split('&');
  return [
    { part: 'method', text: method },
    { part: 'path', text: path },
    ...parameters.map((parameter): Segment => {
      return { part: 'parameter', name: decode(parameter.split('=', 1)[0] ?? ''), text: parameter };
    }),
    ...headers.map((line): Segment => {
      return { part: 'header', name: line.split(':', 1)[0] ?? '', text: line };
    }),
    { part: 'signed header list', text: list },
    { part: 'content hash', text: hash.join('\n') },
  ];
}

/** Percent-decode for display; malformed text is returned unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return index;
}

function excerpt(text: string, index: number): string {
  return text.slice(Math.max(0, index - 20), index + 20);
}
