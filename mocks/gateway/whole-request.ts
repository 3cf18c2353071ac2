/** Requests as users write them by hand: what is left out has a default, and what cannot be a request is refused. */
import { MisuseError } from '../../contract/text/misuse-error.ts';
import type { WireRequest } from './request.ts';

/**
 * The same object where nothing is left out. Without headers there are none, without a body it is empty, and without a method it is
 * POST where there is a body, else GET. Throws MisuseError for what has no `url`, or a member of another type.
 */
export function wholeRequest(asked: unknown, verb: string): WireRequest {
  const given = typeof asked === 'object' && asked !== null ? asked : {};
  const flaw = flawOf(given);
  if (flaw !== undefined)
    throw new MisuseError(
      `Failed to ${verb} a request: ${flaw}. Write it like { method: 'POST', url: '/?Action=…', headers: {}, body: 'a=b' }.`,
    );
  const request = given as Partial<WireRequest> & Pick<WireRequest, 'url'>; // each member was looked at
  const { method, headers, body = '' } = request;
  if (method !== undefined && headers !== undefined && request.body !== undefined)
    return request as WireRequest;
  return {
    ...request,
    method: method ?? (body.length === 0 ? 'GET' : 'POST'),
    headers: { ...headers },
    body,
  };
}

function flawOf(given: Readonly<Partial<Record<keyof WireRequest, unknown>>>): string | undefined {
  const { method = '', url, headers = {}, body = '' } = given;
  if (typeof url !== 'string') return '"url" is not a text';
  if (typeof method !== 'string') return '"method" is not a text';
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    return '"headers" is not a plain object';
  return typeof body === 'string' || body instanceof Uint8Array
    ? undefined
    : '"body" is neither a text nor a Uint8Array';
}
