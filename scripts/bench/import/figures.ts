/** Results of a measurement: figures with their bars, and lines of text between them. */

export interface ImportFigure {
  readonly what: string;
  readonly figure: string;
  /** What it should reach; empty where it is only shown. */
  readonly bar: string;
  readonly isMet: boolean;
}

export type ResultLine = string | ImportFigure;

/** A figure that is only shown, or with a bar, and whether it is met. */
export function figure(what: string, shown: string, bar = '', isMet = true): ImportFigure {
  return { what, figure: shown, bar, isMet };
}

/** Print lines, and say how many bars were missed. */
export function print(lines: readonly ResultLine[]): number {
  for (const line of lines) process.stdout.write(`${typeof line === 'string' ? line : show(line)}\n`);
  return lines.filter((line) => typeof line !== 'string' && !line.isMet).length;
}

function show({ what, figure: shown, bar, isMet }: ImportFigure): string {
  return `${isMet ? '✓' : '✗'} ${what.padEnd(58)} ${shown.padStart(22)}   ${bar}`;
}

/** Such as `0.917`. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(3);
}

/** Such as `0.917 (11/12)`. */
export function shareOf(part: number, whole: number): string {
  return `${share(part, whole)} (${part}/${whole})`;
}
