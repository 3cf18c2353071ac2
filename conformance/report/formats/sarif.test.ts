/** SARIF: each difference beside the line of the contract that it breaks. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { hostileReport } from '../../fixtures/hostile-report.ts';
import { similarReport } from '../../fixtures/long-reports.ts';
import { goodReport, mixedReport } from '../../fixtures/reports.ts';
import { toSarif } from './sarif.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: object; readonly region?: object } },
  ];
  readonly suppressions?: readonly object[];
  readonly occurrenceCount: number;
  readonly partialFingerprints: object;
  readonly properties: { readonly scenario: string; readonly alike: readonly string[] };
}

let fits: ValidateFunction;
beforeAll(async () => {
  // The package exports what lies beside the schema, and not the schema itself.
  const beside = createRequire(import.meta.url).resolve(
    '@microsoft/sarif-multitool-ts/schemas/ai-run.schema.json',
  );
  const file = join(dirname(beside), '..', 'assets', 'sarif-2.1.0.schema.json');
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const isReference = (text: string): boolean => /^[\w!#$%&'()*+,./:;=?@~-]*$/.test(text);
  ajv.addFormat('uri-reference', isReference);
  ajv.addFormat('uri', (text: string) => isReference(text) && URL.canParse(text));
  ajv.addFormat('uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i);
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
  fits = ajv.compile(JSON.parse(await readFile(file, 'utf8')) as object);
});

test.for([
  ['all is well', goodReport],
  ['everything occurs', mixedReport],
  ['one cause has several failures', similarReport],
  ['every text is an attack', hostileReport],
] as const)('fits the whole schema of SARIF 2.1.0 where %s', ([, report]) => {
  fits(JSON.parse(toSarif(report, { contractPath: 'a b/[c].yaml', lineOf: () => 7 })));
  expect(fits.errors ?? []).toEqual([]);
});

test('the schema refuses a document that is none', () => {
  const sarif = toSarif(mixedReport);
  for (const [right, wrong] of [
    ['"2.1.0"', '"2.2.0"'],
    ['"level": "error"', '"level": "bad"'],
    ['"startLine": 1', '"startLine": 0'],
    ['"ruleIndex"', '"ruleIndices"'],
    ['contract/openapi', 'contract openapi'],
  ] as const)
    expect(fits(JSON.parse(sarif.replace(right, wrong))), wrong).toBe(false);
});

test('has one result for a diagnosis, at the failure that shows it best', () => {
  const [first] = resultsOf(toSarif(mixedReport));
  expect(first?.message.text).toMatch(
    /^Your server takes a Size up to 11; the limit is 10\. \(explains 2, contradicted by 0\)\n/,
  );
  expect(first?.properties.scenario).toBe('size/above-maximum');
  expect(first?.properties.alike).toEqual(['accepted/size/largest']);
});

test('lists a cause that nothing explains once, and counts what is alike', () => {
  const bare = { ...similarReport, diagnoses: [], readings: [] };
  const results = resultsOf(toSarif(bare));
  expect(results.map(({ occurrenceCount }) => occurrenceCount)).toEqual([1, 5, 1, 1, 1, 1]);
  expect(results[1]?.properties.scenario).toBe('size/above-maximum/short');
  expect(results[1]?.properties.alike).toEqual([
    'size/above-maximum',
    'size/above-maximum/in-full',
    'size/above-maximum/first-item',
    'size/above-maximum/last-item',
  ]);
  expect(results[1]?.message.text).toContain('\nAlike: size/above-maximum, ');
  const fingerprints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  expect(new Set(fingerprints).size).toBe(results.length);
});

test('keeps the fingerprint of a failure that becomes known', () => {
  const fingerprintOf = (sarif: string, id: string) =>
    resultsOf(sarif).find(({ properties }) => properties.scenario === id)?.partialFingerprints;
  const failures = mixedReport.failures.map((failure) =>
    failure.id === 'name/missing'
      ? { ...failure, known: 'ticket 18', outcome: 'known-failure' as const }
      : failure,
  );
  const [before, after] = [toSarif(mixedReport), toSarif({ ...mixedReport, failures })];
  expect(fingerprintOf(after, 'name/missing')).toEqual(fingerprintOf(before, 'name/missing'));
  expect(fingerprintOf(after, 'name/missing')).not.toEqual(fingerprintOf(after, 'size/above-maximum'));
});

test('points at the line of the rule that is broken', () => {
  const lines = new Map([['/components/schemas/Request/properties/Size/maximum', 41]]);
  const [aboveMaximum] = resultsOf(toSarif(mixedReport, { lineOf: (pointer) => lines.get(pointer) }));
  expect(aboveMaximum?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'contract/openapi/CreateWidget.yaml' },
    region: { startLine: 41 },
  });
});

test('points at the top of the document where the line is not known', () => {
  const [first] = resultsOf(toSarif(mixedReport, { contractPath: 'node_modules/a b/CreateWidget.yaml' }));
  expect(first?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'node_modules/a%20b/CreateWidget.yaml' },
    region: { startLine: 1 },
  });
});

test('says how much each difference weighs', () => {
  const weights = resultsOf(toSarif(mixedReport)).map(({ kind, level, suppressions }) => [
    kind,
    level,
    suppressions?.length ?? 0,
  ]);
  expect(weights).toEqual([
    ['fail', 'error', 0],
    ['fail', 'note', 0],
    ['fail', 'error', 0],
    ['fail', 'error', 1],
    ['open', 'none', 0],
  ]);
});

test('lists each code once as a rule, and leads from each result to its rule', () => {
  const sarif = toSarif(mixedReport);
  const { rules } = runOf(sarif).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(['OK', 'Size.Invalid', 'Name.Missing', 'Name.Taken']);
  for (const { ruleId, ruleIndex } of resultsOf(sarif)) expect(rules[ruleIndex]?.id).toBe(ruleId);
});

test('writes links and placeholders in answers as text', () => {
  const [first] = mixedReport.failures;
  if (!first) throw new Error('Failed to read the report: it lists no failure.');
  const answered = { status: 400, code: '[a](http://evil.example) {0}' };
  const [result] = resultsOf(toSarif({ ...mixedReport, diagnoses: [], failures: [{ ...first, answered }] }));
  expect(result?.message.text).toContain(String.raw`\[a\](http://evil.example) {{0}}`);
});

function runOf(sarif: string) {
  const log = JSON.parse(sarif) as {
    readonly runs: readonly [
      {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly Result[];
      },
    ];
  };
  return log.runs[0];
}

function resultsOf(sarif: string): readonly Result[] {
  return runOf(sarif).results;
}
