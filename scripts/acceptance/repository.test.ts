/** What holds the repository together: the tools pass, the arrows between folders hold, the packages are pinned. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

type Manifest = {
  readonly files: readonly string[];
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
};
type Diagnostic = {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly filename: string;
};

// On a machine that is busy with other tests each of them takes its time.
describe.concurrent('the tools pass on the whole tree', { timeout: 180_000 }, () => {
  test('types', async () => {
    expect(await runTool('typescript/bin/tsc', ['--noEmit'])).toEqual({ exitCode: 0, output: '' });
  });

  test('lint', async () => {
    const { exitCode, output } = await runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']);
    expect(exitCode, output).toBe(0);
  });

  test('format', async () => {
    const { exitCode, output } = await runTool('prettier/bin/prettier.cjs', ['--list-different', '.']);
    expect({ exitCode, output }, 'Run `npm run format`.').toEqual({ exitCode: 0, output: '' });
  });
});

describe('the arrows between folders', () => {
  // One file for each arrow; every file imports its target in each of the forms that could smuggle it in.
  const folders = ['contract', 'mocks', 'scenarios', 'conformance', 'scripts'];
  const allowed: Record<string, readonly string[]> = {
    contract: ['contract'],
    mocks: ['mocks', 'contract'],
    scenarios: ['scenarios', 'contract'],
    conformance: ['conformance', 'contract', 'scenarios'],
    scripts: folders,
  };
  const messages: Record<string, string> = {
    contract: 'contract/ imports nothing of ours.',
    mocks: 'mocks/ imports contract/ only.',
    scenarios: 'scenarios/ imports contract/ only.',
    conformance: 'conformance/ imports contract/ and scenarios/ only.',
  };
  const forms = [
    (target: string) => `import { a } from '${target}';\nexport const b = a;\n`,
    (target: string) => `import type { a } from '${target}';\nexport type B = typeof a;\n`,
    (target: string) => `export { a } from '${target}';\n`,
    (target: string) => `export const b = import('${target}');\n`,
  ];
  const arrows = folders.flatMap((from) => folders.map((to) => ({ from, to })));
  const isAllowed = ({ from, to }: { from: string; to: string }): boolean =>
    allowed[from]?.includes(to) === true;

  const builtIns = [
    { path: 'contract/reads.ts', isRefused: true },
    { path: 'mocks/reads.ts', isRefused: true },
    { path: 'scenarios/reads.ts', isRefused: true },
    { path: 'contract/reads.test.ts', isRefused: false },
    { path: 'contract/files/reads.ts', isRefused: false },
    { path: 'mocks/server/server.ts', isRefused: false },
    { path: 'conformance/reads.ts', isRefused: false },
    { path: 'scripts/reads.ts', isRefused: false },
  ];

  let folder: string;
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'understudy-arrows-'));
    for (const { from, to } of arrows) {
      for (const [index, write] of forms.entries()) {
        writeFile(`${from}/${to}-${index}.ts`, write(`../${to}/a.ts`));
        writeFile(`${from}/inner/${to}-${index}.ts`, write(`../../${to}/a.ts`));
      }
    }
    for (const { path } of builtIns) writeFile(path, `export { readFileSync } from 'node:fs';\n`);

    // Types play no part here, and the temporary tree has no compiler.
    const config = readJson<{ options: object }>('.oxlintrc.json');
    writeFile(
      '.oxlintrc.json',
      JSON.stringify({ ...config, options: { ...config.options, typeAware: false } }),
    );
    const { output } = await runTool('oxlint/bin/oxlint', ['--format', 'json'], folder);
    diagnostics = (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.for(arrows.filter((arrow) => !isAllowed(arrow)))('lint refuses $from -> $to', ({ from, to }) => {
    expect(findRefusals(from, to)).toEqual(refuseAllForms(from, to));
  });

  test.for(arrows.filter(isAllowed))('lint allows $from -> $to', ({ from, to }) => {
    expect(findRefusals(from, to)).toEqual([]);
  });

  test.for(builtIns)('lint refuses a built-in of Node in $path: $isRefused', ({ path, isRefused }) => {
    const found = diagnostics.some(
      ({ code, filename }) => filename === path && code === 'import(no-nodejs-modules)',
    );
    expect(found).toBe(isRefused);
  });

  function writeFile(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  function findRefusals(from: string, to: string): string[] {
    return diagnostics
      .filter(({ code }) => code === 'eslint(no-restricted-imports)')
      .filter(
        ({ filename }) =>
          filename.startsWith(`${from}/${to}-`) || filename.startsWith(`${from}/inner/${to}-`),
      )
      .map(({ filename, help }) => `${filename}: ${help}`)
      .sort();
  }

  function refuseAllForms(from: string, to: string): string[] {
    return ['', 'inner/']
      .flatMap((inner) => forms.map((_, index) => `${from}/${inner}${to}-${index}.ts: ${messages[from]}`))
      .sort();
  }
});

describe('the packages', () => {
  const manifest = readJson<Manifest>('package.json');
  const runtime = readJson<Manifest>('scripts/runtime/package.json');

  test('are pinned exactly', () => {
    const loose = [manifest, runtime]
      .flatMap((each) => [each.dependencies, each.devDependencies, each.optionalDependencies])
      .flatMap((dependencies) => Object.entries(dependencies ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  test('come from whichever registry the reader uses', () => {
    const lock = readJson<{ packages: Record<string, { resolved?: string }> }>('package-lock.json');
    const fixed = Object.entries(lock.packages).filter(([, { resolved }]) => /^\w+:/.test(resolved ?? ''));
    expect(fixed).toEqual([]);
  });

  test('are locked as package.json names them', () => {
    const lock = readJson<{ packages: Record<string, Manifest> }>('package-lock.json');
    expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
    expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies);
    expect(lock.packages['scripts/runtime']?.optionalDependencies).toEqual(runtime.optionalDependencies);
  });

  // Whoever installs the published package keeps the Node they have.
  test('bring no Node of their own to whoever installs ours', () => {
    const names = [manifest.dependencies, manifest.optionalDependencies].flatMap((each) =>
      Object.keys(each ?? {}),
    );
    expect(names.filter((name) => /^node(-|$)/.test(name))).toEqual([]);
    expect(manifest.files.filter((path) => path.startsWith('scripts'))).toEqual([]);
  });
});

test('no file names a folder of the machine it was written on', async () => {
  const homes = ['work', 'root', 'home', 'Users'].join('|');
  const pattern = new RegExp(`(?:^|[\\s"'\`(=]|file://)/(?:${homes})/\\S*`, 'gm');
  const mentions = (await listFiles()).flatMap((path) =>
    (readFileSync(join(root, path), 'utf8').match(pattern) ?? []).map((mention) => `${path}: ${mention}`),
  );
  expect(mentions).toEqual([]);
});

/** Every file that git tracks, or would with the next `git add`. */
async function listFiles(): Promise<string[]> {
  // The owner of a checkout in CI is often somebody else, which git refuses unless told.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { exitCode, output } = await run('git', args, root);
  expect(exitCode, output).toBe(0);
  return [...new Set(output.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
}

/** Runs a tool of node_modules with the Node that runs the tests. */
function runTool(
  path: string,
  args: readonly string[],
  cwd = root,
): Promise<{ exitCode: unknown; output: string }> {
  return run(process.execPath, [join(root, 'node_modules', path), ...args], cwd);
}

function run(
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<{ exitCode: unknown; output: string }> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr });
    });
  });
}
