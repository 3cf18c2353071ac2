/** Access to the admin API: from this machine, or with the token. */
import { refuseAdmin, type AdminAnswer, type AdminRequest } from './answer.ts';

export interface AdminAccess {
  /** Required as `Authorization: Bearer TOKEN` when set; requests with it are accepted from any address. */
  readonly token?: string | undefined;
}

/** The static files of the page, by path. They hold no data of the mock. */
export const pageFiles: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/inspector.js': 'inspector.js',
  '/inspector.css': 'inspector.css',
};

/** Paths that need no token. */
function isOpen({ method, path }: AdminRequest): boolean {
  return method === 'GET' && (path === '/health' || path in pageFiles);
}

/**
 * The refusal of a request without access; undefined for one with access.
 *
 * A page of another site has no access, although its browser runs on this machine: neither under
 * a host name pointed to this machine (Host is checked), nor by a form (Origin is checked).
 */
export function checkAccess(request: AdminRequest, { token }: AdminAccess): AdminAnswer | undefined {
  if (token === undefined) {
    if (!request.isLocal)
      return refuseAdmin(
        403,
        'it came from another machine. Start the server with --admin-token to allow that',
      );
    if (!isLoopback(hostnameOf(request.headers['host'] ?? '')))
      return refuseAdmin(
        403,
        `its host "${request.headers['host'] ?? ''}" is no name of this machine. Use 127.0.0.1 or localhost`,
      );
  }
  if (!isSameOrigin(request)) return refuseAdmin(403, 'a page of another site sent it');
  if (token === undefined || isOpen(request) || hasToken(request, token)) return undefined;
  return refuseAdmin(401, 'it lacks the token. Send it as "Authorization: Bearer TOKEN"', {
    'www-authenticate': 'Bearer',
  });
}

/** Whether no page of another site sent it. What only opens the page, as a link does, may come from any: it changes nothing. */
function isSameOrigin(request: AdminRequest): boolean {
  const { headers } = request;
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) return false;
  return site === undefined || site === 'same-origin' || site === 'none' || isOpen(request);
}

function hostnameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** Compares in constant time for tokens of one length. */
function hasToken({ headers }: AdminRequest, token: string): boolean {
  const sent = /^Bearer +(.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  let difference = sent.length ^ token.length;
  for (let index = 0; index < token.length; index += 1)
    difference |= token.charCodeAt(index) ^ sent.charCodeAt(index % Math.max(sent.length, 1));
  return difference === 0;
}
