/** The transport inside a process or a page: MSW handlers, for `setupServer` and `setupWorker` alike. */
import { HttpHandler, HttpResponse } from 'msw/http';
import { mswTransport } from './faults/transports.ts';
import { answerRequest } from './fetch.ts';
import type { AwaitedFetchMock } from './mock.ts';

/**
 * One handler for each endpoint of the contract; whatever is asked there is answered by the mock, errors included.
 *
 *     const mock = createFetchMock({ contract: compileContract([document]) });
 *     const server = setupServer(...createHandlers(mock));
 */
export function createHandlers(mock: AwaitedFetchMock): readonly HttpHandler[] {
  mock.transports.attach(mswTransport);
  const resolve = async (request: Request): Promise<Response> => {
    try {
      return await answerRequest(mock, request, mswTransport);
    } catch (error) {
      // Of a connection that was lost, or given up, MSW makes what `fetch` makes of one; other errors are ours.
      const isLost = error instanceof TypeError && error.cause !== undefined;
      if (isLost || request.signal.aborted) return HttpResponse.error();
      throw error;
    }
  };
  return mock.endpoints.map((endpoint) => new EndpointHandler(endpoint, resolve));
}

type RunArguments = Parameters<HttpHandler['run']>[0];
type RunResult = ReturnType<HttpHandler['run']>;

/**
 * As `http.all(endpoint + '/*')`, in half the time: MSW copies each request before it asks a handler whether it is the one, and
 * to read a body of which there is a copy takes longer than to answer it. Nobody looks at that copy; what MSW logs is another.
 */
class EndpointHandler extends HttpHandler {
  readonly #prefix: string;
  readonly #resolve: (request: Request) => Promise<Response>;

  constructor(endpoint: string, resolve: (request: Request) => Promise<Response>) {
    super(/.+/, `${endpoint}/*`, ({ request }) => resolve(request));
    // As the URL of a Request is written.
    this.#prefix = new URL(`${endpoint}/`).href;
    this.#resolve = resolve;
  }

  override async run({ request, requestId }: RunArguments): RunResult {
    if (!request.url.startsWith(this.#prefix)) return null;
    this.isUsed = true;
    const response = await this.#resolve(request);
    const parsedResult = { match: { matches: true, params: {} }, cookies: {} };
    return { handler: this, request, requestId, response, parsedResult };
  }
}
