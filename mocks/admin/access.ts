/** Who may use the admin API: programs and people of this machine, or whoever has the token. */
import { refuseAdmin, type AdminAnswer, type AdminRequest } from './answer.ts';

export interface AdminAccess {
  /** Whoever has it may come from anywhere, as `Authorization: Bearer TOKEN`; nobody may come without. */
  readonly token?: string | undefined;
}

/** The files of the page, by path. The page is empty without the rest. */
export const pageFiles: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/inspector.js': 'inspector.js',
  '/inspector.css': 'inspector.css',
};

/** Whoever may call at all may have these without a token. */
function isOpen({ method, path }: AdminRequest): boolean {
  return method === 'GET' && (path === '/health' || path in pageFiles);
}

/**
 * The answer to a request that may not come in; undefined where it may.
 *
 * A page of another site must reach nothing here, even though the browser that shows it runs on this machine: neither under
 * a name of its own that it has pointed to this machine (the host is looked at), nor by a form that it sends (the origin is).
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

/** What a person follows as a link may come from anywhere: the page does nothing by being opened. */
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

/** Takes as long for every wrong token of one length. */
function hasToken({ headers }: AdminRequest, token: string): boolean {
  const sent = /^Bearer +(.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  let difference = sent.length ^ token.length;
  for (let index = 0; index < token.length; index += 1)
    difference |= token.charCodeAt(index) ^ sent.charCodeAt(index % Math.max(sent.length, 1));
  return difference === 0;
}
