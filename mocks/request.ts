/** A request as it came over the wire, and what a gateway reads from it before it looks at any operation. */
import type { CommonParameter } from '../contract/operation.ts';
import type { Pair } from '../contract/wire.ts';

export interface WireRequest {
  readonly method: string;
  /** Path and query; an origin in front is allowed. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  /** Query first, then form, in the order sent; decoded, `+` as a space. */
  readonly pairs: readonly Pair[];
  /** A common parameter by the part it plays; from the parameters or from its header. */
  common(role: string): string | undefined;
  /** The access key id, or `anonymous`. */
  readonly account: string;
}

/** Read a request. Nothing in it can make this fail: what is malformed is read as far as it goes. */
export function readRequest(request: WireRequest, commonParameters: readonly CommonParameter[]): Received {
  const { path, query } = splitUrl(request.url);
  const pairs = [...new URLSearchParams(query), ...formPairs(request)];
  const common = (role: string): string | undefined => {
    const parameter = commonParameters.find((candidate) => candidate.role === role);
    if (!parameter) return undefined;
    const value =
      pairs.find(([name]) => name === parameter.name)?.[1] ??
      (parameter.header && request.headers[parameter.header]);
    return value === '' ? undefined : value;
  };
  return {
    method: request.method.toUpperCase(),
    path,
    pairs,
    common,
    account: signedBy(request) ?? common('account') ?? 'anonymous',
  };
}

function splitUrl(url: string): { path: string; query: string } {
  const [beforeHash = ''] = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('#', 1);
  const mark = beforeHash.indexOf('?');
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : beforeHash.slice(mark + 1) };
}

/** A body counts as a form unless it says that it is something else: some clients send no content type. */
function formPairs(request: WireRequest): Iterable<Pair> {
  const type = request.headers['content-type'] ?? '';
  if (request.body === '' || !(type === '' || type.startsWith('application/x-www-form-urlencoded')))
    return [];
  return new URLSearchParams(request.body);
}

/** The access key id of a V3 `Authorization` header. */
function signedBy(request: WireRequest): string | undefined {
  return /^ACS3-\S+ +Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1];
}
