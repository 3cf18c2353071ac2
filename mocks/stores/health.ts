/** Whether a store works, and one line when it does no more and one when it does again. */

export interface Health {
  /** What failed last, such as a command; undefined where all is well. */
  readonly failed: string | undefined;
  lose(what: string, reason: string): void;
  /**
   * Something has succeeded. Only what failed, or a proof, shows that it is over: while a memory or a disk is full, most else goes
   * on.
   */
  find(what: string): void;
}

/** `shown`: the store, for what is said. `proofs`: what succeeds only where everything does, such as to write a record. */
export function createHealth(shown: string, say: (line: string) => void, proofs: readonly string[]): Health {
  let failed: string | undefined;
  return {
    get failed() {
      return failed;
    },
    lose(what, reason) {
      if (failed === undefined)
        say(
          `Lost the store "${shown}": ${reason.replace(/\.$/, '')}. Calls are refused until it works again.`,
        );
      failed = what;
    },
    find(what) {
      if (failed === undefined || (failed !== what && !proofs.includes(what))) return;
      failed = undefined;
      say(`The store "${shown}" works again.`);
    },
  };
}
