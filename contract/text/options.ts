/** Options come from JavaScript as well as from typed code: a misspelt one would be ignored in silence. */
import { suggestion } from './nearest.ts';
import { MisuseError } from './misuse-error.ts';

/** Every member of an options object; the compiler finds one that is missing. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/** Throws MisuseError, with the nearest known name, for an option that nothing reads. `doing`: such as `create a mock`. */
export function refuseUnknownOptions<Options extends object>(
  doing: string,
  given: Options,
  known: OptionNames<Options>,
): void {
  refuseNonObject(doing, given);
  const names = Object.keys(known);
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger === undefined) return;
  throw new MisuseError(
    `Failed to ${doing}: there is no option "${stranger}". ${suggestion(stranger, names)}`,
  );
}

/** Throws MisuseError for anything but a list. */
export function refuseNonList(doing: string, given: unknown): void {
  if (!Array.isArray(given)) throw misuse(doing, given, 'a list');
}

/** Throws MisuseError for anything but a function. */
export function refuseNonFunction(doing: string, given: unknown): void {
  if (typeof given !== 'function') throw misuse(doing, given, 'a function');
}

/** Throws MisuseError for anything but a text. */
export function refuseNonText(doing: string, given: unknown): void {
  if (typeof given !== 'string') throw misuse(doing, given, 'a text');
}

function misuse(doing: string, given: unknown, wanted: string): MisuseError {
  return new MisuseError(`Failed to ${doing}: ${shown(given)} is not ${wanted}. Give ${wanted}.`);
}

/** Not what is inside: it may be long, or contain itself. */
function shown(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  if (Array.isArray(given)) return 'a list';
  return typeof given === 'object' && given !== null ? 'an object' : String(given);
}

/** Throws MisuseError for anything but an object of named members. */
export function refuseNonObject(doing: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return;
  throw new MisuseError(`Failed to ${doing}: its options are ${shown(given)}. Give an object of options.`);
}
