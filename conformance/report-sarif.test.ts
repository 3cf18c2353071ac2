/** SARIF: each difference beside the line of the contract that it breaks. */
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { goodReport, hostileReport, mixedReport } from './fixtures/reports.ts';
import { toSarif } from './report-sarif.ts';

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
}

test.for([
  ['all is well', goodReport],
  ['everything occurs', mixedReport],
  ['every text is an attack', hostileReport],
] as const)('fits the schema where %s', async ([, report]) => {
  const schema: unknown = JSON.parse(
    await readFile(new URL('fixtures/sarif-subset.schema.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(schema as object, JSON.parse(toSarif(report, { lineOf: () => 7 })));
  expect(ajv.errors).toBeNull();
});

test('points at the line of the rule that is broken', () => {
  const lines = new Map([['/components/schemas/Request/properties/Size/maximum', 41]]);
  const [, aboveMaximum] = resultsOf(toSarif(mixedReport, { lineOf: (pointer) => lines.get(pointer) }));
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
    ['fail', 'error', 0],
    ['fail', 'error', 0],
    ['fail', 'note', 0],
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
  const [result] = resultsOf(toSarif({ ...mixedReport, failures: [{ ...first, answered }] }));
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
