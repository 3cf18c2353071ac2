/** A source that cannot be imported. The message is one sentence with the way out. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code = 'ERR_IMPORT';
}
