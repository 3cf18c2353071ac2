import { expect, test } from 'vitest';
import { readReport } from './ours.ts';
import { readObjections } from './prism.ts';
import { readJUnit, readNewman } from './read-results.ts';

test('reads JUnit: failures and errors, names unescaped, equal names kept apart', () => {
  const xml = `<testsuite>
    <testcase name="a &lt;1&gt;" time="0.1"/>
    <testcase classname="x" name="b"><failure><![CDATA[expected "200"]]></failure></testcase>
    <testcase name="c"><error/></testcase>
    <testcase name="b"></testcase>
  </testsuite>`;
  const { checks, failed } = readJUnit(xml);
  expect([...checks]).toEqual(['a <1>', 'b', 'c', 'b #4']);
  expect([...failed]).toEqual(['b', 'c']);
});

test('takes results without a test for no result', () => {
  expect(() => readJUnit('<testsuite/>')).toThrow('no test case');
  expect(() => readNewman('{"run":{"executions":[]}}')).toThrow('no request');
});

test("reads newman's assertions, and requests that were not answered", () => {
  const executions = [
    { item: { name: 'one' }, assertions: [{ assertion: 'status' }, { assertion: 'schema', error: {} }] },
    { item: { name: 'two' }, requestError: { code: 'ECONNRESET' } },
  ];
  const { checks, failed } = readNewman(JSON.stringify({ run: { executions } }));
  expect([...checks]).toEqual(['one: answered', 'one: status', 'one: schema', 'two: answered']);
  expect([...failed]).toEqual(['one: schema', 'two: answered']);
});

test('takes of our own report what makes the command fail', () => {
  const scenarios = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const failures = [
    { id: 'a', evidence: 'stated' },
    { id: 'b', evidence: 'implied' },
    { id: 'c', evidence: 'assumed' },
  ];
  const report = JSON.stringify({ scenarios, failures });
  expect([...readReport(report).failed]).toEqual(['a', 'b']);
  expect([...readReport(report).checks]).toEqual(['a', 'b', 'c']);
});

test("takes of Prism's objections those to the answer", () => {
  const objections = [
    { location: ['request', 'body'], code: 'required', message: 'DomainName' },
    { location: ['response', 'body'], code: 'type', message: 'must be object' },
  ];
  const expected = ['response.body: type, must be object'];
  const answered = (status: number, headers: Record<string, string>, body = ''): readonly string[] =>
    readObjections({ kind: 'answered', status, headers, body });
  expect(answered(400, { 'sl-violations': JSON.stringify(objections) })).toEqual(expected);

  const problem = { 'content-type': 'application/problem+json' };
  expect(answered(500, problem, JSON.stringify({ status: 500, validation: objections }))).toEqual(expected);
  expect(answered(500, problem, JSON.stringify({ status: 500, type: 'upstream' }))).toEqual(['upstream']);
  expect(answered(405, problem, JSON.stringify({ status: 405, type: 'no-method' }))).toEqual([]);
});
