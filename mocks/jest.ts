/** Types of the matchers for jest: `import 'understudy/jest'` beside `expect.extend(matchers)`. */
import { matchers } from './matchers.ts';

export { matchers };

interface UnderstudyMatchers<R> {
  /** The answer, or what a client threw, refuses the call with this code. To be awaited: bodies are read later. */
  toBeRefusedWith(code: string): Promise<void>;
  /** The mock received a call of this operation, with these parameters among others. */
  toHaveReceived(operation: string, parameters?: Readonly<Record<string, unknown>>): R;
  /** A call came again, and not sooner than so many milliseconds after the first time, by the mock's clock; 1 ms less counts. */
  toHaveRetriedAfter(milliseconds: number): R;
}

declare global {
  namespace jest {
    // Merging needs the type parameters of jest's own.
    // oxlint-disable-next-line no-unused-vars
    interface Matchers<R, T = {}> extends UnderstudyMatchers<R> {}
  }
}
