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

function refuseNonObject(doing: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return;
  throw new MisuseError(
    `Failed to ${doing}: its options are ${JSON.stringify(given)}. Give an object of options.`,
  );
}
