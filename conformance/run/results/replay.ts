/** What a failure says about how to see it again. */
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';

/** The flags that name a shrunk sequence; none for what is played as its id says. */
export function flagsOfDrawn({ drawn }: Scenario): string {
  if (drawn?.replayPath === undefined) return '';
  return ` --path ${drawn.path} --replay-path ${drawn.replayPath}`;
}
