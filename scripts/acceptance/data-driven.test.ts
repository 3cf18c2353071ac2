/** What an API is like stands in its contract alone: another operation needs two YAML files, and no code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarise } from '../../conformance/report/create/create-report.ts';
import { run } from '../../conformance/run/run.ts';
import { mainOperation } from '../../contract/contract.ts';
import { isArray, isObject, type Json } from '../../contract/json.ts';
import { documents } from '../../contract/openapi/documents.ts';
import { createFetchMock, type FetchMock } from '../../mocks/mock.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { loadContract } from '../../contract/files/load.ts';
import { openTarget } from '../cli/targets/targets.ts';
import { ensureBuilt, root, startServing, understudy } from '../testing/processes.ts';
import { reportOfMock } from '../testing/report-of-mock.ts';

describe('an operation that is nothing but two YAML files', () => {
  const folder = join(root, 'scripts/fixtures/data-driven');
  const contract = loadContract(folder);
  const operation = mainOperation(contract);
  const codes = operation.errors.documented.map(({ code }) => code);

  test('is played', async () => {
    const mock = createFetchMock({ contract, clock: 'virtual' });
    const widget = {
      Workshop: 'north',
      Label: 'blue',
      'Parts.1.Shape': 'gear',
      'Parts.1.Teeth': '8',
      Glue: 'resin',
    };

    expect(await answerTo(mock, widget)).toBe('200 OK');
    expect(await answerTo(mock, { ...widget, Edition: 'first' })).toBe('409 Label.Taken');
    expect(await answerTo(mock, { ...widget, Edition: 'second' })).toBe('200 OK');
    expect(await answerTo(mock, { ...widget, 'Parts.1.Teeth': '7' })).toBe('400 Teeth.OutOfRange');
    expect(await answerTo(mock, { ...widget, Workshop: 'closed' })).toBe('404 Workshop.Closed');
    expect(await answerTo(mock, { ...widget, Label: 'sample' })).toBe('429 Hurry.User');
    mock.clock.advance({ seconds: 1 });
    expect(await answerTo(mock, { ...widget, Label: 'sample' })).toBe('409 Label.Taken');
  });

  test('is exercised, every rule and every documented error', () => {
    const scenarios = generateScenarios(operation, contract);

    const exercised = new Set(scenarios.map(({ exercises }) => exercises));
    expect(codes.filter((code) => !exercised.has(code))).toStrictEqual([]);
    const ids = scenarios.map(({ id }) => id);
    expect(operation.rules.filter((rule) => !ids.some((id) => id.startsWith(rule.id)))).toStrictEqual([]);
    expect(new Set(scenarios.map(({ family }) => family))).toContain('rate-limit');
  });

  test('is reported, and the mock plays all of it as documented', async () => {
    const report = await reportOfMock(contract, operation);

    expect(report.failures).toStrictEqual([]);
    expect(report.skipped).toStrictEqual([]);
    expect(report.verdicts.code).toBe(0);
    expect(report).toMatchObject({
      contract: { operation: 'CreateWidget', page: '2026-02-03' },
      score: 1,
      codesDocumented: codes.length,
      codesProduced: codes.length,
      codesMatched: codes.length,
    });
  });

  test('is checked and served by the command line, with --contract', { timeout: 30_000 }, async () => {
    await ensureBuilt();
    await using server = await startServing(['--contract', folder]);
    expect(server.output()).toContain('CreateWidget');

    for (const target of ['mock', server.url]) {
      const { exitCode, stdout, stderr } = await understudy([
        'check',
        target,
        '--contract',
        folder,
        ...['accepted/*', 'label/*'].flatMap((only) => ['--only', only]),
        '--accounts',
        'any',
      ]);
      expect(exitCode, stdout + stderr).toBe(0);
    }
  });

  test('is reported as wrong where it is played wrongly', async () => {
    const target = await openTarget('mock', contract, operation, {});
    const careless: typeof target = {
      ...target,
      send: (call) =>
        target.send({
          ...call,
          path: call.path.replace(/&Finish=\w+/, ''),
          body: call.body.replace(/&Finish=\w+/, ''),
        }),
    };

    const report = summarise(await run({ contract, operation, target: careless, seed: 1 }));

    const failed = report.codes.filter(({ score }) => score !== 1).map(({ code }) => code);
    expect(failed).toStrictEqual(['Finish.Unknown']);
  });
});

describe.each(['mocks', 'scenarios', 'conformance'])('%s/', (folder) => {
  const sources = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(?:^|\/)fixtures\//.test(file))
    .map((file) => join(folder, file));

  test('names no parameter, no documented error and no operation of the API', () => {
    const names = new Set(Object.values(documents).flatMap(namesOf));
    const mentions = sources.flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return wordsOf(source)
        .filter((word) => names.has(word) && (!ordinary.has(word) || isQuoted(word, source)))
        .map((word) => `${file}: ${word}`);
    });

    expect(sources.length).toBeGreaterThan(5);
    expect(names.size).toBeGreaterThan(40);
    expect(mentions).toStrictEqual([]);
  });
});

/** Parameters that are called by a word which types and sentences need too; only where it is quoted is it a parameter's name. */
const ordinary = new Set(['Command', 'Order']);

function isQuoted(word: string, source: string): boolean {
  return ["'", '"', '`'].some((quote) => source.includes(quote + word + quote));
}

/** Of one document: its operation, its documented codes, and its parameters at every level. */
function namesOf(document: Json): readonly string[] {
  const { paths, components } = document as {
    paths: { '/': { post: { operationId: string; 'x-errors': readonly { code: string }[] } } };
    components: { schemas: { Request: Json } };
  };
  const { operationId, 'x-errors': errors } = paths['/'].post;
  return [operationId, ...errors.map(({ code }) => code), ...propertiesOf(components.schemas.Request)];
}

function propertiesOf(schema: Json): readonly string[] {
  if (isArray(schema)) return schema.flatMap(propertiesOf);
  if (!isObject(schema)) return [];
  const own = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  return [...own, ...Object.values(schema).flatMap(propertiesOf)];
}

/** Identifiers, and codes with their dots: `InvalidFormat.Malformed` as well as `InvalidFormat` and `Malformed`. */
function wordsOf(source: string): readonly string[] {
  return [...(source.match(/\w+/g) ?? []), ...(source.match(/\w+(?:\.\w+)+/g) ?? [])];
}

async function answerTo(mock: FetchMock, parameters: Readonly<Record<string, string>>): Promise<string> {
  const query = new URLSearchParams({ Action: 'CreateWidget', ...parameters }).toString();
  const { answer } = await mock.handle({ method: 'POST', url: `/?${query}`, headers: {}, body: '' });
  const { Code } = JSON.parse(answer?.body ?? '') as { Code?: string };
  return `${answer?.status} ${Code ?? 'OK'}`;
}
