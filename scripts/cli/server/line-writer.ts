/** Writes lines, those of a few milliseconds together. */
import type { Writable } from 'node:stream';

/** Lines wait for each other so long: to a pipe, each write takes as long as an answer. */
const longestDelayMs = 10;

/** In characters. Where nobody reads what was written, it is all held in memory. */
const mostWaiting = 8 * 1024 * 1024;

export interface LineWriter {
  readonly write: (line: string) => void;
  /** Write what waits, as before an exit. */
  readonly flush: () => void;
}

/** Leaves lines out while whoever reads them is behind; `leftOut` says in a line how many. */
export function createLineWriter(
  stream: Pick<Writable, 'write' | 'writableLength'>,
  leftOut: (count: number) => string,
): LineWriter {
  let waiting: string[] = [];
  let missing = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    if (stream.writableLength > mostWaiting) missing += waiting.length;
    else {
      const lines = missing === 0 ? waiting : [leftOut(missing), ...waiting];
      missing = 0;
      stream.write(`${lines.join('\n')}\n`);
    }
    waiting = [];
  };
  return {
    write(line) {
      waiting.push(line);
      timer ??= setTimeout(flush, longestDelayMs);
    },
    flush,
  };
}
