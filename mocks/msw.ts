/** The transport inside a process or a page: MSW handlers, for `setupServer` and `setupWorker` alike. */
import { http, HttpResponse, type HttpHandler } from 'msw';
import { mswTransport } from './faults/transports.ts';
import { answerRequest } from './fetch.ts';
import type { AwaitedFetchMock } from './mock.ts';

/** One handler for each endpoint of the contract; whatever is asked there is answered by the mock, errors included. */
export function createHandlers(mock: AwaitedFetchMock): readonly HttpHandler[] {
  mock.transports.attach(mswTransport);
  return mock.endpoints.map((endpoint) =>
    http.all(`${endpoint}/*`, async ({ request }) => {
      try {
        return await answerRequest(mock, request, mswTransport);
      } catch (error) {
        // Of a connection that was lost, or given up, MSW makes what `fetch` makes of one; other errors are ours.
        const isLost = error instanceof TypeError && error.cause !== undefined;
        if (isLost || request.signal.aborted) return HttpResponse.error();
        throw error;
      }
    }),
  );
}
