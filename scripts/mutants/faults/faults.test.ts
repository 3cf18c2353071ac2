import { expect, test } from 'vitest';
import { documentedCodes, errors } from '../reference/errors.ts';
import { createFaulty, faults, messageFaults } from './faults.ts';
import type { Fault } from './faults.ts';
import { play } from '../probes/play.ts';
import type { Answer, Probe } from '../probes/play.ts';
import { callProbes } from '../probes/calls.ts';
import { sequenceProbes } from '../probes/sequences.ts';
import { createReference } from '../reference/reference.ts';

const probes = [...callProbes, ...sequenceProbes];
const right = new Map<Probe, string>();
for (const probe of probes) right.set(probe, verdicts(await play(createReference, probe.steps)));

/** Everything about the answers but their messages. */
function verdicts(answers: readonly Answer[]): string {
  return answers.map(({ verdict, shape }) => `${verdict} ${shape}`).join('\n');
}

function exercises(probe: Probe, { breaks, also = [] }: Fault): boolean {
  return [breaks, ...also].some((it) => probe.exercises.includes(it) || probe.expected.includes(it));
}

async function isAnsweredOtherwise(probe: Probe, { name }: Fault): Promise<boolean> {
  const answers = await play((options) => createFaulty(name, options), probe.steps);
  return verdicts(answers) !== right.get(probe);
}

/** The first of the probes that the faulty server answers otherwise. */
async function findSeen(among: readonly Probe[], fault: Fault): Promise<Probe | undefined> {
  for (const probe of among) if (await isAnsweredOtherwise(probe, fault)) return probe;
  return undefined;
}

test('has faults enough, each under a name of its own', () => {
  const names = [...faults, ...messageFaults].map((fault) => fault.name);

  expect(faults.length).toBeGreaterThanOrEqual(110);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z\d]+(-[a-z\d]+)*$/.test(name))).toEqual([]);
});

test('breaks every documented code', () => {
  const broken = new Set<string>(faults.map((fault) => fault.breaks));

  expect(documentedCodes.filter((code) => !broken.has(code))).toEqual([]);
});

test.each(faults)('$name is seen where it breaks something', async (fault) => {
  const concerned = probes.filter((probe) => exercises(probe, fault));

  expect(await findSeen(concerned, fault)).toBeDefined();
});

test.each(faults.filter((fault) => errors[fault.breaks]))('$name breaks nothing else', async (fault) => {
  const others = probes.filter(
    (probe) => !exercises(probe, fault) && !probe.exercises.includes('rate-limit'),
  );

  expect((await findSeen(others, fault))?.title).toBeUndefined();
});

test.each(messageFaults)('$name changes the message alone', async ({ name, breaks }) => {
  const probe = probes.find(({ expected }) => expected.at(-1) === breaks);
  const [wrong, documented] = await Promise.all([
    play((options) => createFaulty(name, options), probe?.steps ?? []),
    play(createReference, probe?.steps ?? []),
  ]);

  expect(verdicts(wrong)).toBe(verdicts(documented));
  expect(wrong.at(-1)?.message).not.toBe(documented.at(-1)?.message);
});
