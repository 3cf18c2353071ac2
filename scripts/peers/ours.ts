/** Our own suite, as anybody would run it. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../conformance/report.ts';
import type { Checks } from './read-results.ts';
import { runToEnd } from './program.ts';
import { timed, timeoutMs, type Tool } from './tools.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const ours: Tool = {
  name: 'understudy check',
  version: '0.1.0',
  packages: [],
  accountEach: false,
  async run(server, { folder }) {
    const results = join(folder, 'report.json');
    await rm(results, { force: true });
    const args = [
      join(root, 'dist/scripts/understudy.js'),
      'check',
      server.url,
      '--accounts',
      'any',
      '--report',
      `json=${results}`,
    ];
    return timed(() => runToEnd(process.execPath, args, { cwd: folder, timeoutMs }), results, readReport);
  },
};

/** What makes the command fail: scenarios that count. What is only assumed is listed, and accuses nobody. */
export function readReport(text: string): Checks {
  const { scenarios, failures } = JSON.parse(text) as Report; // our own report
  return {
    checks: new Set(scenarios.map(({ id }) => id)),
    failed: new Set(failures.filter(({ scored }) => scored).map(({ id }) => id)),
  };
}
