/** What was learned from a report is a contract by which the target is right, and a mock answers as the target did. */
import { expect, test } from 'vitest';
import { transcribe } from '../../conformance/diagnosis/model/transcript.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import { run, type Run } from '../../conformance/run/run.ts';
import { createFetchTarget, type FetchFunction } from '../../conformance/targets/fetch.ts';
import { createVirtualClock, type TargetClock } from '../../conformance/targets/target.ts';
import { applyOverlay } from '../../contract/build/overlay.ts';
import { mainOperation, type Contract } from '../../contract/contract.ts';
import { createMock } from '../../mocks/index.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { changesOf, readChanged } from './contract-changes.ts';
import { createFaulty } from './faults/faults.ts';
import { contract, operation, scenarios as ownScenarios } from '../../scenarios/fixtures/own-scenarios.ts';

const scenarios = ownScenarios.filter(({ family }) => family !== 'rate-limit');
const changes = changesOf(operation.document);

interface Server {
  readonly fetch: FetchFunction;
  readonly clock: TargetClock;
}

type Create = () => Server;

async function play(create: Create, by: Contract, some = scenarios): Promise<Run> {
  const { fetch, clock } = create();
  const target = {
    ...createFetchTarget({ name: 'in process', fetch, anyAccount: true }),
    clock,
    persistent: false,
  };
  return run({ contract: by, operation: mainOperation(by), target, seed: 1, scenarios: some });
}

function mockOf(changed: Contract): Create {
  return () => {
    const mock = createMock({ contract: changed, clock: '2026-01-01T00:00:00Z' });
    const clock: TargetClock = {
      virtual: true,
      now: () => mock.clock.now(),
      sleep: (milliseconds) => {
        mock.clock.advance({ milliseconds });
        return Promise.resolve();
      },
    };
    return { fetch: async (request) => mock.fetch(request), clock };
  };
}

function faulty(name: string): Create {
  return () => {
    const clock = createVirtualClock();
    return { fetch: createFaulty(name, { now: () => clock.now() }), clock };
  };
}

function changedBy(name: string): Create {
  const change = changes.find((one) => one.name === name);
  if (!change) throw new Error(`Failed to find the change "${name}": there is none of that name.`);
  return mockOf(readChanged(contract, change.document));
}

test.for<readonly [string, Create, boolean]>([
  ['a lower bound', changedBy('delay-time-below-minimum-at-16'), true],
  ['a higher bound', changedBy('delay-time-above-maximum-at-21601'), true],
  ['another status', changedBy('invalid-delay-time-with-422'), true],
  ['a faulty server with a shorter key', faulty('triple-without-stream'), false],
])('learns of %s', async ([, create, isOurs]) => {
  const first = await play(create, contract);
  const { diagnoses, readings } = createReport(first);
  expect(diagnoses).toHaveLength(1);
  const actions = [...diagnoses, ...readings].flatMap(({ overlay = [] }) => overlay);
  const learned = readChanged(contract, applyOverlay(operation.document, { overlay: '1.0.0', actions }));

  const again = mainOperation(learned);
  const asked = generateScenarios(again, learned).filter(({ family }) => family !== 'rate-limit');
  expect(createReport(await play(create, learned, asked)).diagnoses).toEqual([]);

  // A server that lacks operations is asked for less, and answers otherwise beside what was learned.
  if (!isOurs) return;
  const seen = async (server: Create): Promise<readonly string[]> =>
    transcribe({ ...(await play(server, contract)), fixtures: {} }).calls.map((call) => call.seen);
  expect(await seen(mockOf(learned))).toEqual(await seen(create));
});
