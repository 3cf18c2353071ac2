/** What the names of a run begin with. */
import { randomInt } from 'node:crypto';
import type { Target } from '../../targets/target.ts';

const digits = 6;

/**
 * On a target that remembers, new in every run: nothing is in the way that an earlier run left there. One of two thousand
 * million, so that two runs hardly ever meet. On a target that forgets, the same for the same seed.
 */
export function createPrefix({ persistent }: Pick<Target, 'persistent'>, seed: number): string {
  return persistent
    ? `us${randomInt(36 ** digits)
        .toString(36)
        .padStart(digits, '0')}`
    : `us${seed.toString(36)}`;
}
