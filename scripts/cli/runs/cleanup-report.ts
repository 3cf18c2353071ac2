/** Text about records that a clean-up could not remove. */
import { printable } from '../../../contract/text/printable.ts';
import type { CleanUp, Remaining } from '../../../conformance/run/cleanup.ts';

/** Greatest number of reasons listed. */
const mostReasons = 5;

/** A line for each reason, with the number of its records. */
export function remainingLines(remaining: readonly Remaining[]): readonly string[] {
  const reasons = [...Map.groupBy(remaining, ({ reason }) => reason)];
  const rest = reasons.slice(mostReasons).reduce((sum, [, members]) => sum + members.length, 0);
  return [
    ...reasons
      .slice(0, mostReasons)
      .map(([reason, { length }]) => printable(`${records(length)} there: ${reason}`)),
    ...(rest === 0 ? [] : [`${records(rest)} there for other reasons`]),
  ];
}

/** What to do about what a run could not remove; undefined where nothing is left. `file` holds the list, `command` removes by it. */
export function cleanUpNote(
  { remaining }: CleanUp,
  {
    target,
    prefix,
    file,
    command,
  }: { target: string; prefix: string; file: string | undefined; command: string | undefined },
): string | undefined {
  if (remaining.length === 0) return undefined;
  const isHopeless = remaining.every(({ isUnsupported }) => isUnsupported);
  const what = [`What the run made on ${target} could not all be removed.`, ...remainingLines(remaining)];
  const wayOut = isHopeless
    ? `Remove them by other means: their names begin with ${prefix}.`
    : file === undefined || command === undefined
      ? `Their names begin with ${prefix}.`
      : `They are listed in ${file}. Remove them with: ${command}`;
  return [...what, wayOut, ''].join('\n');
}

function records(count: number): string {
  return count === 1 ? '1 record may still be' : `${count} records may still be`;
}
