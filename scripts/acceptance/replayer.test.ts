/** Scenarios as JSON: described by a schema, and enough for a replayer that knows nothing of this project. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { createMock } from '../../mocks/index.ts';
import { startServer } from '../../mocks/server/server.ts';
import { ensureBuilt, root, run, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
const file = join(folder, 'scenarios.json');
const replayer = join(folder, 'replayer.mjs');
let scenarios: readonly { readonly id: string; readonly act: { readonly kind: string } }[];

beforeAll(async () => {
  await ensureBuilt();
  const { stdout } = await understudy(['scenarios', '--json']);
  writeFileSync(file, stdout);
  const page = readFileSync(join(root, 'docs/scenarios.md'), 'utf8');
  writeFileSync(replayer, /```js\n(.*?)```/s.exec(page)?.[1] ?? '');
  scenarios = JSON.parse(stdout) as typeof scenarios;
}, 60_000);

test('fits its schema, for every operation', { timeout: 60_000 }, async () => {
  const schema = JSON.parse(readFileSync(join(root, 'scenarios/scenarios.schema.json'), 'utf8')) as object;
  const fits = new Ajv2020({ allErrors: false, strict: false }).compile(schema);
  for (const operation of ['DescribeLiveRecordConfig', 'RealTimeRecordCommand']) {
    const { stdout } = await understudy(['scenarios', '--json', '--operation', operation]);
    expect(fits(JSON.parse(stdout)), JSON.stringify(fits.errors)).toBe(true);
  }
  expect(fits(scenarios), JSON.stringify(fits.errors)).toBe(true);
  const [first] = scenarios;
  expect(fits([{ ...first, act: { kind: 'dance' } }])).toBe(false);
});

test(
  'the replayer of docs/scenarios.md plays every sequence against a right server, and sees a wrong one',
  { timeout: 120_000 },
  async () => {
    const sequences = scenarios.filter(({ act }) => act.kind === 'sequence');
    const replay = async (fault?: 'wrong'): Promise<readonly string[]> => {
      const mock = createMock();
      if (fault) mock.faults.add({ fault: 'internal-error', where: { DelayTime: '14' } });
      await using server = await startServer(mock, { port: 0 });
      const { stdout } = await run(process.execPath, [replayer, file, server.url]);
      return stdout.trim().split('\n');
    };

    const right = await replay();
    expect(right.filter((line) => !line.startsWith('pass '))).toEqual([]);
    expect(right).toHaveLength(sequences.length);
    expect(sequences.length).toBeGreaterThan(500);

    const wrong = (await replay('wrong')).filter((line) => line.startsWith('fail '));
    expect(wrong.join('\n')).toContain(
      'fail delay-time/below-minimum InvalidDelayTime expected, 500 InternalError answered',
    );
    const sending = sequences.filter((scenario) => JSON.stringify(scenario).includes('"DelayTime":"14"'));
    const failed = wrong.map((line) => line.split(' ')[1]);
    expect(failed.filter((id) => !sending.some((scenario) => scenario.id === id))).toEqual([]);
  },
);
