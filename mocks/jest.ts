/** Types of the matchers for jest: `import 'understudy/jest'` beside `expect.extend(matchers)`. */
import { matchers, type MockMatchers } from './matchers.ts';

export { matchers };

// The global `expect` of @types/jest.
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends MockMatchers<R, T> {}
  }
}

// The `expect` of @jest/globals. Merging needs the type parameters of its own.
/** @ts-ignore Where jest is not installed, there is no such module. */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MockMatchers<R, T> {}
}
