/** Our own suite, as anybody would run it. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../../conformance/report/report.ts';
import type { Checks } from './read-results.ts';
import { runToEnd, type Finished } from './program.ts';
import { timed, timeoutMs, type Tool } from './tools.ts';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export function ours(): Tool {
  return {
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
      const check = (): Promise<Finished> => runToEnd(process.execPath, args, { cwd: folder, timeoutMs });
      return timed(check, results, (text) => readReport(text));
    },
  };
}

/** A check fails where it makes the command fail. */
export function readReport(text: string): Checks {
  const { scenarios, failures } = JSON.parse(text) as Report; // our own report
  const failed = failures.filter((failure) => failure.outcome === 'failed');
  return { checks: new Set(scenarios.map(({ id }) => id)), failed: new Set(failed.map(({ id }) => id)) };
}
