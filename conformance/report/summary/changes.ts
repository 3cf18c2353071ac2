/** What a run says otherwise than the run before it. */
import type { Failure, Report } from '../report.ts';
import { brief } from './failure-lines.ts';

/**
 * A line for each scenario that was played in both runs and came out otherwise: what falls short now, what falls short in
 * another way, and what conforms now. Empty where nothing changed.
 */
export function changesSince(before: Report, after: Report): readonly string[] {
  const failedBefore = failuresById(before);
  const failsNow = failuresById(after);
  const wasPlayed = playedIn(before);
  const isPlayed = playedIn(after);
  const broken = [...failsNow.values()].filter(({ id }) => wasPlayed.has(id) && !failedBefore.has(id));
  const otherwise = [...failsNow.values()].filter((failure) => {
    const earlier = failedBefore.get(failure.id);
    return earlier !== undefined && brief(earlier.answered) !== brief(failure.answered);
  });
  const mended = [...failedBefore.keys()].filter((id) => isPlayed.has(id) && !failsNow.has(id));
  return [
    ...broken.map((failure) => `✗ ${failure.id} falls short now: ${difference(failure)}`),
    ...otherwise.map((failure) => `✗ ${failure.id} still falls short, otherwise: ${difference(failure)}`),
    ...mended.map((id) => `✓ ${id} conforms now`),
  ];
}

function difference({ expected, answered }: Failure): string {
  return `expected ${brief(expected)}, answered ${brief(answered)}`;
}

function failuresById({ failures }: Report): ReadonlyMap<string, Failure> {
  return new Map(
    failures.filter(({ outcome }) => outcome !== 'known-failure').map((failure) => [failure.id, failure]),
  );
}

function playedIn({ scenarios }: Report): ReadonlySet<string> {
  return new Set(scenarios.filter(({ verdict }) => verdict !== 'skipped').map(({ id }) => id));
}
