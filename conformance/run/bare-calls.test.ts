import { expect, test } from 'vitest';
import { accept, add, answered, createProbe, scenario, type Probe } from '../fixtures/probe.ts';
import { summarise } from '../report/create/create-report.ts';
import { contract, operation } from '../../scenarios/fixtures/own-scenarios.ts';
import type { Target } from '../targets/target.ts';
import { run } from './run.ts';

const twoFailures = [
  scenario('state/one', [add({ DelayTime: '15' })]),
  scenario('state/two', [add(), add({ StreamName: 'a' }, 'ConfigAlreadyExists')]),
];

/** Fails the first, and the second since it takes whatever else it is asked. */
const refuseWaits = (parameters: URLSearchParams) =>
  parameters.get('DelayTime') === '15' ? answered(400, 'InvalidDelayTime') : accept();

async function linesOf(target: Probe, scenarios = twoFailures): Promise<readonly string[]> {
  const finished = await run({ contract, operation, target, seed: 1, scenarios });
  return summarise(finished).failures.flatMap(({ before = [], curl = '' }) => [...before, curl]);
}

test('curl lines name neither caller nor format where failures come again without', async () => {
  const lines = await linesOf(createProbe(refuseWaits));

  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).toContain("'http://127.0.0.1:4010/?Action=AddLiveAppRecordConfig&Version=2016-11-01' ");
    expect(line).not.toMatch(/AccessKeyId|Format=JSON/);
  }
});

test.for([
  ['caller', 'AccessKeyId'],
  ['format', 'Format'],
] as const)('they name both where one failure of several needs the %s', async ([, name]) => {
  const target = createProbe((parameters) => (parameters.has(name) ? refuseWaits(parameters) : accept()));

  for (const line of await linesOf(target)) expect(line).toMatch(/Format=JSON&AccessKeyId=us1-/);
});

test.for<[string, Partial<Target>]>([
  ['tells callers apart', { anyAccount: false, accounts: ['me'] }],
  ['takes signed calls alone', { signed: { scheme: 'v3' } }],
])('nothing is asked of a target that %s', async ([, more]) => {
  const target = createProbe(refuseWaits, more);

  for (const line of await linesOf(target)) expect(line).toMatch(/Format=JSON&AccessKeyId=/);
  expect(target.calls.filter(({ parameters }) => !parameters.has('Format'))).toEqual([]);
});

test('nothing is asked where nothing fails', async () => {
  const target = createProbe(accept);

  expect(await linesOf(target, [scenario('state/one', [add()])])).toEqual([]);
  expect(target.calls).toHaveLength(1);
});

test('what a step malforms is shown, and a parameter that is called like a common one', async () => {
  const target = createProbe((parameters) =>
    parameters.get('Format') === 'JSON' || !parameters.has('Format') ? accept() : answered(400, 'Odd'),
  );
  const [own = '', malformed = ''] = await linesOf(target, [
    scenario('state/own', [{ ...add({ Format: 'XML' }), via: 'get' }]),
    scenario('state/malformed', [{ ...add(), tamper: 'format' }]),
  ]);

  expect(own).toContain('&Format=XML');
  expect(own).not.toContain('AccessKeyId');
  expect(malformed).toMatch(/Format=NoSuchThing&AccessKeyId=us1-/);
});
