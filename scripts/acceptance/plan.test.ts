/** Lint holds the plan of the house, as oxlint.config.ts has it: which file may import which. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import lintConfig, { folders, stairs } from '../../oxlint.config.ts';
import { root, run } from '../testing/processes.ts';
import { repositoryPaths } from '../testing/repository-files.ts';

type Diagnostic = {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly filename: string;
};

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
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const { stdout } = await run(process.execPath, [oxlint, '--format', 'json'], tree);
    diagnostics = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
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
    const used = (await repositoryPaths())
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
