/** Types of the matchers for jest: `import 'understudy/jest'` beside `expect.extend(matchers)`. */
import { matchers, type MockMatchers } from './matchers.ts';

export { matchers };

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends MockMatchers<R, T> {}
  }
}
