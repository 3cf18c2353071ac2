/** docs/benchmarks.md, where the benchmarks write what they measured. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../cli/package-root.ts';

/** Put a text between the two comments that bear a name, `<!-- NAME -->` and `<!-- /NAME -->`. */
export function writeResults(name: 'results' | 'peers', text: string): void {
  const page = join(packageRoot(), 'docs/benchmarks.md');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const written = readFileSync(page, 'utf8');
  const before = written.slice(0, written.indexOf(begin));
  const after = written.slice(written.indexOf(end) + end.length);
  writeFileSync(page, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

/** Such as `2026-11-22`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
