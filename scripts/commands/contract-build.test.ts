import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { ensureBuilt, root, understudy } from '../testing/processes.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

/** A folder with an operation of two names, whose overlay contradicts its page in this. */
function writeContract(name: string, contradictions: string): string {
  const path = join(folder, name);
  cpSync(join(root, 'scripts/fixtures/data-driven'), path, { recursive: true });
  for (const kind of ['pages', 'overlays']) {
    const file = (operation: string): string => join(path, kind, `${operation}.yaml`);
    const text = readFileSync(file('CreateWidget'), 'utf8') + (kind === 'overlays' ? contradictions : '');
    writeFileSync(file('CreateWidget'), text);
    writeFileSync(file('CreateGadget'), text.replaceAll('CreateWidget', 'CreateGadget'));
  }
  return path;
}

const contradictions = `
  - target: $.components.schemas.Request.properties.Copies
    update: { x-accepts: [{ value: 99, x-id: many, title: of 99 }, { value: 77, x-id: fewer, title: of 77 }] }
  - target: $.components.schemas.Request.properties.Finish
    update: { x-refuses: [{ value: matt, x-id: dull, title: that is dull }] }
`;

test('build finds all that check would, in every operation, and writes nothing', async () => {
  const contract = writeContract('contradicting', contradictions);
  const { exitCode, stderr, stdout } = await understudy(['contract', 'build', '--contract', contract]);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  for (const operation of ['CreateWidget', 'CreateGadget']) {
    const found = stderr.split('\n').filter((line) => line.includes(`of "${operation}"`));
    expect(found.filter((line) => line.includes('"accepted/copies/many"'))).toHaveLength(1);
    expect(found.filter((line) => line.includes('"accepted/copies/fewer"'))).toHaveLength(1);
    expect(found.filter((line) => line.includes('"x-refuses"')).length).toBeGreaterThan(0);
  }

  const checked = await understudy(['check', 'mock', '--contract', contract]);
  expect(checked.exitCode).toBe(2);
  for (const line of checked.stderr.trimEnd().split('\n').slice(0, -1)) expect(stderr).toContain(line);
});

test('builds a contract that contradicts itself nowhere', async () => {
  const contract = writeContract('sound', '');
  expect(await understudy(['contract', 'build', '--contract', contract])).toMatchObject({ exitCode: 0 });
  expect(await understudy(['contract', 'check', '--contract', contract])).toMatchObject({ exitCode: 0 });
});
