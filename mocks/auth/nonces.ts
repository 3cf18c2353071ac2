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
  // Nothing is forgotten before; looking for what is takes as long as the rest.
  let nextExpiry = -Infinity;
  const forget = (now: number): void => {
    for (const [nonce, expires] of used) {
      nextExpiry = expires;
      if (expires > now) return;
      used.delete(nonce);
    }
    nextExpiry = -Infinity;
  };
  return {
    use(nonce, now, expires) {
      if (now >= nextExpiry) forget(now);
      if (used.has(nonce)) return false;
      used.set(nonce, expires);
      if (used.size > mostNonces) {
        const [oldest = ''] = used.keys();
        used.delete(oldest);
      }
      return true;
    },
    fork: () => createNonces(used),
    clear() {
      used.clear();
      nextExpiry = -Infinity;
    },
  };
}
