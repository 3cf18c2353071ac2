/** A request as it came over the wire, and what a gateway reads from it before it looks at any operation. */
import type { CommonParameter } from '../../contract/operation/operation.ts';
import type { SignedRequest } from '../../contract/wire/signature.ts';
import type { Pair } from '../../contract/wire/parameters.ts';
import { PairReader, type SentPairs } from './pair-reader.ts';

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
  readonly headers: WireRequest['headers'];
  readonly body: Uint8Array | string;
  /** Why the body was not read, where it is of another kind than a form; undefined where it was, and for an empty one. */
  readonly unread: string | undefined;
  /** Whether `Authorization` says that the request is signed by V3. */
  readonly isV3: boolean;
  private readonly commonParameters: readonly CommonParameter[];
  /** Those of the query first, then those of the form. */
  readonly sent: SentPairs;

  constructor(
    request: WireRequest,
    commonParameters: readonly CommonParameter[],
    reader = new PairReader(commonParameters),
  ) {
    const { method, url, headers } = request;
    // To write a method in upper case takes longer than to see that it is.
    this.method = method === 'POST' ? method : method.toUpperCase();
    const isPlain = (url === '/' || url.startsWith('/?')) && !url.includes('#');
    const [path, query] = isPlain ? ['/', url.slice(2)] : splitUrl(url);
    this.path = path;
    this.headers = headers;
    this.body = request.body;
    this.unread = unreadReason(request);
    this.isV3 = headers['authorization']?.startsWith('ACS3-') === true;
    this.commonParameters = commonParameters;
    this.sent = reader.read(query, this.unread === undefined ? formOf(request) : '');
  }

  get query(): readonly Pair[] {
    return pairsOf(this.sent, 0, this.sent.inQuery);
  }

  get form(): readonly Pair[] {
    return pairsOf(this.sent, this.sent.inQuery);
  }

  /** Query first, then form, in the order sent; decoded, `+` as a space. */
  get pairs(): readonly Pair[] {
    return pairsOf(this.sent, 0);
  }

  /** A common parameter by the part it plays; from the parameters or from its header. Empty counts as absent. */
  common(role: string): string | undefined {
    if (this.isV3 && role === 'account') return credentialOf(this.headers['authorization'] ?? '');
    const { commonParameters, sent } = this;
    for (let index = 0; index < commonParameters.length; index += 1) {
      const parameter = commonParameters[index];
      if (parameter?.role !== role) continue;
      const header = parameter.header && this.headers[parameter.header];
      // Signed by V3, what the call is for stands in headers; a parameter of that name is one of the operation.
      const value = this.isV3 ? (header ?? sent.common[index]) : (sent.common[index] ?? header);
      return value === '' ? undefined : value;
    }
    return undefined;
  }
}

function pairsOf({ names, values }: SentPairs, from: number, to?: number): readonly Pair[] {
  return names.slice(from, to).map((name, index) => [name, values[from + index] ?? '']);
}

function splitUrl(url: string): readonly [path: string, query: string] {
  const [target = ''] = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('#', 1);
  const mark = target.indexOf('?');
  return mark < 0 ? [target || '/', ''] : [target.slice(0, mark) || '/', target.slice(mark + 1)];
}

const decoder = new TextDecoder();

/** A body counts as a form unless it says that it is something else: some clients send no content type. */
function formOf(request: WireRequest): string {
  const body = request.decodedBody ?? request.body;
  return typeof body === 'string' ? body : decoder.decode(body);
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
