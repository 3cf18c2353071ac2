/** JUnit XML: a valid document whatever a target answers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { attacks, hostileReport } from '../../fixtures/hostile-report.ts';
import { goodReport, mixedReport } from '../../fixtures/reports.ts';
import { toJunit } from './junit.ts';

test.for([
  ['all is well', goodReport],
  ['everything occurs', mixedReport],
  ['every text is an attack', hostileReport],
] as const)('fits the schema where %s', async ([, report]) => {
  expect(await problemsOf(toJunit(report))).toEqual([]);
});

test('has a suite for each family and a case for each scenario', () => {
  const xml = toJunit(mixedReport);
  expect([...xml.matchAll(/<testsuite name="([\w-]+)"/g)].map(([, name]) => name)).toEqual([
    ...mixedReport.families.map(({ family }) => family),
    'known-failures',
  ]);
  for (const { id, family } of mixedReport.scenarios)
    expect(xml).toContain(`<testcase name="${id}" classname="CreateWidget.${family}"`);
});

test('counts what falls short as failures, what stayed unjudged as errors, and the rest as skipped', () => {
  const xml = toJunit(mixedReport);
  expect(xml).toContain(
    'name="CreateWidget of http://127.0.0.1:4999, seed 1, runs 25: matches 0 of 3 documented codes of the page of 2025-07-24, and 2 scenarios that the page states and 2 that it implies fall short (1 of them known), with 1 of 9 scenarios not played" tests="10" failures="4" errors="1" time="5.120"',
  );
  expect(xml).toContain('<testsuite name="violations" tests="5" failures="2" errors="0" skipped="2">');
  expect(xml).toContain(
    '<failure type="accepted" message="expected 400 Size.Invalid &#34;Size is not valid.&#34;; answered 200 success">',
  );
  expect(xml).toContain('<error type="unjudged" message="unjudged: no answer within 5000 ms">');
});

test('has a time for each case, where it was measured', async () => {
  const times = new Map(mixedReport.scenarios.map(({ id }, index) => [id, index * 1000 + 5]));
  const xml = toJunit(mixedReport, { times });
  expect(xml).toContain(
    '<testcase name="size/above-maximum" classname="CreateWidget.violations" time="2.005">',
  );
  expect(await problemsOf(xml)).toEqual([]);
});

test('turns nothing red where nothing settles what is right', () => {
  expect(toJunit(mixedReport)).toContain(
    '<testcase name="name/blank" classname="CreateWidget.violations"><skipped message="does not count, since nothing settles which is right: expected 400 Name.Missing',
  );
});

test('skips known failures, and fails those that are stale', () => {
  const xml = toJunit(mixedReport);
  expect(xml).toContain(
    '<testcase name="name/known" classname="CreateWidget.violations"><skipped message="known failure, ticket 17: expected 400 Name.Missing',
  );
  expect(xml).toContain(
    '<testcase name="gone/*" classname="CreateWidget.known-failures"><failure type="stale" message="no scenario has such an id"/>',
  );
});

test('says in the first failure what is wrong, and in each why it fails', () => {
  const texts = [...toJunit(mixedReport).matchAll(/<failure [^>]*>([^<]*)</g)].map(([, text = '']) => text);
  expect(texts[0]).toMatch(
    /^1 fault explains 2 of 5 failures, .*:\n 1 {2}Your server takes a Size up to 11; the limit is 10\. \(explains 2, contradicted by 0\)\n/,
  );
  expect(texts.filter((text) => text.includes('because   Your server takes a Size up to 11;'))).toHaveLength(
    2,
  );
});

test('tells how to see a failure again', () => {
  expect(toJunit(mixedReport)).toContain(
    'replay    npx understudy replay size/above-maximum http://127.0.0.1:4999',
  );
});

test('keeps what a target answered as text', () => {
  const xml = toJunit(hostileReport);
  expect(xml).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
  for (const attack of attacks.filter((each) => each.includes('<'))) expect(xml).not.toContain(attack);
});

test('the schema refuses a document that is none', async () => {
  expect(await problemsOf(toJunit(mixedReport).replaceAll('classname=', 'class='))).not.toEqual([]);
  expect(await problemsOf(toJunit(goodReport).replace('tests="9"', 'tests="many"'))).not.toEqual([]);
});

async function problemsOf(xml: string): Promise<readonly string[]> {
  const schema = await readFile(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8');
  const { errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: xml }],
    schema: [schema],
  });
  return errors.map(({ message }) => message);
}
