import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../contract/fixtures/temporary-folder.ts';
import type { Failure, Report } from '../../../conformance/report/report.ts';
import { ensureBuilt, root, understudy } from '../../testing/processes.ts';

const folder = temporaryFolder();
const target = `module:${join(folder, 'comes-back-once.mjs')}`;

beforeAll(async () => {
  // Our mock, but a key that was removed twice is taken for good.
  writeFileSync(
    join(folder, 'comes-back-once.mjs'),
    `import { createMock } from ${JSON.stringify(pathToFileURL(join(root, 'dist/mocks/index.js')).href)};
    const mock = createMock();
    const removals = new Map();
    export default async (request) => {
      const action = new URL(request.url).searchParams.get('Action');
      const form = new URLSearchParams(await request.clone().text());
      const key = ['DomainName', 'AppName', 'StreamName'].map((name) => form.get(name)).join('/');
      if (action.startsWith('Delete')) removals.set(key, (removals.get(key) ?? 0) + 1);
      const response = await mock.fetch(request);
      if (!action.startsWith('Add') || !response.ok || (removals.get(key) ?? 0) < 2) return response;
      const { RequestId } = await response.json();
      const error = { RequestId, HostId: '', Code: 'ConfigAlreadyExists', Message: 'Config has already exist.' };
      return Response.json(error, { status: 400 });
    };\n`,
  );
  await ensureBuilt();
}, 120_000);

describe('a random sequence that fails', () => {
  let failures: readonly Failure[];
  beforeAll(async () => {
    const only = ['--only', 'random/sequence-*', '--runs', '200', '--seed', '3'];
    const report = join(folder, 'report.json');
    const args = ['check', target, '--accounts', 'any', ...only, '--report', `json=${report}`];
    expect(await understudy(args)).toMatchObject({ exitCode: 1 });
    ({ failures } = JSON.parse(readFileSync(report, 'utf8')) as Report);
  }, 60_000);

  test('is reported as the shortest that fails', () => {
    expect(failures.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/^add (\d), remove \1, add \1, remove \1, add \1$/),
    );
  });

  test('gets the same verdict again, by what the report says', async () => {
    const shrunk = failures.filter(({ replay }) => replay.includes('--path'));
    expect(shrunk.length).toBeGreaterThan(0);
    for (const { replay, title, verdict, answered } of shrunk) {
      const [, ...args] = replay.split(' ');
      const { exitCode, stdout } = await understudy(args);
      expect(stdout).toMatch(/^random\/sequence-\d+ /);
      expect(stdout).toContain(`: ${title}\n`);
      expect(stdout).toMatch(
        new RegExp(`answered  ${answered.status} ${answered.code}\n  verdict   ${verdict}`),
      );
      expect(exitCode).toBe(1);
    }
  });
});

test.for<readonly [string, RegExp]>([
  ['delay-time/below-minimum --path 0:1 --replay-path A:B', /only random sequences have one/],
  ['random/accepted-1 --path 1:1 --replay-path A:B', /only random sequences have one/],
  ['random/sequence-1 --path 2:1 --replay-path A:B', /a path of this sequence begins with 1\./],
  ['random/sequence-1 --path 1:999 --replay-path A:B', /leads to no sequence\. Copy --seed, --path/],
  ['random/sequence-1 --path 1:1', /--path and --replay-path go together/],
  ['random/sequence-1 --replay-path A:B', /--path and --replay-path go together/],
  ['random/sequence-999 --path 999:1 --replay-path A:B', /no scenario has that id/],
  ['random/sequence-* --path 1:1 --replay-path A:B', /no scenario has that id/],
  ['random/sequence-1 --path one', /--path "one": it must be numbers with colons between them/],
  ['random/sequence-1 --path 1:1 --replay-path ;', /--replay-path ";": it must be two words with a colon/],
])('%s is refused in one sentence', async ([line, sentence]) => {
  const [id = '', ...flags] = line.split(' ');
  const { exitCode, stderr } = await understudy(['replay', id, 'mock', ...flags]);

  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect(exitCode).toBe(2);
});
