/** The JSON Schemas for editors take what the readers take, and refuse what they refuse. */
import { readFileSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fieldWords, pageWords, parameterWords } from '../../contract/build/page-words.ts';
import { applyOverlay } from '../../contract/build/overlay.ts';
import { keywordNames } from '../../contract/schema/keyword-names.ts';
import { readContract } from '../../contract/contract.ts';
import { worldOf } from '../../contract/world.ts';
import { readCredentials } from '../../mocks/auth/credentials.ts';
import { faultNames, settingsOf } from '../../mocks/faults/rule.ts';
import { readFaultRule } from '../../mocks/faults/read-rule.ts';
import { codeBlocks } from '../testing/markdown.ts';
import { root } from '../testing/processes.ts';

const folder = join(root, 'contract/schemas');
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
const schemas = Object.fromEntries(
  ['page', 'overlay', 'world', 'faults', 'credentials'].map((kind) => [kind, schemaOf(kind)]),
);
const check: Readonly<Record<string, ValidateFunction>> = Object.fromEntries(
  Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]),
);

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

function schemaOf(kind: string): Schema {
  return JSON.parse(readFileSync(join(folder, `${kind}.schema.json`), 'utf8')) as Schema; // one of ours
}

function mistakes(kind: string, value: unknown): readonly string[] {
  check[kind]?.(value);
  return (check[kind]?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What a reader says of a value; undefined where it takes it. */
function refusal(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('files of the contract name their schema, and fit it', () => {
  const files = ['pages', 'overlays', 'presets'].flatMap((name) =>
    globSync(`contract/${name}/*.yaml`, { cwd: root }),
  );
  expect(files.length).toBeGreaterThan(20);
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const [, named = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const kind = { pages: 'page', overlays: 'overlay', presets: 'world' }[file.split('/')[1] ?? ''] ?? '';
    expect(join(root, dirname(file), named)).toBe(join(folder, `${kind}.schema.json`));
    expect(mistakes(kind, parse(text))).toEqual([]);
  });
});

describe('a misspelt word of a reading is found, where it stands', () => {
  const files = globSync('contract/overlays/*.yaml', { cwd: root });
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const words = new Set([...text.matchAll(/(?<=^[ -]*|[{,] ?)(x-[a-z-]+)(?=:)/gm)].map(([word]) => word));
    const unnoticed = [...words].filter((word) => {
      const misspelt = parse(text.replaceAll(`${word}:`, `${word}z:`)) as unknown;
      return !mistakes('overlay', misspelt).some((mistake) => /^\/actions\/\d+\/update/.test(mistake));
    });
    expect(words.size).toBeGreaterThan(3);
    expect(unnoticed).toEqual([]);
  });

  test('in what is said by keyword', () => {
    const { keyword } = schemas['overlay']?.$defs ?? {};
    expect(keyword).toEqual({
      enum: [...keywordNames, 'dependentRequired', 'default', 'accepts', 'idle', '*'],
    });
  });
});

test('a page has the words that the build reads, and no others', () => {
  const own = ['x-evidence', 'x-source'];
  const { page } = schemas;
  expect(Object.keys(page?.properties ?? {}).toSorted()).toEqual([...pageWords, ...own].toSorted());
  for (const part of ['parameter', 'items'])
    expect(Object.keys(page?.$defs[part]?.properties ?? {}).toSorted()).toEqual(
      [...parameterWords, ...own].toSorted(),
    );
  for (const part of ['field', 'fieldItems'])
    expect(Object.keys(page?.$defs[part]?.properties ?? {}).toSorted()).toEqual(
      [...fieldWords, ...own].toSorted(),
    );
});

test('every word of a page is explained in docs/contract.md', () => {
  const text = readFileSync(join(root, 'docs/contract.md'), 'utf8');
  const missing = [...new Set([...pageWords, ...parameterWords, ...fieldWords])].filter(
    (word) => !text.includes(`\`${word}\``),
  );
  expect(missing).toEqual([]);
});

const contract = readContract();

describe('what a reader takes or refuses, its schema does too', () => {
  const rule = (fault: string, more: object = {}): object => ({ fault, ...more });
  const key = { id: 'a', secret: 'b' };
  const allowing = (statement: object): object => ({
    accounts: [{ id: '1', users: [{ name: 'a', policy: { Version: '1', Statement: [statement] } }] }],
  });
  const rows: readonly (readonly [string, unknown, boolean])[] = [
    ['world', {}, true],
    ['world', { buckets: { open: false, present: [{ OssBucket: 'b' }] } }, true],
    ['world', { buckets: { opened: false } }, false],
    ['world', { buckets: { open: 'no' } }, false],
    ['world', { buckets: { present: {} } }, false],
    [
      'overlay',
      { overlay: '1.0.0', info: { title: 'a', version: 1 }, actions: [{ target: '$', update: {} }] },
      true,
    ],
    ['overlay', { overlay: '1.0.0', info: { title: 'a', version: 1 }, actions: [{ target: '$' }] }, false],
    [
      'overlay',
      { overlay: '1.0.0', info: { title: 'a', version: 1 }, actions: [{ target: '$', updates: {} }] },
      false,
    ],
    [
      'overlay',
      { overlay: '2.0.0', info: { title: 'a', version: 1 }, actions: [{ target: '$', update: {} }] },
      false,
    ],
    ['credentials', { accounts: [{ id: '1', accessKeys: [key] }] }, true],
    ['credentials', { accounts: [{ id: '1', accessKeys: [{ ...key, active: 'no' }] }] }, false],
    ['credentials', { accounts: [{ id: '1', acessKeys: [key] }] }, false],
    ['credentials', { accounts: [{ id: 1, accessKeys: [key] }] }, false],
    ['credentials', {}, false],
    ['credentials', allowing({ Effect: 'Allow', Action: ['live:Add*', 'live:List*'], Resource: '*' }), true],
    ['credentials', allowing({ Effect: 'Alow', Action: '*', Resource: '*' }), false],
    ['credentials', allowing({ Effect: 'Allow', Action: '*' }), false],
    ['credentials', allowing({ Effect: 'Deny', Action: [], Resource: '*' }), false],
    ['credentials', allowing({ Effect: 'Deny', Action: '*', Resource: '*', Condition: {} }), false],
    ['faults', [rule('latency', { latencyMs: 5, times: 2 })], true],
    ['faults', [rule('latency')], false],
    [
      'faults',
      [rule('latency', { latencyMs: 5, distribution: { kind: 'uniform', minMs: 1, maxMs: 2 } })],
      false,
    ],
    ['faults', [rule('latency', { distribution: { kind: 'uniform', minMs: 1, maxMs: 2 } })], true],
    ['faults', [rule('error')], false],
    ['faults', [rule('lost')], false],
    ['faults', [rule('reset', { nth: 0 })], false],
    ['faults', [rule('reset', { probability: 2 })], false],
    ['faults', [rule('reset', { where: { AppName: 'a' } })], true],
    ...faultNames
      .filter((name) => name !== 'latency' && name !== 'slow-body' && name !== 'error')
      .flatMap((name) => [
        ['faults', [rule(name)], true] as const,
        ...(['latencyMs', 'retryAfterMs', 'bytes', 'contentType'] as const).map(
          (setting) =>
            [
              'faults',
              [rule(name, { [setting]: setting === 'contentType' ? 'text/plain' : 1 })],
              settingsOf[name].includes(setting),
            ] as const,
        ),
      ]),
  ];
  test.each(rows)('%s %j: %j', (kind, value, isTaken) => {
    expect(mistakes(kind, value).length === 0).toBe(isTaken);
    const readers: Readonly<Record<string, () => unknown>> = {
      world: () => worldOf(contract, value),
      overlay: () => applyOverlay({ openapi: '3.1.0' }, value),
      credentials: () => readCredentials(value),
      faults: () => (Array.isArray(value) ? value : []).map((one) => readFaultRule(one, contract)),
    };
    expect(refusal(readers[kind] ?? (() => undefined)) === undefined).toBe(isTaken);
  });
});

test('what the documentation shows fits', () => {
  const kinds = {
    'my-world.yaml': 'world',
    'my-credentials.yaml': 'credentials',
    'my-readings.yaml': 'overlay',
  };
  const blocks = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'), 'yaml');
  for (const [name, kind] of Object.entries(kinds)) {
    const block = blocks.find((one) => one.includes(`# ${name}`));
    expect(block, name).toBeDefined();
    expect(mistakes(kind, parse(block ?? ''))).toEqual([]);
  }
});
