/** Removing at the end of a run what it made, and saying what stays. */
import type { CallResult } from './results/call-result.ts';
import type { Removal } from './session/created-resources.ts';
import { describe } from './judge/describe.ts';
import type { Session } from './session/session.ts';
import { StoppedError } from './session/stop.ts';
import { strikerOf } from '../targets/secrets.ts';
import { stateError } from '../../scenarios/steps/related-operations.ts';

export interface CleanUp {
  /** Records that the target says are gone. */
  readonly removed: number;
  /** Records that are still there, or may be, and why. */
  readonly remaining: readonly Remaining[];
}

export interface Remaining {
  readonly removal: Removal;
  /** What the last attempt was answered with. */
  readonly reason: string;
  /** Whether the target does not have the operation that removes it: trying again changes nothing. */
  readonly isUnsupported: boolean;
}

export interface CleanUpOptions {
  /** Hears how many of all removals are done with. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Hears what is left after each removal. */
  readonly onRemaining?: (remaining: readonly Removal[]) => void;
}

/** Removals at a time. */
const lanes = 16;

/** Pauses before what failed is tried again. */
const pausesMs = [500, 2000] as const;

/** So many failures without one success, and no more is tried in a round. */
const mostInVain = 20;

/**
 * Make each removal, side by side, at the pace of the target; go on after a failure, and try what failed again. Records that
 * were made last go first: what others need stays until they are gone. Only an answer that says so counts as a removal.
 */
export async function removeAll(
  removals: readonly Removal[],
  session: Session,
  { onProgress, onRemaining }: CleanUpOptions = {},
): Promise<CleanUp> {
  const open = new Map<Removal, Remaining>(
    removals.map((removal) => [
      removal,
      { removal, reason: 'not tried, since the clean-up was stopped', isUnsupported: false },
    ]),
  );
  const total = removals.length;
  for (const pause of [0, ...pausesMs]) {
    if (pause > 0 && !(await slept(pause, session))) break;
    const tries = [...open.values()].filter(({ isUnsupported }) => !isUnsupported);
    if (tries.length === 0) break;
    const groups = Map.groupBy(tries, ({ removal }) => removal.step.operation);
    for (const group of [...groups.values()].toReversed())
      await removeSideBySide(group.toReversed(), open, session, () => {
        onProgress?.(total - open.size, total);
        onRemaining?.([...open.keys()]);
      });
  }
  const strike = strikerOf(session.target.secrets ?? []) ?? ((text: string) => text);
  const remaining = [...open.values()].map((one) => ({ ...one, reason: strike(one.reason) }));
  return { removed: total - open.size, remaining };
}

/** False where the clean-up was stopped meanwhile. */
async function slept(milliseconds: number, session: Session): Promise<boolean> {
  try {
    await session.sleep(milliseconds);
    return true;
  } catch (error) {
    if (error instanceof StoppedError) return false;
    throw error;
  }
}

/** Take from `open` what is gone. Nothing is thrown: a clean-up that is stopped leaves the rest open. */
async function removeSideBySide(
  tries: readonly Remaining[],
  open: Map<Removal, Remaining>,
  session: Session,
  onChange: () => void,
): Promise<void> {
  const queue = [...tries];
  let inVain = 0;
  let isUnsupported = false;
  const work = async (most: number): Promise<void> => {
    for (let made = 0; made < most; made += 1) {
      const next = queue.shift();
      if (!next) return;
      const { removal } = next;
      if (isUnsupported) {
        open.set(removal, { ...next, reason: unsupported(removal), isUnsupported });
        continue;
      }
      if (inVain >= mostInVain) return;
      const result = await remove(removal, session);
      if (!result) return;
      if (isGone(result)) {
        open.delete(removal);
        inVain = 0;
      } else {
        inVain += 1;
        isUnsupported ||= isUnknown(result);
        const reason = isUnsupported ? unsupported(removal) : `answered with ${describe(result.parsed)}`;
        open.set(removal, { removal, reason, isUnsupported });
      }
      onChange();
    }
  };
  // The first alone: a target that does not have the operation is asked once.
  await work(1);
  // Where time is moved instead of waited for, waits side by side would add up.
  const count = session.target.clock.virtual ? 1 : lanes;
  await Promise.all(Array.from({ length: count }, async () => work(tries.length)));
}

async function remove({ step, account }: Removal, session: Session): Promise<CallResult | undefined> {
  try {
    return await session.call(step, { unique: '', account });
  } catch (error) {
    if (error instanceof StoppedError) return undefined;
    throw error;
  }
}

/** A success, or the error that says that there is no such record. */
function isGone({ operation, parsed }: CallResult): boolean {
  if (parsed.kind === 'success') return true;
  return parsed.kind === 'error' && parsed.status < 500 && parsed.code === stateError(operation, 'present');
}

function isUnknown({ operation, parsed }: CallResult): boolean {
  return parsed.kind === 'error' && parsed.code === operation.errors.inRole('unknown-action').code;
}

function unsupported({ step }: Removal): string {
  return `the target does not have ${step.operation}`;
}
