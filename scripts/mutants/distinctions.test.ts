/** Targets side by side: what tells them apart is said in the words of a diagnosis. */
import { expect, test } from 'vitest';
import { inProcessServer } from '../../conformance/fixtures/in-process.ts';
import { compareRuns } from '../../conformance/compare/compare.ts';
import { printComparison } from '../../conformance/compare/terminal.ts';
import { run } from '../../conformance/run/run.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import type { PartsVariation } from './reference/parts.ts';
import { createServer, documentedParts } from './reference/server.ts';
import { limiting, using } from './reference/variations.ts';

const contract = readContract();
const operation = mainOperation(contract);

let vods = 0;
const forgetful = using({
  vodKeyOf: () => String((vods += 1)),
  createStore: () => ({
    has: () => false,
    get: () => undefined,
    set: () => undefined,
    delete: () => undefined,
  }),
});

async function compare(targets: Readonly<Record<string, PartsVariation>>, only: readonly string[]) {
  const runs = [];
  for (const [name, vary] of Object.entries(targets)) {
    const target = inProcessServer((options) => createServer(vary(documentedParts), options), name);
    runs.push(await run({ contract, operation, target, seed: 1, only }));
  }
  return compareRuns(runs);
}

test('names the target that keeps no state', async () => {
  const comparison = await compare({ A: (parts) => parts, B: forgetful, C: (parts) => parts }, [
    'record-configs/duplicate*',
    'vod-configs/*',
  ]);

  expect(comparison.distinctions[0]).toMatchObject({
    sentence: expect.stringMatching(/^B remembers nothing: .*; A and C are as documented\.$/),
    sentences: [null, expect.stringMatching(/^Your server remembers nothing/), null],
  });
  expect(printComparison(comparison)).toContain('What tells them apart:\n  B remembers nothing');
});

test('tells by their numbers how limits differ', async () => {
  const { distinctions } = await compare(
    { A: limiting({ requestsPerSecond: 20 }), B: (parts) => parts, C: limiting({ requestsPerSecond: 45 }) },
    ['rate-limit/*'],
  );

  expect(distinctions.map(({ sentence }) => sentence)).toEqual([
    'A throttles after 20 calls: the limit is 30 calls in 1 s; C admits 45 calls at once: the limit is 30 calls in 1 s; B is as documented.',
  ]);
});

test('says nothing of what is wrong with all of them alike', async () => {
  const { distinctions } = await compare({ A: forgetful, B: forgetful }, ['record-configs/duplicate*']);
  expect(distinctions).toEqual([]);
});
