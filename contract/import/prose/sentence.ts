/** A sentence of a source, and what it was read to state. */
export interface SentenceRead {
  readonly place: string;
  readonly text: string;
  /** The facts that it was read to state; empty for a sentence with something to read in it that was not read. */
  readonly facts: readonly string[];
}
