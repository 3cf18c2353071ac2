/** Turns: who may send when, so that a target is asked below its limit, and never more often than the user allows. */
import type { Operation } from '../../../contract/operation/operation.ts';
import type { TargetClock } from '../../targets/target.ts';

export interface Pace {
  /** Wait for one's turn; turns are handed out in the order of asking. Undefined where it is one's turn at once. */
  turn(operation: Operation, account: string | undefined): Promise<void> | undefined;
  /** Wait until several calls may be sent in one go, and keep the others away for as long as they count. */
  turnsAtOnce(operation: Operation, account: string | undefined): Promise<void>;
  /**
   * Make the time between two calls longer, up to four times: the target throttled one. Where several accounts were throttled
   * that send little each, they share one limit: from then on all of them keep below it together.
   */
  slowDown(account: string | undefined): void;
}

export interface PaceOptions {
  readonly clock: TargetClock;
  /** Calls a second, of all operations and accounts together; where it is left out, each account keeps below each operation's limit. */
  readonly rate: number | undefined;
  /** Whether each scenario has an account of its own, so that no limit is met. */
  readonly anyAccount: boolean;
  readonly signal: () => AbortSignal;
}

/** Longer than two windows of a second: after it, nothing that was sent before counts any more. */
export const settleMs = 2500;

const slowerBy = { factor: 1.25, most: 4 } as const;

/** So many accounts that are throttled share a limit: one may have met its own. */
const sharing = 3;

export function createPace({ clock, rate, anyAccount, signal }: PaceOptions): Pace {
  const nextAt = new Map<string, number>();
  const throttled = new Set<string | undefined>();
  let slowness = 1;
  /** Whether each account has a limit of its own, which no scenario meets. */
  const isFree = (): boolean => anyAccount && throttled.size < sharing;

  /** Whose turns are counted together: a limit is one account's, a rate that the user names is one for all calls. */
  const queueOf = ({ name }: Operation, account = ''): string =>
    rate === undefined ? JSON.stringify([anyAccount ? '' : account, name]) : '';

  const perSecond = (operation: Operation): number | undefined =>
    rate ?? (isFree() ? undefined : belowLimit(operation));

  const reserve = async (queue: string, waitMs: number, takesMs: number): Promise<void> => {
    const now = clock.now();
    const at = Math.max(now, nextAt.get(queue) ?? 0) + waitMs;
    nextAt.set(queue, at + takesMs);
    if (at > now) await clock.sleep(at - now, signal());
  };

  return {
    turn(operation, account) {
      const calls = perSecond(operation);
      return calls === undefined
        ? undefined
        : reserve(queueOf(operation, account), 0, Math.ceil(1000 / calls) * slowness);
    },
    async turnsAtOnce(operation, account) {
      if (rate !== undefined) await reserve(queueOf(operation, account), 1000, 1000);
      else if (!isFree()) await reserve(queueOf(operation, account), settleMs, settleMs);
    },
    slowDown(account) {
      throttled.add(account);
      slowness = Math.min(slowness * slowerBy.factor, slowerBy.most);
    },
  };
}

/** Five sixths of the limit of an operation, in calls a second, so that no scenario is throttled by others. */
function belowLimit({ rateLimit }: Operation): number | undefined {
  return rateLimit && (rateLimit.requests / rateLimit.perMs) * 1000 * (5 / 6);
}
