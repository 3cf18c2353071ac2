/** The host inside a process or a page: MSW handlers, for `setupServer` and `setupWorker` alike. */
import { http, type HttpHandler } from 'msw';
import type { Mock } from './mock.ts';

/** One handler for each endpoint of the contract; whatever is asked there is answered by the mock, errors included. */
export function createHandlers(mock: Mock): readonly HttpHandler[] {
  return mock.endpoints.map((endpoint) => http.all(`${endpoint}/*`, ({ request }) => mock.fetch(request)));
}
