/** The nonces of signed requests: each may be used once while its request could still be accepted. */

export interface Nonces {
  /** Atomic: whether the nonce is new; from then on it is used until `expires`. */
  use(nonce: string, now: number, expires: number): boolean | Promise<boolean>;
  /** A copy for dry runs. */
  fork(): Nonces;
  clear(): void | Promise<void>;
}

/** Nonces in memory: every method is synchronous. */
export interface PromptNonces extends Nonces {
  use(nonce: string, now: number, expires: number): boolean;
  fork(): PromptNonces;
  clear(): void;
}

/** Above this number the oldest are forgotten. Only callers with a valid secret can fill it. */
export const mostNonces = 500_000;

export function createNonces(known: Iterable<readonly [nonce: string, expires: number]> = []): PromptNonces {
  // In the order of use, so the oldest come first.
  const used = new Map(known);
  // One walk over all of them: a new one would have to step over all places at the start that have become empty.
  let walk = used.entries();
  let oldest: readonly [nonce: string, expires: number] | undefined;
  const findOldest = (): typeof oldest => {
    oldest ??= walk.next().value;
    if (oldest || used.size === 0) return oldest;
    walk = used.entries(); // a walk that has come to its end stays there
    return (oldest = walk.next().value);
  };
  const forget = ([nonce]: readonly [nonce: string, expires: number]): void => {
    used.delete(nonce);
    oldest = undefined;
  };
  return {
    use(nonce, now, expires) {
      for (let one = findOldest(); one && one[1] <= now; one = findOldest()) forget(one);
      if (used.has(nonce)) return false;
      used.set(nonce, expires);
      const first = used.size > mostNonces ? findOldest() : undefined;
      if (first) forget(first);
      return true;
    },
    fork: () => createNonces(used),
    clear() {
      used.clear();
      oldest = undefined;
    },
  };
}
