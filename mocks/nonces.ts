/** The nonces of signed requests: each may be used once while its request could still be accepted. */

export interface Nonces {
  /** Whether the nonce is new; from then on it is used until `expires`. */
  use(nonce: string, now: number, expires: number): boolean;
  clear(): void;
}

export function createNonces(): Nonces {
  // In the order of use, so the oldest come first.
  const used = new Map<string, number>();
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
      return true;
    },
    clear: () => used.clear(),
  };
}
