/** A request as it came over the wire, and what a gateway reads from it before it looks at any operation. */
import type { CommonParameter } from '../../contract/operation/operation.ts';
import type { SignedRequest } from '../../contract/wire/signature.ts';
import type { Pair } from '../../contract/wire/parameters.ts';

/** A request as it came over the wire, for `mock.handle` and `mock.explain`. */
export interface WireRequest {
  readonly method: string;
  /** Path and query; an origin in front is allowed. */
  readonly url: string;
  /** Names in lower case. `host` as the client sent it, with its port: signatures cover it. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came; signatures cover it. A string stands for its UTF-8 bytes. */
  readonly body: Uint8Array | string;
  /** The body without its `content-encoding`, where the transport could take that off. */
  readonly decodedBody?: Uint8Array;
}

/** A request that was read. Nothing in it can make that fail: what is malformed is read as far as it goes. */
export class Received implements SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly Pair[];
  readonly form: readonly Pair[];
  readonly headers: WireRequest['headers'];
  readonly body: Uint8Array | string;
  /** Query first, then form, in the order sent; decoded, `+` as a space. */
  readonly pairs: readonly Pair[];
  /** Why the body was not read, where it is of another kind than a form; undefined where it was, and for an empty one. */
  readonly unread: string | undefined;
  /** Whether `Authorization` says that the request is signed by V3. */
  readonly isV3: boolean;
  private readonly commonParameters: readonly CommonParameter[];

  constructor(request: WireRequest, commonParameters: readonly CommonParameter[]) {
    const { path, query } = splitUrl(request.url);
    this.method = request.method.toUpperCase();
    this.path = path;
    this.query = readPairs(query);
    this.unread = unreadReason(request);
    this.form = this.unread === undefined ? formPairs(request) : [];
    this.headers = request.headers;
    this.body = request.body;
    this.pairs =
      this.form.length === 0
        ? this.query
        : this.query.length === 0
          ? this.form
          : this.query.concat(this.form);
    this.isV3 = this.headers['authorization']?.startsWith('ACS3-') === true;
    this.commonParameters = commonParameters;
  }

  /** A common parameter by the part it plays; from the parameters or from its header. Empty counts as absent. */
  common(role: string): string | undefined {
    if (this.isV3 && role === 'account') return credentialOf(this.headers['authorization'] ?? '');
    for (const parameter of this.commonParameters) {
      if (parameter.role !== role) continue;
      const { name, header } = parameter;
      const value = valueOf(this.pairs, name) ?? (header && this.headers[header]);
      return value === '' ? undefined : value;
    }
    return undefined;
  }
}

function valueOf(pairs: readonly Pair[], name: string): string | undefined {
  for (const pair of pairs) if (pair[0] === name) return pair[1];
  return undefined;
}

/** Read `name=value&name=value`, as `URLSearchParams` does but several times faster. */
export function readPairs(text: string): readonly Pair[] {
  if (text === '') return [];
  const pairs: Pair[] = [];
  const whole = text.toWellFormed();
  for (let start = 0; start < whole.length;) {
    const ampersand = whole.indexOf('&', start);
    const end = ampersand < 0 ? whole.length : ampersand;
    const equals = whole.indexOf('=', start);
    const isPair = equals >= 0 && equals < end;
    if (end > start)
      pairs.push([
        decode(whole.slice(start, isPair ? equals : end)),
        isPair ? decode(whole.slice(equals + 1, end)) : '',
      ]);
    start = end + 1;
  }
  return pairs;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!text.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Malformed escapes: URLSearchParams knows what is to become of them.
    return new URLSearchParams(`=${text}`).get('') ?? spaced;
  }
}

function splitUrl(url: string): { path: string; query: string } {
  const withoutOrigin = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const hash = withoutOrigin.indexOf('#');
  const beforeHash = hash < 0 ? withoutOrigin : withoutOrigin.slice(0, hash);
  const mark = beforeHash.indexOf('?');
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : beforeHash.slice(mark + 1) };
}

const decoder = new TextDecoder();

/** A body counts as a form unless it says that it is something else: some clients send no content type. */
function formPairs(request: WireRequest): readonly Pair[] {
  const body = request.decodedBody ?? request.body;
  if (body.length === 0) return [];
  return readPairs(typeof body === 'string' ? body : decoder.decode(body));
}

const formType = 'application/x-www-form-urlencoded';

/** The reason not to read a body as a form, in one sentence. */
function unreadReason({ headers, body, decodedBody }: WireRequest): string | undefined {
  if (body.length === 0) return undefined;
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity' && !decodedBody)
    return `The body was not read: its encoding "${encoding}" is not known here, or not what the body is in. Send it plain.`;
  if (headers['content-type'] === formType) return undefined;
  const type = headers['content-type']?.trim().toLowerCase() ?? '';
  if (type === '' || type.startsWith(formType)) return undefined;
  return `The body was not read: it is "${type}". Send the parameters as application/x-www-form-urlencoded, or in the query.`;
}

/** The access key id of a V3 `Authorization` header. */
function credentialOf(authorization: string): string | undefined {
  return /[\s,]Credential=([^,\s]+)/.exec(authorization)?.[1];
}
