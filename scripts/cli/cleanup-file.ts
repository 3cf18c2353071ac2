/** What a run may leave on somebody else's endpoint, kept on disk until it is removed. */
import { rmSync, writeFileSync } from 'node:fs';
import type { Removal } from '../../conformance/run/created-resources.ts';
import { isArray, isObject } from '../../contract/json.ts';
import { UsageError } from './exit.ts';

export interface CleanupFile {
  /** The target, as the command line names it. */
  readonly target: string;
  readonly removals: readonly Removal[];
}

/** Write the list anew at every change, at once: the next moment may be the last. With nothing left, the file is gone. */
export function keepCleanupFile(file: string, target: string): (remaining: readonly Removal[]) => void {
  return (removals) => {
    if (removals.length === 0) rmSync(file, { force: true });
    else writeFileSync(file, `${JSON.stringify({ target, removals } satisfies CleanupFile, null, 2)}\n`);
  };
}

/** Throws UsageError for a file that `keepCleanupFile` did not write. */
export function readCleanupFile(file: string, content: string): CleanupFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (cause) {
    throw new UsageError(`Failed to read "${file}": it is no JSON. Name a file that a run left.`, { cause });
  }
  const removals = isObject(parsed) ? parsed['removals'] : undefined;
  const isRemoval = (one: unknown): boolean => isObject(one) && isObject(one['step']);
  if (
    isObject(parsed) &&
    typeof parsed['target'] === 'string' &&
    removals !== undefined &&
    isArray(removals) &&
    removals.every(isRemoval)
  ) {
    return parsed as unknown as CleanupFile; // its parts were looked at above
  }
  throw new UsageError(
    `Failed to read "${file}": it is no list of created records. Name a file that a run left.`,
  );
}
