/** What a command that is called in the process of the tests prints. */
import { afterEach, beforeEach, vi } from 'vitest';

export interface Printed {
  /** Since the test began, or since `clear`. */
  text(): string;
  clear(): void;
}

/** For all tests of a file: keep what goes to stdout to be read, and take back the exit code that a command sets. */
export function capturePrinted(): Printed {
  let printed = '';
  beforeEach(() => {
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  return {
    text: () => printed,
    clear: () => {
      printed = '';
    },
  };
}
