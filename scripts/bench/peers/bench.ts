/**
 * `npm run bench:peers`: other tools and ours on the same servers, some of them wrong on purpose.
 *
 * Installs the tools from npm into a temporary folder, which it removes. Takes about three quarters of an hour; names of tools as arguments
 * (such as `dredd`) run those alone.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { JsonObject } from '../../../contract/json.ts';
import {
  newFailures,
  printMatrix,
  printTable,
  type Outcome,
  type ToolResult,
  type Tried,
} from './outcome.ts';
import { ours } from './ours.ts';
import { prism } from './prism.ts';
import { runToEnd } from './program.ts';
import { listSubjects, type Subject } from './sample.ts';
import { serve } from './serve.ts';
import { dredd, portman, specmatic, type Place, type Tool } from './tools.ts';

const contract = fileURLToPath(
  new URL('../../../contract/openapi/AddLiveAppRecordConfig.yaml', import.meta.url),
);
const document = parse(await readFile(contract, 'utf8')) as JsonObject; // our own document
const tools = [ours(), specmatic, portman, dredd, prism({ errors: false }), prism({ errors: true })];
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const folder = await mkdtemp(join(tmpdir(), 'understudy-peers-'));
const results: ToolResult[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
try {
  for (const tool of tools) {
    if (wanted.length > 0 && !wanted.some((name) => tool.name.toLowerCase().includes(name))) continue;
    results.push(await measure(tool));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`${printTable(results)}\n${printMatrix(results)}`);

async function measure(tool: Tool): Promise<ToolResult> {
  const { name, version } = tool;
  const place = { folder: join(folder, name.replaceAll(/\W+/g, '-')), document };
  const unavailable = (await tool.obstacle?.()) ?? (await install(tool, place.folder));
  if (unavailable !== undefined) return { tool: name, version, runs: [], unavailable };
  const runs: Tried[] = [];
  for (const subject of listSubjects()) {
    // A run without a result is repeated once: something else may have kept the machine busy.
    const outcome = await tryOn(subject, tool, place, 2);
    runs.push({ subject, outcome });
    const said =
      outcome.kind === 'ran'
        ? `${outcome.failed.size} failed, ${newFailures(outcome, runs).slice(0, 2).join('; ') || 'none of them new'}`
        : `${outcome.kind} ${outcome.kind === 'broke' ? outcome.reason : ''}`;
    process.stderr.write(`${name}: ${subject.name}: ${(outcome.durationMs / 1000).toFixed(1)} s, ${said}\n`);
  }
  return { tool: name, version, runs };
}

async function tryOn(subject: Subject, tool: Tool, place: Place, times: number): Promise<Outcome> {
  await using server = await serve(subject.create(), tool);
  const outcome = await tool.run(server, place);
  process.stderr.write(`${tool.name}: ${subject.name}: ${server.calls()} calls, ${outcome.kind}\n`);
  return outcome.kind === 'ran' || times <= 1 ? outcome : await tryOn(subject, tool, place, times - 1);
}

/** Why it cannot be installed; undefined where it is. */
async function install({ name, packages }: Tool, into: string): Promise<string | undefined> {
  await mkdir(into, { recursive: true });
  if (packages.length === 0) return undefined;
  await writeFile(join(into, 'package.json'), '{ "private": true }');
  process.stderr.write(`${name}: installing ${packages.join(', ')}\n`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', '--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', ...packages];
  const { exitCode, timedOut, output } = await runToEnd(npm, args, {
    cwd: into,
    timeoutMs: 600_000,
    online: true,
  });
  if (exitCode === 0) return undefined;
  const reason = output.trim().split('\n').slice(-2).join(' ');
  return timedOut ? 'npm needed more than ten minutes' : `npm could not install it (${reason})`;
}
