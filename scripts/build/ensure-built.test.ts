import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const built = temporaryFolder();
let folder = built;

// Building takes a while, so each test starts from a copy of the same build.
beforeAll(async () => {
  for (const path of [
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/build/ensure-built.mjs',
  ]) {
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  write('contract/words.ts', `export const word: string = 'first';\n`);
  write('contract/words.test.ts', `export const test: string = 'never built';\n`);
  write('mocks/page.html', '<p>hello</p>\n');
  write(
    'scripts/understudy.ts',
    `#!/usr/bin/env node\nimport { word } from '../contract/words.ts';\nconsole.log(word);\n`,
  );
  expect(await ensureBuilt()).toEqual({ exitCode: 0, output: '' });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-build-'));
  cpSync(built, folder, { recursive: true, preserveTimestamps: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('builds what is missing: code, declarations, pages, and a command that can be run', () => {
  expect(list('dist')).toEqual([
    '.sources',
    'contract/words.d.ts',
    'contract/words.js',
    'mocks/page.html',
    'scripts/understudy.d.ts',
    'scripts/understudy.js',
  ]);
  expect(read('dist/scripts/understudy.js')).toContain(`from '../contract/words.js'`);
  if (process.platform !== 'win32')
    expect(statSync(join(folder, 'dist/scripts/understudy.js')).mode & 0o111).toBe(0o111);
});

test('leaves a fresh build alone', async () => {
  await ensureBuilt(); // The copy's times differ from the original's in the last digits.
  const { ino } = statSync(join(folder, 'dist'));
  await ensureBuilt();
  expect(statSync(join(folder, 'dist')).ino).toBe(ino);
});

test('builds again when a source changes, and drops what has no source any more', async () => {
  write('contract/words.ts', `export const word: string = 'other';\n`);
  utimesSync(join(folder, 'contract/words.ts'), 1, 1); // As old as a checkout of an old version may look.
  rmSync(join(folder, 'mocks/page.html'));
  await ensureBuilt();
  expect(read('dist/contract/words.js')).toContain('other');
  expect(list('dist')).not.toContain('mocks/page.html');
});

test('builds again when a file of the build is missing or cut short', async () => {
  rmSync(join(folder, 'dist/contract/words.js'));
  await ensureBuilt();
  write('dist/contract/words.js', 'export con');
  await ensureBuilt();
  expect(read('dist/contract/words.js')).toContain('first');
});

test('keeps the last build when the next one fails, and says why', async () => {
  write('contract/words.ts', `export const word: string = ;\n`);
  const { exitCode, output } = await ensureBuilt();
  expect(exitCode).toBe(1);
  expect(output).toMatch(
    /words\.ts.*error TS[^]*Failed to build "dist": the TypeScript compiler reported errors\./,
  );
  expect(read('dist/contract/words.js')).toContain('first');
  expect(readdirSync(folder).filter((name) => name.startsWith('.dist-'))).toEqual([]);
});

test('lets a wrong type pass before a start, and refuses it in a build for others', async () => {
  write('contract/words.ts', `export const word: string = 7;\n`);
  expect((await ensureBuilt()).exitCode).toBe(0);
  expect((await ensureBuilt('--force')).exitCode).toBe(1);
});

test('stays whole when several builds run at once', async () => {
  rmSync(join(folder, 'dist'), { recursive: true });
  const runs = await Promise.all([ensureBuilt(), ensureBuilt()]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(list('dist')).toContain('scripts/understudy.js');
  expect(readdirSync(folder).filter((name) => name.startsWith('.dist-'))).toEqual([]);
});

function ensureBuilt(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'scripts/build/ensure-built.mjs'), ...args]);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function list(path: string): string[] {
  return readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, path, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}
