/** The README says what is so: its commands exist, its requests get the answers it names, its report is today's. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import RPCClient from '@alicloud/pop-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { codeBlocks, section } from '../testing/markdown.ts';
import { ensureBuilt, root, run, startServing, understudy } from '../testing/processes.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'scripts' | 'dependencies' | 'peerDependencies' | 'devDependencies',
  Record<string, string>
>;
const lines = codeBlocks(readme, 'sh').flatMap((block) => block.split('\n'));
const hasShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);

beforeAll(ensureBuilt);

describe('the commands', () => {
  test('of npm are scripts of package.json', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name]) => name ?? '');
    const known = ['ci', 'i', 'run', 'install', 'pack', ...Object.keys(manifest.scripts)];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  const commands = lines.flatMap((line) => {
    const match = /^npx understudy (.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [match[1].trim()];
  });

  test.for([...new Set(commands)])('understudy %s', async (line) => {
    const words = line.split(' ').filter((word) => /^[a-z]+$/.test(word));
    const name = words[0] === 'contract' ? words.slice(0, 2) : words.slice(0, 1);
    const { exitCode, stdout } = await understudy([...name, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: understudy ${name.join(' ')}\\b`));
    const flags = [...line.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
    expect(flags.filter((flag) => !stdout.includes(`${flag} `))).toEqual([]);
  });

  test('shown are many', () => {
    expect(commands.length).toBeGreaterThan(9);
  });
});

test('every flag that the text names is one of some command', async () => {
  const commands = [['serve'], ['check'], ['compare'], ['merge'], ['replay'], ['scenarios']];
  const helps = await Promise.all(commands.map((command) => understudy([...command, '--help'])));
  const known = helps.map(({ stdout }) => stdout).join('');
  const flags = [...readme.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag ?? '');
  expect(flags.filter((flag) => !known.includes(`${flag} `))).toEqual([]);
});

describe.skipIf(!hasShell)('requests, pasted into a shell with curl', () => {
  test('the first is accepted once', async () => {
    await using server = await startServing([]);
    const line = lines.find((one) => one.startsWith('curl ')) ?? '';

    const [first, second] = await pasteAll(server.url, [line, line]);

    const [accepted = '', refused = ''] = codeBlocks(readme, 'json');
    const { RequestId } = first ?? {};
    expect(first).toEqual({ ...(JSON.parse(accepted) as object), RequestId: RequestId ?? 'none' });
    expect(second).toEqual({ ...(JSON.parse(refused) as object), RequestId: second?.RequestId });
  });

  const rows = section(readme, 'Every error with one request')
    .split('\n')
    .flatMap((line) => {
      const match = /^\| `([\w.]+)`\s*\| `(add .*)`\s*\|$/.exec(line);
      return match ? [{ code: match[1] ?? '', request: match[2] ?? '' }] : [];
    });

  test('the table has every documented error', () => {
    const documented = mainOperation(readContract()).errors.documented.map(({ code }) => code);
    expect(rows.map(({ code }) => code)).toEqual(documented);
  });

  test('each line of the table gives the error beside it, again and again', async () => {
    await using server = await startServing([]);
    const define = codeBlocks(section(readme, 'Every error with one request'), 'sh')[0] ?? '';
    const requests = rows.map(({ request }) => request);

    const answers = await pasteAll(server.url, [...requests, 'sleep 1', ...requests], define);

    const codes = rows.map(({ code }) => code);
    expect(answers.map(({ Code }) => Code)).toEqual([...codes, ...codes]);
  });

  test('and without a change the request is accepted', async () => {
    await using server = await startServing([]);
    const define = codeBlocks(section(readme, 'Every error with one request'), 'sh')[0] ?? '';

    const answers = await pasteAll(server.url, ['add', 'add', 'add -d AppName=another'], define);

    expect(answers.map(({ Code }) => Code)).toEqual([undefined, 'ConfigAlreadyExists', undefined]);
  });
});

test('the report is what `check mock` prints, times aside', async () => {
  const [shown = ''] = codeBlocks(section(readme, 'The conformance report'), 'text');
  const { stdout } = await understudy(['check', 'mock']);

  const printed = withoutTimes(stdout);
  let from = 0;
  for (const part of withoutTimes(shown).split(/^…$/m)) {
    const at = printed.indexOf(part.trim(), from);
    expect(at, `The README shows\n\n${part}\n\nbut "check mock" prints\n\n${stdout}`).toBeGreaterThanOrEqual(
      0,
    );
    from = at + part.trim().length;
  }
});

describe('the files it shows', () => {
  // Each begins with its name, as a comment.
  const files = new Map(
    codeBlocks(readme, 'yaml').map((content) => [/^# (\S+)/.exec(content)?.[1] ?? '', content]),
  );
  const folder = temporaryFolder();
  beforeAll(() => {
    for (const [name, content] of files) writeFileSync(join(folder, name), content);
  });

  test('are these', () => {
    expect([...files.keys()]).toEqual(['my-readings.yaml', 'my-world.yaml', 'my-credentials.yaml']);
  });

  test('an overlay changes an answer', async () => {
    await using server = await startServing(['--overlay', join(folder, 'my-readings.yaml')]);
    expect(await add(server.url, { DelayTime: '14' })).toEqual({ status: 422, Code: 'InvalidDelayTime' });
  });

  test('a world says what exists', async () => {
    await using server = await startServing(['--world', join(folder, 'my-world.yaml')]);
    const codeOf = async (changes: Record<string, string>) => (await add(server.url, changes)).Code;
    expect(await codeOf({})).toBe('InvalidOssBucket.NotFound');
    const mine = { OssBucket: 'my-bucket' };
    expect(await codeOf({ ...mine, DomainName: 'gone.example.com' })).toBe('InvalidDomain.NotFound');
    expect(await codeOf({ ...mine, AppName: 'vod-app' })).toBe('Live2Vod.ConfigAlreadyExists');
    expect(await codeOf({ ...mine, AppName: 'live-to-vod' })).toBeUndefined();
  });

  test('credentials say who may call', async () => {
    const args = ['--auth', 'verify', '--credentials', join(folder, 'my-credentials.yaml')];
    await using server = await startServing(args);
    const call = async (accessKeyId: string, accessKeySecret: string): Promise<object> =>
      new RPCClient({ accessKeyId, accessKeySecret, endpoint: server.url, apiVersion: '2016-11-01' })
        .request<object>('AddLiveAppRecordConfig', request, { method: 'POST' })
        .catch((error: unknown) => error as object); // an Error with the code that was answered
    expect((await add(server.url, {})).status).toBe(400);
    expect(await call('my-key', 'my-secret')).toMatchObject({ RequestId: expect.any(String) });
    expect(await call('my-key', 'wrong')).toMatchObject({ code: expect.stringContaining('Signature') });
    expect(await call('reader-key', 'reader-secret')).toMatchObject({
      code: expect.stringContaining('Forbidden'),
    });
  });

  const request = {
    DomainName: 'example.com',
    AppName: 'my-app',
    OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
    OssBucket: 'live-bucket',
    'RecordFormat.1.Format': 'mp4',
    'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
  };

  async function add(
    url: string,
    changes: Record<string, string>,
  ): Promise<{ status: number; Code?: string }> {
    const body = new URLSearchParams({ ...request, ...changes });
    const query = 'Action=AddLiveAppRecordConfig&Version=2016-11-01';
    const response = await fetch(`${url}/?${query}`, { method: 'POST', body });
    const { Code } = (await response.json()) as Body;
    return { status: response.status, ...(Code === undefined ? {} : { Code }) };
  }
});

test('every package has its reason', () => {
  const rows = [
    ...section(readme, 'Dependencies').matchAll(/^\| `([^`]+)`(?: \((peer|dev)[^)]*\))?\s*\| \S/gm),
  ];
  const shown = rows.map(([, name, kind]) => `${kind ?? 'dependency'} ${name}`).toSorted();

  const { dependencies, peerDependencies, devDependencies } = manifest;
  const peers = Object.keys(peerDependencies);
  const developed = Object.keys(devDependencies).filter((name) => !peers.includes(name));
  const wanted = [
    ...Object.keys(dependencies).map((name) => `dependency ${name}`),
    ...peers.map((name) => `peer ${name}`),
    ...developed.map((name) => `dev ${name}`),
  ].toSorted();
  expect(shown).toEqual(wanted);
});

test('its links lead somewhere', () => {
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, title]) => anchor(title ?? ''));
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, name]) => name ?? '');
  expect(links.filter((name) => !headings.includes(name))).toEqual([]);
  const paths = [...readme.matchAll(/\]\(([^#:)]+)\)/g)].map(([, path]) => path ?? '');
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

interface Body {
  readonly Code?: string;
  readonly RequestId?: string;
}

/** Paste lines into a shell, as a person would, and read the JSON that each prints. */
async function pasteAll(url: string, requests: readonly string[], define = ''): Promise<readonly Body[]> {
  const script = [define, ...requests.map((line) => `${line}; echo`)].join('\n');
  const { exitCode, stdout, stderr } = await run('bash', [
    '-c',
    script.replaceAll('http://127.0.0.1:4010', url),
  ]);
  expect(exitCode, stderr).toBe(0);
  const printed = stdout.split('\n').filter((line) => line !== '');
  return printed.map((line) => JSON.parse(line) as Body);
}

/** The number of scenarios goes with the time they take: it grows whenever somebody has an idea. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\d+ scenarios in \d+\.\d s\b/g, '# scenarios in # s');
}

/** As GitHub names headings. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
