import { describe, expect, test } from 'vitest';
import { documentedCodes } from './errors.ts';
import { createFaulty, faults, messageFaults } from './faults.ts';
import { play } from './play.ts';
import type { Answer, Probe } from './play.ts';
import { callProbes } from './probe-calls.ts';
import { sequenceProbes } from './probe-sequences.ts';
import { createReference } from './reference.ts';

const probes = [...callProbes, ...sequenceProbes];
const right = new Map<Probe, string>();
for (const probe of probes) right.set(probe, verdicts(await play(createReference, probe.steps)));

/** Everything about the answers but their messages. */
function verdicts(answers: readonly Answer[]): string {
  return answers.map(({ verdict, shape }) => `${verdict} ${shape}`).join('\n');
}

async function differing(name: string): Promise<Probe[]> {
  const found: Probe[] = [];
  for (const probe of probes) {
    const answers = await play((options) => createFaulty(name, options), probe.steps);
    if (verdicts(answers) !== right.get(probe)) found.push(probe);
  }
  return found;
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

describe('is seen, and breaks no other code', () => {
  test.each(faults)('$name', async ({ name, breaks, also = [] }) => {
    const seen = await differing(name);

    expect(seen.length).toBeGreaterThan(0);
    const exercised = (probe: Probe) => probe.exercises.some((it) => it === breaks || also.includes(it));
    expect(seen.filter(exercised).map((probe) => probe.title)).not.toEqual([]);
    if (breaks.includes('Invalid') || breaks.includes('Missing') || breaks.includes('Exists')) {
      expect(seen.filter((probe) => !exercised(probe)).map((probe) => probe.title)).toEqual([]);
    }
  });
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
