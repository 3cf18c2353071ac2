/** A watched check plays again for a reason, what fell short first, and says what changed. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { readContract } from '../../contract/contract.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { run } from '../../conformance/run/run.ts';
import { createFetchTarget } from '../../conformance/targets/fetch.ts';
import { createMock } from '../../mocks/index.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { watch } from './watch.ts';

/** Plays the scenarios of one parameter against the mock, whose refusals have another status while `isWrong`. */
async function play(isWrong: boolean, only: readonly string[] = ['delay-time/*']): Promise<Report> {
  const contract = readContract();
  const [operation] = contract.values().toArray();
  if (!operation) throw new Error('no operation');
  const mock = createMock({ contract });
  const target = createFetchTarget({
    name: 'module:ours',
    anyAccount: true,
    fetch: async (request) => {
      const answer = await mock.fetch(request);
      if (!isWrong || answer.status !== 400) return answer;
      return new Response(answer.body, { status: 404, headers: answer.headers });
    },
  });
  const scenarios = generateScenarios(operation, contract);
  return createReport(await run({ contract, operation, target, seed: 1, scenarios, only, prefix: 'w' }));
}

function outputOf(): readonly string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  return lines;
}

test('a changed file is a reason; what fell short is played first, and what changed is said once', async () => {
  const folder = temporaryFolderOfTest();
  const output = outputOf();
  const asked: (readonly string[] | undefined)[] = [];
  const reports: Report[] = [];
  await watch({
    target: 'mock',
    folder,
    written: [join(folder, 'report.json')],
    async play(only) {
      asked.push(only);
      return { report: await play(asked.length === 1, only), wasInterrupted: asked.length === 3 };
    },
    show(report) {
      reports.push(report);
      // The report itself is no reason, else this would never end.
      writeFileSync(join(folder, 'report.json'), '{}');
      if (reports.length === 1) setTimeout(() => writeFileSync(join(folder, 'server.ts'), '1'), 50);
    },
  });
  const [first, second] = reports;
  const failing = first?.failures.map(({ id }) => id) ?? [];
  expect(failing.length).toBeGreaterThan(3);
  expect(asked).toEqual([undefined, failing, undefined]);
  expect(second?.failures).toEqual([]);
  const text = output.join('');
  expect(text).toContain('server.ts" changed');
  expect(text.match(/delay-time\/below-minimum conforms now/g)).toHaveLength(1);
});

test('a server that comes back is a reason', async () => {
  outputOf();
  const server = createServer((_, answer) => void answer.end());
  await new Promise<void>((resolved) => void server.listen(0, '127.0.0.1', resolved));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const report = await play(false);
  let rounds = 0;
  await watch({
    target: `http://127.0.0.1:${port}`,
    folder: temporaryFolderOfTest(),
    written: [],
    play: () => Promise.resolve({ report, wasInterrupted: (rounds += 1) === 2 }),
    show() {
      if (rounds === 1) server.close(() => void setTimeout(() => void server.listen(port, '127.0.0.1'), 600));
    },
  });
  server.close();
  expect(rounds).toBe(2);
});

test('a module cannot be watched', async () => {
  const options = {
    folder: '.',
    written: [],
    play: () => Promise.reject(new Error('played')),
    show: () => undefined,
  };
  await expect(watch({ ...options, target: 'module:x.ts' })).rejects.toThrow(
    'Failed to watch "module:x.ts": what a module imports stays loaded',
  );
});
