/** The command line as its users see it: every command runs as a process of its own, as it is built. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../contract/fixtures/temporary-folder.ts';
import { add } from './testing/add.ts';
import {
  command,
  ensureBuilt,
  root,
  run,
  startServing,
  understudy,
  understudyAlone,
} from './testing/processes.ts';

const folder = temporaryFolder();
const hasShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);

beforeAll(ensureBuilt, 60_000);

describe('serve', () => {
  test.skipIf(!hasShell)(
    'prints a curl line that can be pasted: accepted, and then refused as a duplicate',
    async () => {
      await using server = await startServing([]);
      const shown = /^ +(curl .*)$/m;
      await expect.poll(server.output, { timeout: 10_000 }).toMatch(shown);
      const line = shown.exec(server.output())?.[1] ?? '';

      const first = await run('bash', ['-c', line]);
      const second = await run('bash', ['-c', line]);

      expect(JSON.parse(first.stdout)).toEqual({ RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
      expect(JSON.parse(second.stdout)).toMatchObject({ Code: 'ConfigAlreadyExists' });
    },
  );

  test.for([
    [[], ' --accounts any'],
    [['--https'], ' --insecure --accounts any'],
    [['--https', '--auth', 'verify'], ' --insecure --auth v3'],
  ] as const)('with %j is checked by the line that it prints', async ([flags, more]) => {
    await using server = await startServing(flags);
    await expect.poll(server.output).toMatch(/^ .* check \S+/m);
    const [line = '', variables = ''] = /^ +((?:\w+=\S+ )*)\S.* check .*$/m.exec(server.output()) ?? [];
    const words = line.trim().split(' check ')[1]?.split(' ') ?? [];
    const keys = variables
      .trim()
      .split(' ')
      .map((one) => one.split('='));

    const checked = await understudy(
      ['check', ...words, '--only', 'delay-time/*'],
      root,
      variables === '' ? {} : (Object.fromEntries(keys) as Record<string, string>), // pairs
    );

    expect(words.join(' ')).toBe(`${server.url}${more}`);
    expect(checked).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 of 21 codes ever answered'),
    });
  });

  test('prints a line for each request, with the reason', async () => {
    await using server = await startServing([]);
    await add(server.url, { DelayTime: '14' });
    await expect
      .poll(server.output)
      .toMatch(
        / 400 AddLiveAppRecordConfig \S+ +InvalidDelayTime \(DelayTime\) .*Request parameters, DelayTime/,
      );
  });

  test('prints an object for each request where it is asked to', async () => {
    await using server = await startServing(['--json-logs']);
    await add(server.url);
    await expect.poll(() => server.output().trim().split('\n').length).toBe(2);
    const [greeting, exchange] = server
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(greeting).toEqual({ listening: server.url });
    expect(exchange).toMatchObject({ operation: 'AddLiveAppRecordConfig', status: 200 });
  });

  test('ends cleanly when it is told to', async () => {
    const server = await startServing([]);
    await add(server.url);
    expect(await server.stop()).toEqual({ exitCode: 0, signal: null });
  });

  test('repeats its request ids where it is given a seed', async () => {
    await using one = await startServing(['--seed', '7']);
    await using other = await startServing(['--seed', '7']);
    expect(await add(one.url)).toEqual(await add(other.url));
  });

  test('lives in the time that it is told', async () => {
    await using server = await startServing(['--clock', '2020-01-01T00:00:00Z']);
    const tomorrow = { StreamName: 'my-stream', StartTime: '2020-01-02T00:00:00Z' };
    expect(await add(server.url, tomorrow)).toMatchObject({ status: 200 });
  });

  test('takes an overlay that changes a status', async () => {
    const overlay = write(
      'status.yaml',
      `overlay: 1.0.0
info: { title: Another status, version: 1.0.0 }
actions:
  - { target: "$.paths['/'].post['x-errors'][?@.code == 'ConfigAlreadyExists']", update: { status: 409 } }
`,
    );
    await using server = await startServing(['--overlay', overlay]);
    await add(server.url);
    expect(await add(server.url)).toMatchObject({ status: 409, code: 'ConfigAlreadyExists' });
  });

  test('takes a world, in JSON too', async () => {
    const world = write('world.json', '{ "buckets": { "present": [{ "OssBucket": "my-bucket" }] } }');
    await using server = await startServing(['--world', world]);
    expect(await add(server.url)).toMatchObject({ code: 'InvalidOssBucket.NotFound' });
    expect(await add(server.url, { OssBucket: 'my-bucket' })).toMatchObject({ status: 200 });
  });

  test('loads neither a YAML parser nor MSW nor Prism: it starts at once', async () => {
    const list = join(folder, 'loaded');
    const hook = write(
      'hook.mjs',
      `import { appendFileSync } from 'node:fs';
      import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, load) {
        appendFileSync(${JSON.stringify(list)}, url + '\\n');
        return load(url, context);
      } });`,
    );
    await using server = await startServing([], { first: ['--import', pathToFileURL(hook).href, command] });
    await add(server.url);
    // The call to paste comes last.
    await expect.poll(server.output, { timeout: 10_000 }).toContain('  curl ');

    const loaded = readFileSync(list, 'utf8').split('\n');
    const packagesOf = (urls: readonly string[]): ReadonlySet<string> =>
      new Set(urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []));
    // A call to paste is made when the server already listens.
    const listening = loaded.findIndex((url) => url.includes('/dist/scripts/first-call-'));
    // Each file takes a start its time: the command, the program, the start, the contract, and what shares a chunk with others.
    expect(loaded.slice(0, listening).filter((url) => url.includes('/dist/')).length).toBeLessThan(8);
    expect(packagesOf(loaded.slice(0, listening))).toEqual(new Set(['commander', 'pure-rand']));
    expect(packagesOf(loaded)).toEqual(new Set(['commander', 'pure-rand', 'fast-check']));
  });

  test('says so where the port is taken', async () => {
    await using server = await startServing([]);
    const { port } = new URL(server.url);
    expect(await understudy(['serve', '--port', port])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^Failed to listen on "127\.0\.0\.1:\d+": another program has that port\. Stop it, or choose another with --port\.\n$/,
      ),
    });
  });
});

describe.concurrent('wrong usage ends with 2 and one sentence that says what to correct', () => {
  beforeAll(() => {
    write('broken.yaml', 'a: [\n');
    write('elsewhere.yaml', 'overlay: 1.0.0\nactions: [{ target: $.nowhere, update: { a: 1 } }]\n');
    write('misspelt.yaml', 'overlay: 1.0.0\nactoins: []\n');
    write('world.yaml', 'buckets: { opne: true }\n');
    write('no-function.mjs', 'export default 7;\n');
    write('throws.mjs', 'throw new Error("out of order");\n');
  });

  test.for<readonly [string, RegExp]>([
    ['serve --port many', /--port "\w+": it must be a whole number from 0 to 65535/],
    ['serve --port 70000', /--port "\w+": it must be a whole number from 0 to 65535/],
    ['serve --nonsense', /serve: there is no option "--nonsense"/],
    ['serve --clock yesterday', /"yesterday": it is no point in time\. Write it like 2026-01-01T00:00:00Z\./],
    ['serve --overlay absent.yaml', /"absent\.yaml": there is no such file or folder/],
    ['serve --overlay broken.yaml', /"broken\.yaml": .* line 2, column 1/],
    ['serve --overlay elsewhere.yaml', /elsewhere\.yaml: .*"\$\.nowhere".* \(at #\/actions\/0\)/],
    ['serve --overlay misspelt.yaml', /misspelt\.yaml: .*actions/],
    ['serve --world broken.yaml', /"broken\.yaml": .* line 2, column 1/],
    ['serve --world world.yaml', /"buckets".*\(at #\/buckets\)/],
    ['check', /Failed to run check: the target is missing/],
    ['check nothing', /"nothing".*mock, prism, an http or https URL, or module:PATH/],
    ['check ftp://127.0.0.1', /"ftp:\/\/127\.0\.0\.1".*mock, prism, an http or https URL, or module:PATH/],
    ['check http://example.com', /--allow-host example\.com/],
    ['check module:absent.mjs', /"module:absent\.mjs".*Correct the path/],
    ['check module:no-function.mjs', /its default export is no function\. Export fetch\(request\)/],
    ['check module:throws.mjs', /out of order/],
    ['check mock --only delay', /"delay": no scenario has such an id/],
    ['check mock --fixture bucket', /--fixture "bucket": it needs KEY=VALUE/],
    ['check mock --min-score 2', /--min-score "2?": it must be a number from 0 to 1/],
    ['check mock --min-score=', /--min-score "2?": it must be a number from 0 to 1/],
    ['check mock --rate 0', /--rate "0": it must be a number above 0/],
    ['check mock --seed -1', /--seed/],
    ['check mock --accounts some', /"some": there is no such file or folder/],
    ['check mock --report report.json', /--report "report\.json": it needs FORMAT=PATH/],
    [
      'check mock --report json=world.yaml/a.json --only delay-time/*',
      /"world\.yaml\/a\.json": .*is no folder/,
    ],
    ['check mock --operation Nothing', /"Nothing".*AddLiveAppRecordConfig/],
    ['replay nothing mock', /"nothing": no scenario has such an id/],
    ['scenarios --operation Nothing', /"Nothing".*AddLiveAppRecordConfig/],
    ['contract build', /at the root of a clone/],
    ['contract check', /at the root of a clone/],
    ['nonsense', /"nonsense": there is no such command/],
  ])('%s', async ([line, sentence]) => {
    const { exitCode, stderr } = await understudy(line.split(' '), folder);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).toMatch(/^(?:\S+: )?Failed to /);
    expect(exitCode).toBe(2);
  });
});

describe('check', () => {
  test('finds nothing wrong with the mock: 21 codes, one sentence, exit code 0', async () => {
    const { exitCode, stdout, stderr } = await understudy(['check', 'mock']);
    expect(stderr).toBe('');
    expect(stdout.match(/^✓ /gm)).toHaveLength(21);
    expect(stdout).toMatch(/^matches 21 of 21 documented codes of the page of 2025-07-24$/m);
    expect(exitCode).toBe(0);
  });

  test('writes a report that is the same for the same seed, times aside', async () => {
    const paths = ['one.json', 'two.json'].map((name) => join(folder, name));
    for (const path of paths) await understudy(['check', 'mock', '--seed', '3', '--report', `json=${path}`]);
    const [one = '', two = ''] = paths.map((path) => readFileSync(path, 'utf8'));

    expect(withoutTimes(two)).toBe(withoutTimes(one));
    expect(JSON.parse(one)).toMatchObject({
      target: 'mock',
      contract: { operation: 'AddLiveAppRecordConfig', page: '2025-07-24' },
      seed: 3,
      score: 1,
      codesProduced: 21,
      codesDocumented: 21,
      codesMatched: 21,
      verdicts: { broken: 0, unjudged: 0, skipped: 0 },
      failures: [],
      skipped: [],
    });
    expect(JSON.parse(one).codes).toHaveLength(21);
    expect(JSON.parse(one).codes[0]).toMatchObject({
      code: expect.any(String),
      evidence: 'implied',
      score: 1,
    });
  });

  test(
    'finds that Prism, which keeps no state, matches few codes: exit code 1',
    { timeout: 60_000 },
    async () => {
      const { exitCode, stdout } = await understudy(['check', 'prism']);
      const matched = Number(/^matches (\d+) of 21/m.exec(stdout)?.[1]);
      expect(matched).toBeLessThan(8);
      expect(stdout).toMatch(/^ +replay +npx understudy replay \S+ prism$/m);
      expect(exitCode).toBe(1);
      const args = ['check', 'prism', '--min-score', '0', '--only', 'delay-time/*'];
      expect((await understudy(args)).exitCode).toBe(0);
    },
  );

  test('finds nothing wrong with the mock over HTTP', { timeout: 60_000 }, async () => {
    await using server = await startServing([]);
    const path = join(folder, 'http.json');
    const args = ['check', server.url, '--accounts', 'any', '--report', `json=${path}`];
    const { exitCode, stdout } = await understudy(args);
    expect(stdout).toMatch(/^matches 21 of 21 documented codes/m);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ failures: [], codesProduced: 21 });
    expect(exitCode).toBe(0);
  });

  test('plays against a module', async () => {
    const mock = pathToFileURL(join(root, 'dist/mocks/index.js')).href;
    const right = write(
      'right.mjs',
      `import { createMock } from '${mock}';\nexport default createMock().fetch;\n`,
    );
    const wrong = write(
      'wrong.mjs',
      'export default () => Response.json({ RequestId: crypto.randomUUID() });\n',
    );

    const object = write(
      'object.mjs',
      `import { createMock } from '${mock}';
      class Server { mock = createMock(); fetch(request) { return this.mock.fetch(request); } }
      export default new Server();\n`,
    );

    const args = ['--accounts', 'any', '--only', 'delay-time/*'];
    for (const file of [right, object])
      expect(await understudy(['check', `module:${file}`, ...args])).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await understudy(['check', `module:${wrong}`, ...args]);
    expect(stdout).toMatch(/✗ InvalidDelayTime /);
    expect(stdout).toMatch(
      /^ 1 {2}Your server does not read DelayTime\. {2}explains \d+, contradicted by 0/m,
    );
    expect(stdout).toMatch(/^✗ delay-time\/below-minimum and \d+ more alike: expected 400 InvalidDelayTime/m);
    expect(exitCode).toBe(1);
  });

  test('fails on evidence from the level on that it is told', async () => {
    const lenient = write(
      'lenient.mjs',
      'export default () => Response.json({ RequestId: crypto.randomUUID() });\n',
    );
    // One scenario each of implied and of assumed evidence.
    const check = async (id: string, failOn: string) => {
      const args = ['--accounts', 'any', '--only', id, '--fail-on', failOn];
      return (await understudy(['check', `module:${lenient}`, ...args])).exitCode;
    };
    const exitCodes = async (id: string) =>
      Promise.all(['stated', 'implied', 'assumed'].map(async (level) => check(id, level)));
    expect(await exitCodes('delay-time/below-minimum')).toEqual([1, 1, 1]);
    expect(await exitCodes('oss-bucket/malformed/underscore')).toEqual([0, 1, 1]);
    expect(await exitCodes('oss-endpoint/malformed/no-dot')).toEqual([0, 0, 1]);
  });

  test('prints what a target answers, and does not let it act on a terminal or in a CI log', async () => {
    const code = JSON.stringify(
      'a\n::error title=Forged::a line of its own\n\u001B[2J\u001B[31mred ##[error]x',
    );
    const forging = write(
      'forging.mjs',
      `export default () => Response.json({ Code: ${code}, Message: ${code}, RequestId: ${code} }, { status: 400 });\n`,
    );
    const target = `module:${forging}`;
    const checked = await understudy(['check', target, '--accounts', 'any', '--only', 'delay-time/*']);
    const replayed = await understudy(['replay', 'delay-time/below-minimum', target, '--accounts', 'any']);
    const compared = await understudy(['compare', target, 'mock', '--only', 'delay-time/*', '--runs', '0']);
    const misused = await understudy(['check', '\n::error::x\u001B[2J']);
    for (const { stdout, stderr } of [checked, replayed, compared, misused])
      expect(stdout + stderr).not.toMatch(/[^\n\P{Cc}]|^\s*::|##\w*\[/mu);
    expect(checked.stdout).toContain(String.raw`a\n::error title=Forged::a line of its own\n\u001b[2J`);
    expect(misused.stderr).toContain(String.raw`\u001b[2J`);
  });

  test('plays what is chosen alone, each pattern at least once', async () => {
    const args = ['--only', 'delay-time/*', '--only', 'accepted/minimal'];
    const { stdout } = await understudy(['check', 'mock', ...args]);
    expect(stdout).toMatch(/^✓ InvalidDelayTime/m);
    expect(stdout).toMatch(/^- 20 codes without a scenario in this run$/m);
    expect(stdout).not.toContain('MissingTemplate');
  });

  test('ends with 3 where nobody answers', async () => {
    const server = await startServing([]);
    await server.stop();
    expect(await understudy(['check', server.url])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `Failed to reach "${server.url}": nobody listens there (ECONNREFUSED). Start it, or correct its address.\n`,
    });
  });

  test('ends with 3 where too much stays unjudged', async () => {
    const silent = write(
      'silent.mjs',
      `let calls = 0;
      export default () => {
        if ((calls += 1) > 1) throw new Error('gone');
        return Response.json({ RequestId: crypto.randomUUID() });
      };\n`,
    );
    const args = ['check', `module:${silent}`, '--accounts', 'any', '--only', 'delay-time/*'];
    expect(await understudy(args)).toMatchObject({ exitCode: 3 });
  });
});

describe('replay', () => {
  test('shows what was sent, due and answered', async () => {
    const { exitCode, stdout } = await understudy(['replay', 'delay-time/below-minimum', 'mock']);
    expect(stdout).toMatch(/^delay-time\/below-minimum \(stated\): /);
    expect(stdout).toMatch(/^ +source +Request parameters, DelayTime$/m);
    expect(stdout).toMatch(/^ +send +curl 'http.* -d DelayTime=14/m);
    expect(stdout).toMatch(/^ +answered +400 InvalidDelayTime/m);
    expect(stdout).toMatch(/^ +verdict +exact$/m);
    expect(exitCode).toBe(0);
  });

  test('ends with 1 where the target falls short', async () => {
    expect(await understudy(['replay', 'record-configs/duplicate', 'prism'])).toMatchObject({ exitCode: 1 });
  });
});

test('scenarios can be had as JSON, for other programs', async () => {
  const { stdout } = await understudy(['scenarios', '--json']);
  const scenarios = JSON.parse(stdout) as { id: string; evidence: string; act: object }[];
  expect(scenarios.length).toBeGreaterThan(200);
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  const one = scenarios.find(({ id }) => id === 'delay-time/below-minimum');
  expect(one).toMatchObject({ exercises: 'InvalidDelayTime', evidence: 'stated', family: 'violations' });
});

test('contract check, in a clone, says that the documents are what their sources make', async () => {
  expect(await understudy(['contract', 'check'])).toMatchObject({ exitCode: 0, stderr: '' });
});

test('help can be had for each command', async () => {
  const { exitCode, stdout } = await understudy(['--help']);
  expect(exitCode).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name ?? '');
  expect(commands).toEqual(expect.arrayContaining(['serve', 'check', 'replay', 'scenarios', 'contract']));
  const helps = await Promise.all(commands.map((name) => understudy([name, '--help'])));
  expect(helps.map((help) => help.exitCode)).toEqual(commands.map(() => 0));
});

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function withoutTimes(report: string): string {
  return report.replaceAll(/"durationMs": \d+/g, '"durationMs": 0');
}

test.for([
  [['--help'], 0],
  [['replay', 'delay-time/below-minimum', 'prism', '--runs', '0'], 1],
  [['nonsense'], 2],
  [['check', 'http://127.0.0.1:9', '--only', 'delay-time/*'], 3],
] as const)('a process ends with what its command says: %j', async ([args, exitCode]) => {
  expect(await understudyAlone(args)).toMatchObject({ exitCode });
});

test.skipIf(!hasShell || process.platform !== 'linux')(
  'output that nothing takes ends in a sentence',
  async () => {
    const { stdout, stderr } = await run('bash', [
      '-c',
      `"${process.execPath}" "${command}" scenarios > /dev/full; echo "$?"`,
    ]);

    expect(stderr).toMatch(/^Failed to print: ENOSPC: no space left on device, write\. Send .+\.\n$/);
    expect(stdout).toBe('2\n');
  },
);

test.skipIf(!hasShell).for(['scenarios', 'scenarios --json', 'contract build --help', '--help'])(
  '%s ends in silence where its reader has left',
  async (words) => {
    const line = `"${process.execPath}" "${command}" ${words} | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run('bash', ['-c', line]);

    expect(stderr).toBe('');
    expect(stdout).toBe('0\n');
  },
);
