import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import { accept, createProbe } from './fixtures/probe.ts';
import * as conformance from './index.ts';

const contract = readContract();
const operation = mainOperation(contract);
const asked = {
  contract,
  operation,
  target: createProbe(accept),
  seed: 1,
  only: ['delay-time/below-minimum'],
};
const fetch = () => new Response('{}');
const known = { name: 'x', fetch, anyAccount: true };

test.each([
  ['a run', () => conformance.runConformance({ ...asked, onyl: ['*'] } as never), 'Did you mean "only"?'],
  [
    'a shard',
    () => conformance.runConformance({ ...asked, shard: { indx: 1, count: 2 } } as never),
    '"index"?',
  ],
  ['a function', () => conformance.createFetchTarget({ ...known, timeout: 5 } as never), '"timeoutMs"?'],
  [
    'a server',
    () => conformance.createHttpTarget('http://127.0.0.1:1', { alowHosts: [] } as never),
    '"allowHosts"?',
  ],
])('a misspelt option of %s is refused with the nearest known one', async (_, act, sentence) => {
  await expect((async () => act())()).rejects.toThrow(sentence);
});

test('so is one of a report, and of what it is written in', async () => {
  const run = await conformance.runConformance(asked);
  const create = (options: object) => () => conformance.createReport(run, options);
  expect(create({ failon: 'stated' })).toThrow('Did you mean "failOn"?');
  expect(create({ failOn: 'statd' })).toThrow('Use one of stated, implied, assumed.');
  const report = conformance.createReport(run);
  expect(() => conformance.printReport(report, { colour: true } as object)).toThrow('Did you mean "color"?');
  for (const write of Object.values(conformance.reportFormats))
    expect(() => write(report, { sentence: [] } as object)).toThrow('Did you mean "sentences"?');
});
