/** What holds the repository together: packages are pinned, and every file keeps to a few rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../testing/processes.ts';
import { repositoryPaths, repositorySources } from '../testing/repository-files.ts';

type Manifest = {
  readonly files: readonly string[];
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
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
  const mentions = (await repositoryPaths()).flatMap((path) =>
    (readFileSync(join(root, path), 'utf8').match(pattern) ?? []).map((mention) => `${path}: ${mention}`),
  );
  expect(mentions).toEqual([]);
});

test('no source says "is none" or "it wants"', async () => {
  const sources = await repositorySources();

  expect(sources.length).toBeGreaterThan(200);
  const riddles = sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (/is none\b|it wants\b/.test(line) ? [`${path}:${index + 1}`] : [])),
  );
  expect(riddles).toEqual([]);
});

test('each type name is declared once', async () => {
  const sources = (await repositorySources()).filter(
    ({ path }) => !path.includes('openapi/') && !path.includes('/fixtures/'),
  );
  const declared = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/^(?:export )?(?:interface|type) (\w+)\b[^'\n]*(?:[={]|extends)/gm)].map(
      ([, name = '']) => ({ name, path }),
    ),
  );

  expect(declared.length).toBeGreaterThan(300);
  const several = [...Map.groupBy(declared, ({ name }) => name)].filter(([, places]) => places.length > 1);
  expect(several.map(([name, places]) => `${name}: ${places.map(({ path }) => path).join(', ')}`)).toEqual(
    [],
  );
});

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
}
