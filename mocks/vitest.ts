/** For tests with vitest: a mock for each test, behind one MSW server, and matchers for what it received. */
import type { UnhandledFrameHandle } from 'msw';
import { setupServer, type SetupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test, type TestAPI } from 'vitest';
import type { ContractTypes } from '../contract/contract-types.ts';
import type { BuiltInTypes } from '../contract/openapi/types.ts';
import { createMock, type Mock, type MockOptions } from './index.ts';
import { matchers, type MockMatchers } from './matchers.ts';
import { mockOptionNames } from './mock-options.ts';
import { refuseUnknownOptions } from '../contract/text/options.ts';
import { assertUnhandledFrame } from './unhandled-frame.ts';

/** Options of `createMockTest`: those of `createMock`, and where requests are intercepted. */
export interface MockTestOptions<Types extends ContractTypes = BuiltInTypes> extends MockOptions<Types> {
  /** A server that other handlers use too: of two in one process the last would hide the first. It has to listen. */
  readonly server?: SetupServer;
  /**
   * What becomes of a request that no mock answers: `error` (default) refuses it, so that nothing leaves the machine;
   * `warn` and `bypass` send it to where it goes, and a function is handed to MSW. Of several fixtures of one file, the first that
   * is set up decides.
   */
  readonly onUnhandledFrame?: UnhandledFrameHandle;
}

/** What a test gets beside what vitest gives it. */
export interface MockTestContext<Types extends ContractTypes = BuiltInTypes> {
  /** Answers whatever this test, and only this test, asks of the API. */
  readonly mock: Mock<Types>;
}

/**
 * The one server of a process. MSW intercepts what is global, so that of two servers each would hide the other, and the first
 * that closes would end interception for both; it listens as long as somebody needs it.
 */
const shared = createSharedServer();

function createSharedServer() {
  const server = setupServer();
  let users = 0;
  return {
    server,
    open(onUnhandledFrame: UnhandledFrameHandle): void {
      if (users === 0) server.listen({ onUnhandledFrame });
      users += 1;
    },
    close(): void {
      users -= 1;
      if (users === 0) server.close();
    },
  };
}

/**
 * Vitest's `test`, with a mock for each test. To be called at the top of a file, or inside a `describe`, whose tests it is for.
 *
 *     const test = createMockTest({ clock: 'virtual', seed: 1 });
 *
 *     test('begins with nothing', ({ mock }) => {
 *       expect(mock.state.collections()).toEqual([]);
 *     });
 *
 * Tests that run at the same time do not see each other's mock, as long as a test asks from within itself.
 */
export function createMockTest<Types extends ContractTypes = BuiltInTypes>(
  asked: MockTestOptions<Types> = {},
): TestAPI<MockTestContext<Types>> {
  refuseUnknownOptions<MockTestOptions<Types>>('create a test', asked, {
    ...mockOptionNames,
    credentials: true,
    persist: true,
    server: true,
    onUnhandledFrame: true,
  });
  const { server: given, onUnhandledFrame = 'error', ...options } = asked;
  assertUnhandledFrame('create a test', onUnhandledFrame);
  const server = given ?? shared.server;
  if (!given) {
    beforeAll(() => shared.open(onUnhandledFrame));
    afterAll(() => shared.close());
  }
  expect.extend(matchers);
  const mockTest = test.extend<MockTestContext<Types>>({
    // Vitest reads which fixtures this one wants from its first parameter, and wants it written like this.
    // oxlint-disable-next-line no-empty-pattern
    mock: async ({}, use) => use(createMock(options)),
  });
  // What happens inside a boundary finds the handlers that were added inside it.
  mockTest.aroundEach((runTest, { mock }) =>
    server.boundary(async () => {
      server.use(...mock.handlers);
      await runTest();
    })(),
  );
  return mockTest;
}

export { matchers };

declare module 'vitest' {
  // Merging needs the type parameters of vitest's own.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends MockMatchers<
    R,
    T
  > {}
}
