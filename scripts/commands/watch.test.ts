/** A watched check plays again for a reason, what fell short first, and says what changed. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { readContract } from '../../contract/contract.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { UnreachableError } from '../../conformance/run/reach.ts';
import { run } from '../../conformance/run/run.ts';
import { SelectionError } from '../../conformance/run/select.ts';
import { createFetchTarget } from '../../conformance/targets/fetch.ts';
import { createMock } from '../../mocks/index.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { answers, watch, type Round } from './watch.ts';

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

test('a file that is saved half, and a server that hangs, are said and waited out', async () => {
  const folder = temporaryFolderOfTest();
  const output = outputOf();
  const whole = await play(true);
  // A file that keeps changing: the folder is watched from some moment on.
  let saving: NodeJS.Timeout | undefined;
  const stopSaving = (): void => clearInterval(saving);
  onTestFinished(stopSaving);
  const save = (): void => writeFileSync(join(folder, 'page.yaml'), `${Math.random()}`);
  const rounds: (() => Promise<Round>)[] = [
    () => Promise.reject(new UnreachableError('Failed to reach "mock": no answer in time. Start it.')),
    () => Promise.resolve({ report: whole, wasInterrupted: false }),
    () => Promise.reject(new ContractError('Failed to read "page.yaml": it ends too soon. Correct it.')),
    // Of what fell short, a scenario is gone: all is played at once.
    () => Promise.reject(new SelectionError('Failed to select "old": no scenario has such an id.')),
    () => Promise.resolve({ report: whole, wasInterrupted: true }),
  ];
  await watch({
    target: 'mock',
    folder,
    written: [],
    play() {
      const next = rounds.shift();
      stopSaving();
      if (rounds.length > 1) saving = setInterval(save, 100);
      return next ? next() : Promise.reject(new Error('played too often'));
    },
    show: () => undefined,
  });
  expect(rounds).toEqual([]);
  const text = output.join('');
  expect(text.match(/^Failed to .*$/gm)).toEqual([
    'Failed to reach "mock": no answer in time. Start it.',
    'Failed to read "page.yaml": it ends too soon. Correct it.',
  ]);
});

test('what is wrong from the start, and what nobody expected, ends it', async () => {
  outputOf();
  const options = { target: 'mock', folder: temporaryFolderOfTest(), written: [], show: () => undefined };
  for (const error of [new ContractError('Failed to read "a": b. C.'), new TypeError('x is undefined')])
    await expect(watch({ ...options, play: () => Promise.reject(error) })).rejects.toBe(error);
});

test.skipIf(process.platform !== 'linux')('an address that never answers is away after a time', async () => {
  // Its process sleeps, and its queue of connections is full: the next gets no answer at all, as behind a firewall.
  const program = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('node:fs').writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const asleep = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void asleep.kill('SIGKILL'));
  const port = await new Promise<string>(
    (resolved) => void asleep.stdout.once('data', (data) => resolved(String(data))),
  );
  const queue = Array.from({ length: 4 }, () => connect({ host: '127.0.0.1', port: Number(port) }));
  onTestFinished(() => queue.forEach((socket) => void socket.destroy()));
  await expect.poll(() => queue.filter(({ connecting }) => !connecting).length).toBeGreaterThan(0);

  expect(await answers(`http://127.0.0.1:${port}`, 100)).toBe(false);
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
