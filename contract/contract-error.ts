/**
 * A contract that cannot be read. Thrown while loading, never in the middle of a run.
 *
 *     try {
 *       loadContract('my-contract');
 *     } catch (error) {
 *       if (error instanceof ContractError) console.error(error.message, error.pointer);
 *     }
 */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code = 'ERR_CONTRACT';
  /** JSON pointer to the place in the document; empty for the whole of it. */
  readonly pointer: string;

  constructor(message: string, { pointer = '', cause }: { pointer?: string; cause?: unknown } = {}) {
    super(pointer === '' ? message : `${message} (at #${pointer})`, cause === undefined ? {} : { cause });
    this.pointer = pointer;
  }
}
