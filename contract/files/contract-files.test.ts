import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolderOfTest } from '../fixtures/temporary-folder.ts';
import { readContract } from '../contract.ts';
import { evidenceLevels, pick } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { documents } from '../openapi/documents.ts';
import { readOperation } from '../operation/operation.ts';
import { buildContractFiles } from './contract-files.ts';
import { readYaml } from './read-yaml.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const names = Object.keys(documents);

test('the committed documents are what the pages and overlays make', () => {
  const files = buildContractFiles(folder);

  for (const [path, content] of files) {
    const committed = readFileSync(join(folder, path), 'utf8');
    expect(committed === content, `${path} is out of date: run "npm run understudy -- contract build"`).toBe(
      true,
    );
  }
  const openapi = readdirSync(join(folder, 'openapi'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file !== 'played')
    .map((file) => `openapi/${file}`);
  expect(openapi.toSorted()).toStrictEqual([...files.keys()].toSorted());
});

test('the YAML for people and the module for programs say the same', () => {
  for (const name of names) {
    const yaml = parse(readFileSync(join(folder, `openapi/${name}.yaml`), 'utf8')) as unknown;
    expect(yaml).toStrictEqual(documents[name]);
  }
});

test.each(names)('%s is valid OpenAPI 3.1', async (name) => {
  const validator = new Validator();

  const result = await validator.validate(join(folder, `openapi/${name}.yaml`));

  expect(result).toStrictEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

describe('AddLiveAppRecordConfig', () => {
  const operation = readContract().get('AddLiveAppRecordConfig');

  // The error table of the page, typos included, but for the first message: the page leaves it open (%s).
  const rows = [
    [400, 'InvalidOssEndpoint.Malformed', 'Specified parameter OssEndpoint is not valid.'],
    [400, 'InvalidOssBucket.Malformed', 'Specified parameter OssBucket is not valid.'],
    [400, 'InvalidOssBucket.NotFound', 'The parameter OssBucket does not exist.'],
    [400, 'InvalidFormat.Malformed', 'Specified parameter Format is not valid.'],
    [400, 'InvalidCycleDuration.Malformed', 'Specified CycleDuration Format is not valid.'],
    [400, 'InvalidSliceDuration.Malformed', 'Specified SliceDuration Format is not valid.'],
    [400, 'InvalidTemplateLength.Malformed', 'Specified record template length is not valid.'],
    [400, 'InvalidTemplate.ForbidRaw', 'Template named raw is Forbidden.'],
    [400, 'MissingTemplate', 'Template is mandatory for this action.'],
    [400, 'MissingOssObjectPrefix', 'OssObjectPrefix is mandatory for this action.'],
    [400, 'MissingSliceOssObjectPrefix', 'SliceOssObjectPrefix is mandatory for this action.'],
    [400, 'InvalidOssObjectPrefix.Malformed', 'Specified parameter OssObjectPrefix is not valid.'],
    [400, 'InvalidSliceOssObjectPrefix.Malformed', 'Specified parameter SliceOssObjectPrefix is not valid.'],
    [400, 'ConfigAlreadyExists', 'Config has already exist.'],
    [400, 'InvalidFormat.IllegalOperation', 'Specified parameter Format can not be multiple.'],
    [400, 'InvalidDelayTime', 'Specified Delaytime is invalid.'],
    [400, 'Live2Vod.ConfigAlreadyExists', 'Had live2vod record config already.'],
    [400, 'InvalidStartTime.Malformed', 'Specified StartTime is malformed.'],
    [400, 'InvalidEndTime.Malformed', 'Specified EndTime is malformed.'],
    [
      400,
      'InvalidEndTime.Mismatch',
      'Specified EndTime does not math the specified StartTime or current time.',
    ],
    [400, 'InvalidStartTime.Mismatch', 'Specified StartTime does not math the current time.'],
  ];

  test('has the 21 errors that its page lists, as the page prints them', () => {
    expect(
      operation?.errors.documented.map(({ status, code, wireMessage }) => [status, code, wireMessage]),
    ).toStrictEqual(rows);
  });

  test('keeps the message that the page leaves open', () => {
    const [first, ...others] = operation?.errors.documented ?? [];

    expect(first?.message).toBe('%s');
    expect(others.filter(({ message, wireMessage }) => message !== wireMessage)).toStrictEqual([]);
  });

  test('counts every row of that table as stated', () => {
    expect(new Set(operation?.errors.documented.map(({ evidence }) => evidence))).toStrictEqual(
      new Set(['stated']),
    );
  });

  test('has a rule, a precondition or a limit for each of these errors', () => {
    const meant = [
      ...(operation?.rules ?? []).map(({ error }) => error),
      ...(operation?.preconditions ?? []).map(({ error }) => error),
    ];

    expect(rows.map(([, code]) => code).filter((code) => !meant.includes(String(code)))).toStrictEqual([]);
  });
});

describe.each(names)('the statements of %s', (name) => {
  const document = documents[name] ?? {};
  const statements = [...objectsIn(document)].filter(({ object }) => object['x-evidence'] !== undefined);

  test('are as sure as one of the four levels', () => {
    const levels = statements.flatMap(({ pointer, object }) =>
      textsOf(object['x-evidence']).map((level) => [pointer, level]),
    );

    expect(levels.length).toBeGreaterThan(10);
    expect(levels.filter(([, level]) => !evidenceLevels.some((known) => known === level))).toStrictEqual([]);
  });

  test('say where they stand', () => {
    const silent = statements
      .filter(({ pointer }) => !/\/x-(?:accepts|refuses)\/\d+$/.test(pointer)) // examples of what the schema around says
      .filter(({ object }) =>
        keywordsOf(object['x-evidence']).some((keyword) => !pick(object['x-source'], keyword)),
      );

    expect(silent.map(({ pointer }) => pointer)).toStrictEqual([]);
  });

  test('say it of every rule, precondition, limit and error', () => {
    const operation = readOperation(document);
    const all = [
      ...operation.rules,
      ...operation.preconditions,
      ...(operation.rateLimit ? [operation.rateLimit] : []),
      ...operation.errors.documented,
    ];

    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ source }) => source.trim() === '')).toStrictEqual([]);
  });

  test('say it of what the operation does and of every error of the gateway', () => {
    const { 'x-effect': effect, 'x-common-errors': errors } = (
      document as { paths: { '/': { post: Record<string, Json> } } }
    ).paths['/'].post;

    for (const statement of [effect, ...(isArray(errors) ? errors : [])]) {
      expect(statement).toMatchObject({
        'x-evidence': expect.any(String),
        'x-source': expect.stringMatching(/\S/),
      });
    }
  });
});

test('names the file and the line where YAML is broken', () => {
  const broken = copyOfContract();
  writeFileSync(join(broken, 'pages/DeleteLiveAppRecordConfig.yaml'), 'operation: A\n  version: 1\n');

  expect(() => buildContractFiles(broken)).toThrow(
    /^Failed to read ".*DeleteLiveAppRecordConfig\.yaml": .+ at line 1, column \d+\. Correct the YAML\.$/,
  );
});

test('names the file that is not there', () => {
  expect(() => readYaml('no-such-file.yaml')).toThrow(
    'Failed to read "no-such-file.yaml": there is no such file or folder. Correct the path.',
  );
});

test('names the operation whose overlay does not fit', () => {
  const broken = copyOfContract();
  const overlay = { overlay: '1.0.0', actions: [{ target: '$.nowhere', update: {} }] };
  writeFileSync(join(broken, 'overlays/DeleteLiveAppRecordConfig.yaml'), JSON.stringify(overlay));

  expect(() => buildContractFiles(broken)).toThrow(
    'DeleteLiveAppRecordConfig: Failed to apply overlay to "$.nowhere": the document has no such place.',
  );
});

function copyOfContract(): string {
  const copy = temporaryFolderOfTest();
  for (const part of ['common.yaml', 'pages', 'overlays', 'products'])
    cpSync(join(folder, part), join(copy, part), { recursive: true });
  return copy;
}

function* objectsIn(
  value: Json,
  pointer = '',
): Generator<{ readonly object: JsonObject; readonly pointer: string }> {
  if (isObject(value)) yield { object: value, pointer };
  const members = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  for (const [step, member] of members) yield* objectsIn(member, pointerTo(pointer, step));
}

function textsOf(evidence: Json | undefined): readonly string[] {
  return isObject(evidence) ? Object.values(evidence).map(String) : [String(evidence)];
}

/** `accepts` is about what lies inside a limit; its source is that of the limit. */
function keywordsOf(evidence: Json | undefined): readonly string[] {
  return isObject(evidence) ? Object.keys(evidence).filter((keyword) => keyword !== 'accepts') : [''];
}
