/**
 * `npm run bench`: what a start, a request, a record and a check cost, as ratios within one run.
 *
 * Prints a table, and writes it to docs/benchmarks.json and docs/benchmarks.md. Names of sections (`process`, `msw`, `runs`,
 * `start`, `serve`, `stores`) measure only these, and write nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../cli/package-root.ts';
import { measureBesideMsw } from './beside-msw.ts';
import { measureInProcess } from './in-process.ts';
import { machineNow } from './machine.ts';
import { today, writeResults } from './page.ts';
import { drawTable, isMet, type BenchRow } from './row.ts';
import { measureRuns } from './runs.ts';
import { measureServing, measureStarts } from './serve.ts';
import { measureStores } from './stores.ts';

const sections: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  start: measureStarts,
  serve: measureServing,
  process: measureInProcess,
  msw: measureBesideMsw,
  runs: measureRuns,
  stores: measureStores,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(sections, name));
if (unknown !== undefined) {
  process.stderr.write(
    `Failed to measure "${unknown}": there is no such section. Use ${Object.keys(sections).join(', ')}.\n`,
  );
  process.exit(2);
}

const machine = machineNow();
const rows: BenchRow[] = [];
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`Measuring ${name} …\n`);
  globalThis.gc?.(); // a section leaves a million records
  rows.push(...(await measure()));
}
const table = drawTable(rows);
process.stdout.write(`${machine}\n\n${table}\n`);
if (asked.length === 0) {
  const date = today();
  writeFileSync(
    join(packageRoot(), 'docs/benchmarks.json'),
    `${JSON.stringify({ date, machine, rows: rows.map((row) => ({ ...row, reached: isMet(row) })) }, null, 2)}\n`,
  );
  writeResults('results', `${date}: ${machine}\n\n${table}`);
}
