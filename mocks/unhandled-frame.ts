/** What becomes of a request that no mock answers. */
import type { UnhandledFrameHandle } from 'msw';
import { MisuseError } from '../contract/text/misuse-error.ts';

/** Throws MisuseError for a word that MSW would take for no word at all. `doing`: such as `create a test`. */
export function assertUnhandledFrame(doing: string, given: UnhandledFrameHandle): void {
  if (typeof given === 'function' || ['error', 'warn', 'bypass'].includes(given)) return;
  throw new MisuseError(
    `Failed to ${doing} with onUnhandledFrame "${String(given)}": it is not known. Use error, warn, bypass or a function.`,
  );
}
