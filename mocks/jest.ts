/** Types of the matchers for jest: `import 'understudy/jest'` beside `expect.extend(matchers)`. */
import { matchers } from './matchers.ts';

export { matchers };

interface UnderstudyMatchers<R> {
  /** The answer, or the error that a client threw, refuses the call with this code. Await it: bodies are read asynchronously. */
  toBeRefusedWith(code: string): Promise<void>;
  /** The mock received a call of this operation, with these parameters among others. */
  toHaveReceived(operation: string, parameters?: Readonly<Record<string, unknown>>): R;
  /** A call was repeated, and at least this many milliseconds after the first one, by the mock's clock; 1 ms less is accepted. */
  toHaveRetriedAfter(milliseconds: number): R;
}

declare global {
  namespace jest {
    // Declaration merging needs the same type parameters as in jest.
    // oxlint-disable-next-line no-unused-vars
    interface Matchers<R, T = {}> extends UnderstudyMatchers<R> {}
  }
}
