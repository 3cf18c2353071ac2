/** Options come from JavaScript as well as from typed code: a misspelt one would be ignored in silence. */
import { nearest } from '../../contract/text/nearest.ts';

/** Throws Error, with the nearest known name, for an option that nothing reads. `doing`: such as `create a mock`. */
export function refuseUnknownOptions(doing: string, given: object, known: readonly string[]): void {
  refuseNonObject(doing, given);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new Error(
    `Failed to ${doing}: there is no option "${stranger}". Did you mean "${nearest(stranger, known)}"?`,
  );
}

export function refuseNonObject(doing: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return;
  throw new Error(`Failed to ${doing}: its options are ${JSON.stringify(given)}. Give an object of options.`);
}
