/** Progress of a run: a bar on a terminal, nothing elsewhere. */

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;

export function showProgress(output: Output): (done: number, total: number) => void {
  if (output.isTTY !== true) return () => undefined;
  return (done, total) => {
    const filled = Math.round((done / total) * width);
    output.write(`\r${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}`);
    if (done === total) output.write('\r\u001B[K');
  };
}

/** Below this number of removals no progress is shown. */
const fewestToSay = 20;

/** The same for the clean-up at the end; elsewhere than on a terminal a line for each hundred, since it may take minutes. */
export function showCleanUp(output: Output): (done: number, total: number) => void {
  if (output.isTTY === true) {
    const show = showProgress(output);
    return (done, total) => {
      if (total >= fewestToSay) show(done, total);
    };
  }
  let said = -1;
  return (done, total) => {
    const hundreds = Math.floor(done / 100);
    if (total < fewestToSay || hundreds === said) return;
    said = hundreds;
    output.write(`Removing what the run made: ${done} of ${total}\n`);
  };
}
