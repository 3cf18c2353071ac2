/** What a report prints to see a failure again, does show it again: every line of every family, against a server that is wrong. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { failureLines } from '../../conformance/report/summary/failure-lines.ts';
import type { Failure, Report } from '../../conformance/report/report.ts';
import { families } from '../../scenarios/scenario/scenario.ts';
import {
  refusal,
  startFront,
  success,
  type FrontAnswer,
  type FrontCall,
  type FrontOptions,
} from '../testing/front.ts';
import { ensureBuilt, run, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
const hasShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);
beforeAll(ensureBuilt, 60_000);

/** Of every family some scenarios: over HTTP a whole run takes its time. */
const choose = (...patterns: readonly string[]): readonly string[] =>
  patterns.flatMap((pattern) => ['--only', pattern]);

const seen = new Set<string>();

const isAdd = ({ action }: FrontCall): boolean => action.startsWith('Add');

/** Each is wrong in one way, which many scenarios meet. */
const servers: Readonly<Record<string, FrontOptions & { readonly args: readonly string[] }>> = {
  'refuses with another code': {
    change: (answer, call) => (answer.status === 400 && isAdd(call) ? withCode(answer, 'Odd') : answer),
    args: choose('delay-time/*', 'combinations/*', 'record-configs/*', 'state/*', 'random/*'),
  },
  'answers a success without a RequestId': {
    change: (answer, call) => (answer.status === 200 && isAdd(call) ? { ...answer, body: '{}' } : answer),
    args: ['--seed', '7', ...choose('accepted/*', 'answers/*', 'random/accepted-*')],
  },
  'forgets what it was told': {
    change: (answer, call) =>
      answer.status === 400 && isAdd(call) && answer.body.includes('AlreadyExists') ? success : answer,
    args: ['--fixture', 'bucket=live-bucket', ...choose('record-configs/*', 'simultaneous/*')],
  },
  'takes as many calls as come': {
    instead: () => success,
    args: ['--strict-rate', ...choose('rate-limit/burst', 'rate-limit/flood', 'rate-limit/exact')],
  },
  'throttles every fifth call, with another status': {
    change: (answer, { number }) =>
      number % 5 === 0 || answer.body.includes('Throttling.User') ? refusal(429, 'Throttling.User') : answer,
    args: choose('rate-limit/even', 'rate-limit/answer'),
  },
  'refuses calls of other operations with another code': {
    change: (answer, call) => (answer.status === 400 && !isAdd(call) ? withCode(answer, 'Odd') : answer),
    args: [
      '--seed',
      '3',
      ...['Update*App*', 'Describe*', 'RealTime*', 'Delete*'].flatMap((name) => ['--operation', name]),
      ...choose('domain-name/*', 'combinations/*', '*-configs/*', 'random/*', 'rate-limit/answer'),
    ],
  },
  'shows nothing': {
    change: (answer, { action }) =>
      answer.status === 200 && action.startsWith('Describe')
        ? { ...answer, body: '{"RequestId":"x"}' }
        : answer,
    args: ['--operation', 'Describe*', ...choose('answers/*', '*-configs/*')],
  },
  'closes with 500 where OnDemand is 7': {
    instead: ({ body }) => (body.includes('OnDemand=7') ? refusal(500, 'InternalError') : undefined),
    args: ['--runs', '60', ...choose('random/*')],
  },
};

describe('what is printed of a failure shows it again', () => {
  test.for(Object.entries(servers))('%s', { timeout: 120_000 }, async ([name, { args, ...options }]) => {
    await using front = await startFront(options);
    const failures = await failuresOf(name, front.url, args);

    for (const failure of failures) {
      seen.add(failure.family);
      const { stdout, stderr } = await understudy(wordsOf(failure.replay), folder);
      expect(verdictIn(stdout), `${failure.replay}\n${stderr}`).toBe(failure.verdict);
    }
    if (hasShell) {
      // A curl line stands beside all that is sent before it and along with it, or says that more is.
      const complete = failures.filter(isComplete);
      const answers = await paste(complete);
      expect(answers).toEqual(complete.map(({ id, answered: { status, code } }) => ({ id, status, code })));
    }
  });
});

test('a signed failure says how to sign, and is replayed with --auth', { timeout: 60_000 }, async () => {
  const credentials = join(folder, 'credentials.yaml');
  writeFileSync(credentials, "accounts: [{ id: '1', accessKeys: [{ id: my-key, secret: my-secret }] }]\n");
  await using front = await startFront({
    change: (answer, call) => (answer.status === 400 && isAdd(call) ? withCode(answer, 'Odd') : answer),
    instead: ({ method }) => (method === 'PUT' ? success : undefined),
  });
  const signed = ['--auth', 'v3', '--accounts', credentials];
  const args = [...signed, '--gateway', ...choose('gateway/*', 'delay-time/below*')];
  const failures = await failuresOf('signed', front.url, args);
  expect(failures.length).toBeGreaterThan(1);

  for (const failure of failures) {
    seen.add(failure.family);
    expect(failure.replay).toMatch(/--gateway --accounts \S+ --auth v3/);
    expect(JSON.stringify(failure)).not.toContain('my-secret');
    const sign = failureLines(failure).find(({ label }) => label === 'sign');
    expect(sign?.text).toContain('signature V3');
    const { stdout } = await understudy(wordsOf(failure.replay), folder);
    expect(verdictIn(stdout), failure.replay).toBe(failure.verdict);
  }
  const put = failures.find(({ request }) => request?.method === 'PUT');
  expect(put?.curl).toContain('curl -X PUT');
});

test('of every family a line was printed and replayed', () => {
  expect([...seen].toSorted()).toEqual(families.toSorted());
});

/** Of each operation, family and verdict one failure of one call, one of several, and one of a method that no other has; of checks of the rate limit all. */
async function failuresOf(name: string, url: string, args: readonly string[]): Promise<readonly Failure[]> {
  const file = join(folder, `${name.replaceAll(/\W/g, '-')}.json`);
  const accounts = args.includes('--accounts') ? [] : ['--accounts', 'any'];
  const runs = args.includes('--runs') ? [] : ['--runs', '3'];
  const { exitCode, stderr } = await understudy(
    ['check', url, ...accounts, ...args, ...runs, '--report', `json=${file}`],
    folder,
  );
  expect(exitCode, stderr).toBe(1);
  const read = JSON.parse(readFileSync(file, 'utf8')) as Report | readonly Report[]; // of our own command
  const groups = Map.groupBy(
    [read].flat().flatMap(({ contract, failures }) => failures.map((failure) => ({ contract, failure }))),
    ({ contract, failure: { id, family, verdict, calls, request } }) =>
      [
        contract.operation,
        family === 'rate-limit' ? id : family,
        verdict,
        calls > 1,
        request?.method === 'PUT',
      ].join(' '),
  );
  return [...groups.values()].flatMap((group) => group.slice(0, 1)).map(({ failure }) => failure);
}

function isComplete(failure: Failure): boolean {
  const labels = failureLines(failure).map(({ label }) => label);
  return (
    labels.includes('send') &&
    !labels.includes('after') &&
    !labels.includes('along') &&
    failure.answered.status !== undefined
  );
}

/** Send what is printed in one shell, and read status and code of each last answer. */
async function paste(failures: readonly Failure[]): Promise<readonly object[]> {
  const script = failures.flatMap((failure) => {
    const lines = failureLines(failure).filter(({ label }) => label === 'first' || label === 'send');
    const [last, ...before] = lines.map(({ text }) => text).toReversed();
    return [
      // Lines that name no account share one, which may call 30 times a second.
      'sleep 0.15',
      ...before.toReversed().map((line) => `${line} > /dev/null`),
      `${last?.replace(/^curl /, "curl -w '\\n%{http_code}\\n' ")}`,
    ];
  });
  const { stdout, stderr, exitCode } = await run('bash', ['-c', script.join('\n')]);
  expect(exitCode, stderr).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  return failures.map(({ id }, index) => {
    const [body = '', status] = lines.slice(index * 2);
    return { id, status: Number(status), code: (JSON.parse(body) as { Code?: string }).Code };
  });
}

/** The words of a line as a shell reads them, where quotes are single ones. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\(.)/g, '$1$2'),
  );
  return words.slice(1);
}

function verdictIn(output: string): string | undefined {
  return /^ {2}verdict +([a-z-]+)/m.exec(output)?.[1];
}

function withCode(answer: FrontAnswer, code: string): FrontAnswer {
  return { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), Code: code }) };
}
