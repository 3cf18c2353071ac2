/** Whether anybody answers at a target's address. */
import type { Operation } from '../../contract/operation/operation.ts';
import { printable } from '../../contract/text/printable.ts';
import type { CallResult } from './results/call-result.ts';
import type { RunOptions } from './run-options.ts';
import type { Session } from './session/session.ts';
import { StoppedError } from './session/stop.ts';

/**
 * The target cannot be reached at all.
 *
 *     const explain = (error: unknown): string =>
 *       error instanceof UnreachableError ? 'Nobody listens there.' : String(error);
 */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly code = 'ERR_UNREACHABLE';
}

/** Throws UnreachableError where nobody answers, and tells `onOddAnswer` where somebody else may. A run that is stopped meanwhile plays nothing, and says so. */
export async function assertReachable(session: Session, options: RunOptions, prefix: string): Promise<void> {
  const parsed = await reach(session, options, prefix).then(
    (result) => result.parsed,
    (error: unknown) => {
      if (error instanceof StoppedError) return undefined;
      throw error;
    },
  );
  if (parsed?.kind === 'silent')
    throw new UnreachableError(
      `Failed to reach "${session.target.name}": ${printable(parsed.reason).replace(/\.$/, '')}. ${session.target.wayOut ?? 'Start it, or correct its address.'}`,
    );
  if (parsed?.kind === 'broken') options.onOddAnswer?.(`status ${parsed.status}, ${parsed.reason}`);
}

/** Whether somebody answers, and with an answer that can be judged. */
export async function isReachable(session: Session, options: RunOptions, prefix: string): Promise<boolean> {
  const { parsed, verdict } = await reach(session, options, prefix);
  return parsed.kind !== 'silent' && verdict !== 'unjudged';
}

/** Between the attempts to reach a target. */
const reachPauseMs = 500;

/**
 * Ask for nothing in particular, which makes nothing, up to three times, and of more than one operation: a target may fall over
 * one of them. The first answer, whatever it says, or the last silence.
 */
async function reach(
  session: Session,
  { contract, operation }: RunOptions,
  prefix: string,
): Promise<CallResult> {
  const { anyAccount, accounts } = session.target;
  const context = { unique: `${prefix}-reach`, account: anyAccount ? `${prefix}-reach` : accounts[0] };
  const ask = async ({ name }: Operation): Promise<CallResult> =>
    session.call({ operation: name, parameters: {}, via: 'form', expect: [] }, context);
  const other = [...contract.values()].find(({ effect }) => effect?.kind !== 'create') ?? operation;
  let result = await ask(operation);
  for (const next of [operation, other]) {
    const { answer } = result;
    if (answer.kind !== 'silent' || answer.isUnsent === true) break;
    await session.sleep(reachPauseMs);
    result = await ask(next);
  }
  return result;
}
