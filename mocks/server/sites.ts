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
  /** The site that a request is for, by its head; where it names a space in its path, that is taken off. Throws SpaceError. */
  find(request: IncomingMessage): { readonly site: Site; readonly isNamed: boolean; readonly base: string };
  /** The site of a request that names no space, by whoever calls. Throws SpaceError. */
  findByAccount(request: WireRequest): Site;
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
  const own = { site: { mock: main, serveAdmin: serveAdmin(main, admin) }, isNamed: false, base: '' };
  return {
    find(request) {
      if (!spaces) return own;
      const { name, base } = takeSpace(request);
      return name === undefined ? own : { site: siteOf(spaces.open(name)), isNamed: true, base };
    },
    findByAccount(request) {
      const account = main.accountOf(request);
      return account === 'anonymous' || !spaces ? own.site : siteOf(spaces.open(account));
    },
  };
}

/** By a header, or by the start of the path, which is taken off; of both the path counts. */
function takeSpace(request: IncomingMessage): { readonly name: string | undefined; readonly base: string } {
  const { url = '' } = request;
  const header = request.headers[spaceHeader];
  const found = url.startsWith('/spaces/') ? /^\/spaces\/([^/?]*)(.*)$/s.exec(url) : null;
  if (!found) return { name: typeof header === 'string' ? header : undefined, base: '' };
  const [, name = '', rest = ''] = found;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  return { name, base: `/spaces/${name}` };
}
