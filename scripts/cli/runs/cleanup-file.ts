/** The cleanup file: records that a run created on a target, kept on disk until they are removed. */
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { namesRecord, type Removal } from '../../../conformance/run/session/created-resources.ts';
import { reasonOf } from '../../../contract/text/reason.ts';
import type { Contract } from '../../../contract/contract.ts';
import { isArray, isObject } from '../../../contract/json.ts';
import { success, type Step } from '../../../scenarios/scenario/scenario.ts';
import { UsageError } from '../exit.ts';

export interface CleanupFile {
  /** The target, as the command line names it, without a password. */
  readonly target: string;
  readonly removals: readonly Removal[];
}

/**
 * Writes the list synchronously and atomically at every change, since the process may be killed. When it is empty, the file
 * is removed. Entries of an earlier run stay on the list.
 *
 * Throws UsageError, before anything is sent, for a list of another target, and for a folder that cannot be written to.
 */
export function keepCleanupFile(file: string, target: string): (remaining: readonly Removal[]) => void {
  const earlier = existsSync(file) ? readCleanupFile(file, readText(file)) : undefined;
  if (earlier && earlier.target !== target)
    throw new UsageError(
      `Failed to use --cleanup-file "${file}": it lists what is to be removed from ${earlier.target}. Name another file, or run "understudy cleanup ${file}" first.`,
    );
  if (!canHoldFiles(dirname(file)))
    throw new UsageError(
      `Failed to use --cleanup-file "${file}": there is no folder "${dirname(file)}" that can be written to. Make it, or name another file.`,
    );
  return (remaining) => writeCleanupFile(file, target, [...(earlier?.removals ?? []), ...remaining]);
}

function canHoldFiles(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Replaces the file atomically; removes it when the list is empty. */
export function writeCleanupFile(file: string, target: string, removals: readonly Removal[]): void {
  if (removals.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  const next = `${file}.${process.pid}.tmp`;
  writeFileSync(next, `${JSON.stringify({ target, removals } satisfies CleanupFile, null, 2)}\n`);
  renameSync(next, file);
}

/** Throws UsageError for a file that cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Failed to read "${file}": ${reasonOf(cause)}. Correct the path.`, { cause });
  }
}

/** Throws UsageError for a file that `keepCleanupFile` did not write. Only targets, names and values are read from it. */
export function readCleanupFile(file: string, content: string): CleanupFile {
  const refuse = (what: string): UsageError =>
    new UsageError(`Failed to read "${file}": ${what}. Name a file that a run left.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw refuse('it is not JSON');
  }
  const { target, removals } = isObject(parsed) ? parsed : {};
  if (typeof target !== 'string' || removals === undefined || !isArray(removals))
    throw refuse('it is not a list of created records');
  return { target, removals: removals.map((one, index) => readRemoval(one, `removal ${index + 1}`, refuse)) };
}

function readRemoval(one: unknown, where: string, refuse: (what: string) => UsageError): Removal {
  const { step, account } = isObject(one) ? one : {};
  const { operation, parameters } = isObject(step) ? step : {};
  if (typeof operation !== 'string' || operation === '') throw refuse(`${where} names no operation`);
  if (account !== undefined && !isText(account)) throw refuse(`the account of ${where} is not a text`);
  if (!isObject(parameters) || !Object.values(parameters).every(isText))
    throw refuse(`the parameters of ${where} are not a map of texts`);
  return {
    step: { operation, parameters: parameters as Step['parameters'], via: 'form', expect: [success] }, // looked at above
    account,
  };
}

/** Half of a character beyond the basic plane cannot be sent. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

/** Throws UsageError for a call on the list that is not the removal of one record. */
export function assertRemovals(file: string, { removals }: CleanupFile, contract: Contract): void {
  for (const { step } of removals) {
    const operation = contract.get(step.operation);
    const problem = !operation
      ? 'the contract has no such operation'
      : operation.effect?.kind !== 'remove'
        ? 'it removes nothing'
        : namesRecord(operation, Object.keys(step.parameters))
          ? undefined
          : `with parameters that do not name one record, which ${operation.effect.key.join(', ')} do`;
    if (problem !== undefined)
      throw new UsageError(
        `Failed to read "${file}": ${step.operation} is on the list, but ${problem}. Name a file that a run left.`,
      );
  }
}
