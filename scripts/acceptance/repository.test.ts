/** What holds the repository together: lint holds the plan of the house, the packages are pinned. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import lintConfig, { folders, stairs } from '../../oxlint.config.ts';

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

test('both pages that people look at have one palette', () => {
  const paletteOf = (file: string): readonly string[] =>
    [
      ...(/:root \{([^}]*)\}/.exec(readFileSync(join(root, file), 'utf8'))?.[1]?.matchAll(/--[^;]*;/g) ?? []),
    ].map(([declaration]) => declaration);
  const [report, inspector] = ['conformance/report/html/style.css', 'mocks/admin/page/style.css'].map(
    paletteOf,
  );
  expect(report?.length).toBeGreaterThan(10);
  expect(report).toEqual(inspector);
});

// One tree of small files that break the plan of oxlint.config.ts in every way, and one lint of it all.
describe('the plan of the house', () => {
  // Each file imports its target in every form that could smuggle it in.
  const forms = [
    (target: string) => `import { a } from '${target}';\nexport const b = a;\n`,
    (target: string) => `import type { a } from '${target}';\nexport type B = typeof a;\n`,
    (target: string) => `export { a } from '${target}';\n`,
    (target: string) => `export const b = import('${target}');\n`,
  ];
  const tops = Object.keys(folders);
  const arrows = tops.flatMap((from) => tops.map((to) => ({ from, to })));
  const isAllowed = ({ from, to }: { from: string; to: string }): boolean =>
    from === to || folders[from]?.includes(to) === true;

  /** Everything that stands in a list above something else, and a file that stands there. */
  const steps = Object.entries(stairs).flatMap(([folder, list]) =>
    list.map((step, index) => {
      const [name, door] =
        typeof step === 'string' ? [step, step] : [step.name, `${step.name}/${step.doors[0] ?? 'any'}.ts`];
      const inside = typeof step === 'string' ? folder : `${folder}/${step.name}`;
      return { folder, index, name, inside, target: `${folder}/${door.replace('*', 'any')}` };
    }),
  );
  const climbs = steps.flatMap((low) =>
    steps
      .filter(({ folder, index, name }) => folder === low.folder && index > low.index && name !== '*')
      .map((high) => ({ from: low.inside, low, high })),
  );
  const rooms = Object.entries(stairs).flatMap(([folder, list]) =>
    list.flatMap((step) =>
      typeof step === 'string' || step.doors.includes('*')
        ? []
        : [{ folder, room: `${folder}/${step.name}` }],
    ),
  );
  const builtIns = [
    { path: 'contract/reads.ts', isRefused: true },
    { path: 'mocks/reads.ts', isRefused: true },
    { path: 'mocks/engine/reads.ts', isRefused: true },
    { path: 'scenarios/reads.ts', isRefused: true },
    { path: 'contract/reads.test.ts', isRefused: false },
    { path: 'mocks/server/reads.ts', isRefused: false },
    { path: 'conformance/reads.ts', isRefused: false },
    { path: 'scripts/reads.ts', isRefused: false },
  ];

  const tree = temporaryFolder();
  let diagnostics: readonly Diagnostic[];

  beforeAll(async () => {
    for (const { from, to } of arrows)
      for (const inside of [from, `${from}/inner`, `${from}/inner/deeper`])
        writeForms(inside, `to-${to}`, `${to}/a.ts`);
    for (const { low, high } of climbs) {
      // A file that is named in a list has its rule under its own name only.
      if (low.name.endsWith('.ts')) write(low.target, low.inside, climbed(low));
      else writeForms(low.inside, `up-${high.index}`, high.target);
    }
    for (const { folder, room } of rooms) writeForms(folder, `in-${basename(room)}`, `${room}/no-door.ts`);
    for (const { path } of builtIns) writeFile(path, `export { readFileSync } from 'node:fs';\n`);
    writeFile('mocks/engine/one.ts', `import type { Other } from './other.ts';\nexport type One = Other;\n`);
    writeFile('mocks/engine/other.ts', `import type { One } from './one.ts';\nexport type Other = One[];\n`);
    writeFile('mocks/engine/detour.ts', `export { a } from '../../mocks/state/store.ts';\n`);

    // Types play no part here, and the temporary tree has no compiler.
    const { options, ...config } = lintConfig;
    writeFile('.oxlintrc.json', JSON.stringify({ ...config, options: { ...options, typeAware: false } }));
    const { output } = await runTool('oxlint/bin/oxlint', ['--format', 'json'], tree);
    diagnostics = (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics;
  });

  test.for(arrows.filter((arrow) => !isAllowed(arrow)))('lint refuses $from -> $to', ({ from, to }) => {
    for (const inside of [from, `${from}/inner`, `${from}/inner/deeper`])
      expect(refused(inside, `to-${to}`)).toEqual(allForms(inside, `to-${to}`));
    const help = refusals(from, `to-${to}`).map(({ help: text }) => text);
    expect(help[0]).toMatch(new RegExp(`^${from}/ imports `));
  });

  test.for(arrows.filter((arrow) => isAllowed(arrow) && arrow.from !== arrow.to))(
    'lint allows $from -> $to',
    ({ from, to }) => expect(refused(from, `to-${to}`)).toEqual([]),
  );

  test.for(climbs.filter(({ low }) => !low.name.endsWith('.ts')))(
    'lint refuses the way up from $from to $high.target',
    ({ from, high }) => expect(refused(from, `up-${high.index}`)).toEqual(allForms(from, `up-${high.index}`)),
  );

  test.for(steps.filter((low) => low.name.endsWith('.ts') && climbed(low).length > 0))(
    'lint refuses every way up from the file $target',
    (low) => {
      const found = diagnostics.filter(
        ({ filename, help }) => filename === low.target && help.startsWith('Imports go down the stairs only'),
      );
      expect(found).toHaveLength(climbed(low).length);
    },
  );

  test.for(rooms)('lint refuses a way into $room that is no door of it', ({ folder, room }) => {
    expect(refused(folder, `in-${basename(room)}`)).toEqual(allForms(folder, `in-${basename(room)}`));
  });

  test('lint refuses a circle of types, and a way around by the folder itself', () => {
    const codes = (path: string): readonly string[] =>
      diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code);
    expect(codes('mocks/engine/one.ts')).toContain('import(no-cycle)');
    expect(codes('mocks/engine/detour.ts')).toContain('eslint(no-restricted-imports)');
  });

  test.for(builtIns)('lint refuses a built-in of Node in $path: $isRefused', ({ path, isRefused }) => {
    const found = diagnostics.some(
      ({ code, filename }) => filename === path && code === 'import(no-nodejs-modules)',
    );
    expect(found).toBe(isRefused);
  });

  test('has a place for every folder with sources', async () => {
    const known = new Set([...Object.keys(stairs), ...steps.map(({ inside }) => inside)]);
    const used = (await listFiles())
      .filter((path) => tops.some((top) => path.startsWith(`${top}/`)))
      .filter((path) => /\.[mc]?[jt]sx?$/.test(path) && !path.includes('/fixtures/'))
      .map((path) => dirname(path));
    expect([...new Set(used)].filter((folder) => !known.has(folder))).toEqual([]);
  });

  test('names no file and no room that is not there', () => {
    const named = steps.filter(({ name }) => name !== '*');
    const doors = rooms.flatMap(({ room }) => {
      const step = stairs[dirname(room)]?.find(
        (each) => typeof each === 'object' && each.name === basename(room),
      );
      return typeof step === 'object' ? step.doors.map((door) => `${room}/${door}.ts`) : [];
    });
    const paths = [...named.map(({ folder, name }) => `${folder}/${name}`), ...doors];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  function climbed(low: (typeof steps)[number]): readonly string[] {
    return climbs.filter((climb) => climb.low === low).map(({ high }) => high.target);
  }

  function writeForms(inside: string, name: string, target: string): void {
    for (const [index, form] of forms.entries())
      writeFile(`${inside}/${name}-${index}.ts`, form(relativeTo(inside, target)));
  }

  function write(path: string, inside: string, targets: readonly string[]): void {
    const lines = targets.map((target) => `import '${relativeTo(inside, target)}';\n`);
    writeFile(path, `${lines.join('')}export const a = 1;\n`);
  }

  function relativeTo(inside: string, target: string): string {
    const path = relative(inside, target);
    return path.startsWith('.') ? path : `./${path}`;
  }

  function writeFile(path: string, content: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }

  function refusals(inside: string, name: string): readonly Diagnostic[] {
    return diagnostics.filter(
      ({ code, filename }) =>
        code === 'eslint(no-restricted-imports)' && filename.startsWith(`${inside}/${name}-`),
    );
  }

  function refused(inside: string, name: string): readonly string[] {
    return [...new Set(refusals(inside, name).map(({ filename }) => filename))].toSorted();
  }

  function allForms(inside: string, name: string): readonly string[] {
    return forms.map((_, index) => `${inside}/${name}-${index}.ts`);
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
