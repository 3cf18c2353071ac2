/** Requests as users write them by hand: what is left out has a default, and what cannot be a request is refused. */
import { MisuseError } from '../../contract/text/misuse-error.ts';
import type { WireRequest } from './request.ts';

type Given = Readonly<Partial<Record<keyof WireRequest, unknown>>>;

/**
 * The same object where nothing is left out. Without headers there are none, without a body it is empty, and without a method it is
 * POST where there is a body, else GET. Throws MisuseError for what has no `url`, or a member of another type.
 */
export function wholeRequest(asked: unknown, verb: string): WireRequest {
  if (typeof asked !== 'object' || asked === null)
    throw misuse(
      verb,
      `it is ${nameOf(asked)}, and no request`,
      'Give an object like { method, url, headers, body }',
    );
  const given = asked as Given;
  const { method, url, headers = {}, body = '' } = given;
  if (typeof url !== 'string')
    throw misuse(
      verb,
      `its url is ${nameOf(url)}, and no text`,
      'Write its path and query, such as "/?Action=…"',
    );
  if (method !== undefined && typeof method !== 'string')
    throw misuse(verb, `its method is ${nameOf(method)}, and no text`, 'Write GET or POST');
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    throw misuse(
      verb,
      `its headers are ${nameOf(headers)}, and no plain object`,
      'Write them like { "content-type": "…" }; Object.fromEntries(headers) makes one of Headers',
    );
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw misuse(
      verb,
      `its body is ${nameOf(body)}, and neither text nor a Uint8Array`,
      'Write it as it is sent; mock.fetch and mock.explain take a Request',
    );
  const isWhole = method !== undefined && given.headers !== undefined && given.body !== undefined;
  if (isWhole) return asked as WireRequest; // each member was looked at
  const isEmpty = body.length === 0;
  return { ...asked, method: method ?? (isEmpty ? 'GET' : 'POST'), url, headers: { ...headers }, body };
}

function misuse(verb: string, problem: string, wayOut: string): MisuseError {
  return new MisuseError(`Failed to ${verb} a request: ${problem}. ${wayOut}.`);
}

/** `a number`, `undefined`, `a Headers`. */
function nameOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  const name = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}
