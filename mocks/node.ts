/**
 * The host for tests in Node: what is sent to the contract's endpoints by `fetch` or `node:http` is answered by the mock.
 *
 * `setupServer` of msw lets a `fetch` go down to the socket and answers it there. Here it is answered where it is called, which
 * takes a fraction of the time; only what comes by `node:http` is answered at the socket.
 *
 * Tried with msw 3.0.5 and @mswjs/interceptors 0.45.12; `msw/experimental` may change with any version.
 */
/// <reference lib="esnext.disposable" preserve="true" />
import { refuseNonList, refuseNonObject, refuseUnknownOptions } from '../contract/text/options.ts';
import { FetchInterceptor } from '@mswjs/interceptors/fetch/web';
import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import type { HttpHandler } from 'msw/http';
import type { UnhandledFrameHandle } from 'msw';
import { assertUnhandledFrame } from './unhandled-frame.ts';

/** Options of `interceptRequests`. */
export interface InterceptionOptions {
  /** What becomes of a request to any other address: `error` (default), `warn`, `bypass`, or a function, as for `server.listen` of MSW. */
  readonly onUnhandledFrame?: UnhandledFrameHandle;
}

/** Requests reach the mock until it is closed; `using` closes it. */
export interface Interception extends Disposable {
  close(): void;
}

/**
 * Hand the mock every request of this process to one of the mock's endpoints, until it is closed.
 *
 * Only one thing at a time can intercept a process's requests: not beside `setupServer(...).listen()`.
 *
 *     const mock = createMock();
 *     using interception = interceptRequests(mock, { onUnhandledFrame: 'bypass' });
 */
export function interceptRequests(
  mock: { readonly handlers: readonly HttpHandler[] },
  options: InterceptionOptions = {},
): Interception {
  refuseUnknownOptions<InterceptionOptions>('intercept requests', options, { onUnhandledFrame: true });
  refuseNonObject('intercept requests', mock);
  refuseNonList('intercept requests without the handlers of a mock', mock.handlers);
  const { onUnhandledFrame = 'error' } = options;
  assertUnhandledFrame('intercept requests', onUnhandledFrame);
  // The same class as the one that msw is built against, out of another bundle, so that only its private members differ in type.
  const fetchInterceptor = new FetchInterceptor() as unknown as HttpRequestInterceptor;
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [fetchInterceptor, new HttpRequestInterceptor()] })],
    handlers: [...mock.handlers],
    onUnhandledFrame,
    context: { quiet: true },
  });
  network.enable();
  let isOpen = true;
  const close = (): void => {
    if (isOpen) network.disable();
    isOpen = false;
  };
  return { close, [Symbol.dispose]: close };
}
