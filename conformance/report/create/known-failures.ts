/** Failures that are known: they still run, and must fail. */
import { isObject } from '../../../contract/json.ts';
import { globToRegExp } from '../../../scenarios/scenario/glob.ts';
import { conforms } from '../../run/judge/judge.ts';
import type { Undiagnosed } from './assemble.ts';

/** Scenarios that have to fail, and why. */
export interface KnownFailure {
  /** As written: a scenario id, `*` for any text, with an operation and a colon before it where only that one is meant. */
  readonly pattern: string;
  readonly reason: string;
}

/**
 * A list of known failures that cannot be read.
 *
 *     const explain = (error: unknown): string =>
 *       error instanceof KnownFailuresError ? error.message : String(error);
 */
export class KnownFailuresError extends Error {
  override readonly name = 'KnownFailuresError';
  readonly code = 'ERR_KNOWN_FAILURES';
}

/**
 * Read a map from scenario id to reason; messages name the `file` that it is from. Throws KnownFailuresError for anything else, and for an operation that `operations` lacks.
 *
 *     const contract = readContract();
 *     const operation = mainOperation(contract);
 *     const target = createHttpTarget('http://127.0.0.1:4010', { anyAccount: true });
 *     const run = await runConformance({ contract, operation, target, seed: 1 });
 *     const known = readKnownFailures({ 'delay-time/below-minimum': 'accepted until 2.0' }, [operation.name]);
 *     const report = createReport(run, { known });
 */
export function readKnownFailures(
  value: unknown,
  operations: readonly string[],
  file?: string,
): readonly KnownFailure[] {
  if (value === null || value === undefined) return [];
  if (!isObject(value))
    throw new KnownFailuresError(
      `Failed to read known failures${file === undefined ? '' : ` "${file}"`}: they are not a map. Write "scenario-id: reason" on each line.`,
    );
  return Object.entries(value).map(([pattern, reason]) => {
    // A number names a ticket at best, and nobody knows of which tracker.
    if (typeof reason !== 'string' || !/\p{L}/u.test(reason))
      throw new KnownFailuresError(
        `Failed to read known failure "${pattern}": it has no reason. Say why it fails, in words.`,
      );
    const { operation } = partsOf(pattern);
    if (operation !== undefined && !operations.includes(operation))
      throw new KnownFailuresError(
        `Failed to read known failure "${pattern}": there is no operation "${operation}". Name one of ${operations.join(', ')}.`,
      );
    return { pattern, reason };
  });
}

/** `operation:ids`, or `ids` alone: no id has a colon. */
export function partsOf(pattern: string): {
  readonly operation: string | undefined;
  readonly ids: string;
} {
  const [, operation, ids = ''] = /^(?:([^:]*):)?(.*)$/s.exec(pattern) ?? [];
  return { operation, ids };
}

/**
 * Mark the failures that are known. A known failure is stale where a scenario of it conforms, or where no scenario has
 * such an id; `allIds` are those of every scenario of the operation, whether it was chosen for this run or not.
 *
 *     const mark = (report: Report, known: readonly KnownFailure[]) =>
 *       markKnownFailures(report, known, report.scenarios.map(({ id }) => id));
 */
export function markKnownFailures(
  report: Undiagnosed,
  known: readonly KnownFailure[],
  allIds: readonly string[],
): Undiagnosed {
  if (known.length === 0) return report;
  const patterns = known.flatMap((one) => {
    const { operation, ids } = partsOf(one.pattern);
    const isMeant = operation === undefined || operation === report.contract.operation;
    return isMeant ? [{ ...one, matches: globToRegExp(ids) }] : [];
  });
  const reasonFor = (id: string): string | undefined =>
    patterns.find(({ matches }) => matches.test(id))?.reason;
  const stale = patterns.flatMap(({ pattern, matches }) => {
    if (!allIds.some((id) => matches.test(id))) return [{ pattern, problem: 'no scenario has such an id' }];
    const conforming = report.scenarios.find(({ id, verdict }) => matches.test(id) && conforms(verdict));
    return conforming ? [{ pattern, problem: `${conforming.id} conforms`, scenario: conforming.id }] : [];
  });
  return {
    ...report,
    failures: report.failures.map((failure) => {
      const reason = reasonFor(failure.id);
      return reason === undefined ? failure : { ...failure, known: reason, outcome: 'known-failure' };
    }),
    knownFailures: patterns.map(({ pattern, reason }) => ({ pattern, reason })),
    staleKnownFailures: stale,
  };
}
