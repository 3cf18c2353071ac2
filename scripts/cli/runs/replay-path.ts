/** `understudy replay … --path … --replay-path …`: replays a shrunk random sequence. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { UsageError } from '../exit.ts';
import type { CheckFlags } from '../options/command-flags.ts';

/**
 * The scenarios with the shrunk sequence of --path in place of the original; unchanged without --path.
 *
 * Throws UsageError for a scenario other than a random sequence, and for a path that does not exist.
 */
export async function withShrunk(
  scenarios: readonly Scenario[],
  [id = '']: readonly string[],
  operation: Operation,
  contract: Contract,
  { seed, path, replayPath }: Pick<CheckFlags, 'seed' | 'path' | 'replayPath'>,
): Promise<readonly Scenario[]> {
  if (path === undefined && replayPath === undefined) return scenarios;
  if (path === undefined || replayPath === undefined)
    throw new UsageError(
      `Failed to replay "${id}": --path and --replay-path go together. Copy both from the report, or leave both out.`,
    );
  const whole = scenarios.find((scenario) => scenario.id === id);
  const refuse = (why: string): UsageError =>
    new UsageError(`Failed to replay "${id}" with --path ${path}: ${why}`);
  if (!whole) throw refuse('no scenario has that id. Copy it from the report, and --seed and --runs too.');
  const { findSequences, redraw } = await import('../../../scenarios/sequences/random-sequences.ts');
  const found = findSequences(id, operation, contract);
  if (!found) throw refuse('only random sequences have one. Leave it out.');
  if (path.split(':')[0] !== found.number)
    throw refuse(`a path of this sequence begins with ${found.number}. Copy it from the report.`);
  const shrunk = redraw(found.sequences, { seed, path, replayPath });
  if (!shrunk)
    throw refuse(
      'it leads to no sequence. Copy --seed, --path and --replay-path from one line of the report.',
    );
  return scenarios.map((scenario) => (scenario === whole ? shrunk : scenario));
}
