/** How far a run is: a bar on a terminal, nothing elsewhere. */

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
