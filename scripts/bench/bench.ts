/**
 * `npm run bench`: what a start, a request, a record and a check cost, as ratios within one run.
 *
 * Prints a table, and writes it to docs/benchmarks.json and docs/benchmarks.md. Names of sections (`process`, `msw`, `runs`,
 * `start`, `serve`, `stores`) measure only these, and write nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../cli/package-root.ts';
import { measureBesideMsw } from './beside-msw.ts';
import { measureInProcess } from './in-process.ts';
import { barOf, isMet, show, type BenchRow } from './row.ts';
import { machineNow } from './machine.ts';
import { measureRuns } from './runs.ts';
import { measureServing, measureStarts } from './serve.ts';
import { measureStores } from './stores.ts';

const sections: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  start: measureStarts,
  serve: measureServing,
  process: measureInProcess,
  msw: measureBesideMsw,
  runs: measureRuns,
  stores: async () => (await measureStores()).map(storeRow),
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
  rows.push(...(await measure()));
}

const table = [
  '| what | measured | middle half | bar | reached | how |',
  '| --- | ---: | ---: | --- | --- | --- |',
  ...rows.map(
    (row) =>
      `| ${row.what} | ${show(row.value, row.unit)} | ${spread(row)} | ${barOf(row)} | ${verdict(row)} | ${row.note ?? ''} |`,
  ),
].join('\n');
process.stdout.write(`${machine}\n\n${table}\n`);

if (asked.length === 0) {
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    join(packageRoot(), 'docs/benchmarks.json'),
    `${JSON.stringify({ date, machine, rows: rows.map((row) => ({ ...row, reached: isMet(row) })) }, null, 2)}\n`,
  );
  const page = join(packageRoot(), 'docs/benchmarks.md');
  const [before = '', after = ''] = readFileSync(page, 'utf8').split(
    /<!-- results -->[^]*<!-- \/results -->/,
  );
  writeFileSync(
    page,
    `${before}<!-- results -->\n\n${date}: ${machine}\n\n${table}\n\n<!-- /results -->${after}`,
  );
}

/** A rate a second; of the last store its ratio to the bare command of its client. */
function storeRow([what = '', rate = '', ratio = '']: readonly string[]): BenchRow {
  if (what.includes('Redis') && !what.startsWith('SET'))
    return {
      what: `${what}, over SET NX`,
      value: Number(ratio),
      unit: '×',
      bar: { atLeast: 0.5 },
      note: rate,
    };
  const bar = what.includes('SQLite') ? { bar: { atLeast: 3000 } } : {};
  return { what, value: Number.parseFloat(rate), unit: '/s', ...bar };
}

function spread({ low, high, unit }: BenchRow): string {
  return low === undefined || high === undefined ? '' : `${show(low, '')} to ${show(high, unit)}`;
}

function verdict(row: BenchRow): string {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'yes' : '**no**';
}
