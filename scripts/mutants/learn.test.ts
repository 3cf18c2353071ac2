/** What was learned from a report is a contract by which the target is right, and a mock answers as the target did. */
import { expect, test } from 'vitest';
import { inProcess } from '../../conformance/fixtures/in-process.ts';
import { seenIn } from '../../conformance/diagnosis/model/seen.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { run, type Run } from '../../conformance/run/run.ts';
import type { FetchFunction } from '../../conformance/targets/fetch.ts';
import { createVirtualClock, type TargetClock } from '../../conformance/targets/target.ts';
import { applyOverlay } from '../../contract/build/overlay.ts';
import { mainOperation, type Contract } from '../../contract/contract.ts';
import { createMock } from '../../mocks/index.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { changesOf, readChanged } from './contract-changes.ts';
import { correctServers } from './correct/correct.ts';
import { findFault } from './faults/faults.ts';
import type { ConfigStore, ReferenceParts } from './reference/parts.ts';
import type { RecordConfig } from './reference/record-config.ts';
import { createServer, documentedParts } from './reference/server.ts';
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
  const target = inProcess(fetch, { clock });
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

/** With records of each account apart, as the mock keeps them. */
function faulty(name: string): Create {
  const parts = findFault(name).apply(documentedParts);
  const apart: ReferenceParts = {
    ...parts,
    keyOf: (config, choices) => `${config.call.account} ${parts.keyOf(config, choices)}`,
    createStore: createStoreByPrefix,
  };
  return () => {
    const clock = createVirtualClock();
    return { fetch: createServer(apart, { now: () => clock.now() }), clock };
  };
}

/** What is removed names no more than the documented key, whatever else records are told apart by. */
function createStoreByPrefix(): ConfigStore {
  const configs = new Map<string, RecordConfig>();
  return {
    has: (key) => configs.has(key),
    get: (key) => configs.get(key),
    set: (key, config) => configs.set(key, config),
    delete(key) {
      const start = key.replace(/(?:,null)?\]$/, '');
      for (const known of configs.keys()) if (known.startsWith(start)) configs.delete(known);
    },
  };
}

function changedBy(name: string): Create {
  const change = changes.find((one) => one.name === name);
  if (!change) throw new Error(`Failed to find the change "${name}": there is none of that name.`);
  return mockOf(readChanged(contract, change.document));
}

function correct(name: string): Create {
  const server = correctServers.find((one) => one.name === name);
  if (!server) throw new Error(`Failed to find the server "${name}": none has that name.`);
  return () => {
    const clock = createVirtualClock();
    return { fetch: server.create({ now: () => clock.now() }), clock };
  };
}

test.for<readonly [string, Create]>([
  ['a lower bound', changedBy('delay-time-below-minimum-at-16')],
  ['a higher bound', changedBy('delay-time-above-maximum-at-21601')],
  ['another status', changedBy('invalid-delay-time-with-422')],
  ['a faulty server with a shorter key', faulty('triple-without-stream')],
  ['a faulty server with a longer key', faulty('triple-with-bucket')],
  ['a correct server that reads names in any spelling', correct('names-in-any-spelling')],
  ['a correct server that tells a name left out from its default', correct('absent-stream-is-another')],
  ['a correct server that looks at state first', correct('state-before-values')],
])('learns of %s', async ([, create]) => {
  const first = await play(create, contract);
  const { diagnoses, readings } = createReport(first);
  const actions = [...diagnoses, ...readings].flatMap(({ overlay = [] }) => overlay);
  const learned = readChanged(contract, applyOverlay(operation.document, { overlay: '1.0.0', actions }));

  // Checked by what was learned it has nothing left.
  const again = mainOperation(learned);
  const asked = generateScenarios(again, learned).filter(({ family }) => family !== 'rate-limit');
  const report = createReport(await play(create, learned, asked));
  expect(sentencesIn(report)).toEqual([]);
  expect(report.unexplained).toEqual([]);

  // Played by what was learned each call is answered as it was.
  const played = answersIn(await play(mockOf(learned), contract));
  const asItWas = answersIn(first);
  const differing = [...asItWas].filter(([call, { seen, mayBe }]) => {
    const answer = played.get(call)?.seen;
    return answer !== undefined && answer !== seen && !mayBe.includes(answer);
  });
  expect(differing).toEqual([]);
});

function sentencesIn({ diagnoses, readings }: Report): readonly string[] {
  return [...diagnoses, ...readings].map(({ sentence }) => sentence);
}

/** Answers of the documented operation by scenario and position; of several rules that a call breaks any may be named. */
function answersIn({
  results,
}: Run): ReadonlyMap<string, { readonly seen: string; readonly mayBe: readonly string[] }> {
  return new Map(
    results.flatMap(({ scenario, calls }) =>
      calls.flatMap((call, index) =>
        call.operation.name === operation.name
          ? [
              [
                `${scenario.id} ${index}`,
                {
                  seen: seenIn(call.parsed),
                  mayBe: call.expected.length > 1 ? call.expected.map((code) => `400 ${code}`) : [],
                },
              ] as const,
            ]
          : [],
      ),
    ),
  );
}
