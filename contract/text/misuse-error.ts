/**
 * Something was asked for that cannot be: an option that does not exist, a value that is malformed, or a place that cannot be used. Thrown
 * where it happens, in one sentence that says what is wrong and the way out.
 *
 *     try {
 *       createMock({ seed: 0.5 });
 *     } catch (error) {
 *       if (error instanceof MisuseError) console.error(error.code, error.message);
 *     }
 */
export class MisuseError extends Error {
  override readonly name = 'MisuseError';
  readonly code = 'ERR_MISUSE';
}
