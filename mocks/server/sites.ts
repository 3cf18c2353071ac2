/** The mocks that one server serves: its own, and those of spaces. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminOptions } from '../admin/api.ts';
import { httpTransport } from '../faults/transports.ts';
import type { WireRequest } from '../gateway/request.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import type { Spaces } from '../spaces.ts';

export interface Site {
  readonly mock: AwaitedFetchMock;
  /** `base`: what was taken off the path, such as `/spaces/one`. */
  readonly serveAdmin: (request: IncomingMessage, response: ServerResponse, base: string) => Promise<void>;
}

export interface Sites {
  /** The site that a request is for, by its head. Throws SpaceError. */
  find(request: RequestHead): FoundSite;
  /** The site of a request that names no space, by whoever calls. Throws SpaceError. */
  findByAccount(request: WireRequest): Site;
}

/** What of a request says which site it is for. */
export type RequestHead = Pick<IncomingMessage, 'url' | 'headers'>;

export interface FoundSite {
  readonly site: Site;
  /** Whether the request names a space. */
  readonly isNamed: boolean;
  /** What names the space in the path, such as `/spaces/one`; else empty. */
  readonly base: string;
  /** The address without it. */
  readonly url: string;
}

export interface SitesOptions {
  readonly spaces: Spaces | undefined;
  readonly serveAdmin: (mock: AwaitedFetchMock, admin: AdminOptions) => Site['serveAdmin'];
  readonly admin: AdminOptions;
}

const spaceHeader = 'x-understudy-space';

export function createSites(main: AwaitedFetchMock, { spaces, serveAdmin, admin }: SitesOptions): Sites {
  const known = new WeakMap<AwaitedFetchMock, Site>();
  const siteOf = (mock: AwaitedFetchMock): Site => {
    const found = known.get(mock);
    if (found) return found;
    mock.transports.attach(httpTransport);
    const site = { mock, serveAdmin: serveAdmin(mock, admin) };
    known.set(mock, site);
    return site;
  };
  const own = { mock: main, serveAdmin: serveAdmin(main, admin) };
  return {
    find(request) {
      const { headers } = request;
      const url = pathOf(request.url ?? '/');
      const space = spaces && findSpace(url, headers[spaceHeader]);
      if (!space) return { site: own, isNamed: false, base: '', url };
      const { name, base } = space;
      const rest = url.slice(base.length);
      return {
        site: siteOf(spaces.open(name)),
        isNamed: true,
        base,
        url: rest.startsWith('/') ? rest : `/${rest}`,
      };
    },
    findByAccount(request) {
      const account = main.accountOf(request);
      return account === 'anonymous' || !spaces ? own : siteOf(spaces.open(account));
    },
  };
}

/** Without an origin, which clients of a proxy put in front. */
function pathOf(url: string): string {
  if (url.startsWith('/')) return url;
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('?') ? `/${path}` : path || '/';
}

/** By a header, or by the start of the path, which is its base; of both the path counts. */
function findSpace(
  url: string,
  header: string | readonly string[] | undefined,
): { readonly name: string; readonly base: string } | undefined {
  const found = url.startsWith('/spaces/') ? /^\/spaces\/([^/?]*)/.exec(url) : null;
  if (found) return { name: found[1] ?? '', base: found[0] };
  return typeof header === 'string' ? { name: header, base: '' } : undefined;
}
