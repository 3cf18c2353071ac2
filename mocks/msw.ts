/** The host inside a process or a page: MSW handlers, for `setupServer` and `setupWorker` alike. */
import { http, HttpResponse, type HttpHandler } from 'msw';
import { mswHost } from './faults/hosts.ts';
import { answerRequest } from './fetch.ts';
import type { Mock } from './mock.ts';

/** One handler for each endpoint of the contract; whatever is asked there is answered by the mock, errors included. */
export function createHandlers(mock: Mock): readonly HttpHandler[] {
  mock.hosts.attach(mswHost);
  return mock.endpoints.map((endpoint) =>
    http.all(`${endpoint}/*`, async ({ request }) => {
      try {
        return await answerRequest(mock, request, mswHost);
      } catch (error) {
        // Of a connection that was lost, or given up, MSW makes what `fetch` makes of one; other errors are ours.
        const isLost = error instanceof TypeError && error.cause !== undefined;
        if (isLost || request.signal.aborted) return HttpResponse.error();
        throw error;
      }
    }),
  );
}
