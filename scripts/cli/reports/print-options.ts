/** How reports are printed here. */
import type { PrintOptions } from '../../../conformance/report/formats/terminal.ts';
import { invocation } from '../invocation.ts';

export interface PrintFlags {
  /** How many causes are printed in full; all lists as a whole. */
  readonly causes?: number | 'all';
}

const causesInFull = 5;

export function printOptionsOf({ causes = causesInFull }: PrintFlags): PrintOptions {
  return {
    color: usesColor(process.stdout),
    command: invocation(),
    ...(causes === 'all' ? { isWhole: true } : { mostInFull: causes }),
  };
}

/** On a terminal with colours, unless the environment asks for none (NO_COLOR, TERM=dumb). */
function usesColor(output: NodeJS.WriteStream): boolean {
  return output.isTTY && output.hasColors();
}
