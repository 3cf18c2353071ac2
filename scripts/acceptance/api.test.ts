/** docs/api.md is what the docstrings say, and what they say compiles. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import {
  apiPage,
  drawApiPage,
  examplesOf,
  readEntryPoints,
  usersOf,
  withImports,
} from '../build/api-page.ts';
import { ensureBuilt, root, run } from '../testing/processes.ts';

const entries = readEntryPoints();
const names = entries.flatMap((entry) => entry.names.map((one) => ({ ...one, entry: entry.name })));

test('the page is what the docstrings say', async () => {
  const page = readFileSync(join(root, apiPage), 'utf8');
  expect(page === (await drawApiPage(entries)), 'It is out of date: run "npm run api"').toBe(true);
});

test('there are many exports, and each says what it is', () => {
  expect(names.length).toBeGreaterThan(120);
  expect(names.filter(({ docstring }) => docstring === '').map(({ name }) => name)).toEqual([]);
});

test('each has an example, or is used in one', () => {
  const without = names.filter(({ docstring, name, kind }) => {
    if (examplesOf(docstring).length > 0) return false;
    return kind !== 'type' || usersOf(name, entries).length === 0;
  });
  expect(without.map(({ name, entry }) => `${name} of ${entry}`)).toEqual([]);
});

test('numbers of milliseconds, seconds and bytes have their unit in the name or beside it', () => {
  const unclear = names.flatMap(({ declaration, name }) =>
    [
      ...declaration.matchAll(
        /(\/\*\*[^]*?\*\/\s*)?readonly (timeout|latency|delay|duration|interval)\??: number/gi,
      ),
    ]
      .filter(([, comment = '']) => !/milli|second/.test(comment))
      .map(([, , member]) => `${name}.${member}`),
  );
  expect(unclear).toEqual([]);
});

// A project of its own, so that the package is found by its name.
const consumer = temporaryFolder();
beforeAll(ensureBuilt);

test('the examples compile', { timeout: 60_000 }, async () => {
  mkdirSync(join(consumer, 'node_modules'));
  symlinkSync(root, join(consumer, 'node_modules/understudy'));
  for (const name of ['msw', 'vitest', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(consumer, 'node_modules', name));
  const examples = [
    ...names.map(({ name, docstring }) => ({ name, docstring })),
    ...entries.map(({ name, about }) => ({ name: name.replaceAll('/', '-'), docstring: about })),
  ].flatMap(({ name, docstring }) =>
    examplesOf(docstring).map((example, index) => ({ file: `${name}-${index}.ts`, example })),
  );
  for (const { file, example } of examples)
    writeFileSync(join(consumer, file), `${withImports(example, entries)}\nexport {};\n`);
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable', 'esnext.disposable'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));

  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { exitCode, stdout } = await run(process.execPath, [tsc, '-p', consumer], consumer);

  expect(examples.length).toBeGreaterThan(35);
  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
});
