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
  const forget = (now: number): void => {
    for (const [nonce, expires] of used) {
      if (expires > now) return;
      used.delete(nonce);
    }
  };
  return {
    use(nonce, now, expires) {
      forget(now);
      if (used.has(nonce)) return false;
      used.set(nonce, expires);
      const [oldest] = used.size > mostNonces ? used.keys() : [];
      if (oldest !== undefined) used.delete(oldest);
      return true;
    },
    fork: () => createNonces(used),
    clear: () => used.clear(),
  };
}
