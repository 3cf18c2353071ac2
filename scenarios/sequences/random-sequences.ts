/**
 * Random sequences of calls, as fast-check commands. The expected answers come from a model: which keys are taken, and with
 * which values.
 *
 * A generated sequence is a scenario, exported, sharded and played like any other. Its member `drawn` says where
 * fast-check finds the same commands again, to shrink them.
 */
import fc from 'fast-check';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import {
  addCommand,
  brokenCommand,
  removeCommand,
  showCommand,
  write,
  type SequenceCommand,
} from './commands.ts';
import { prepare } from '../steps/prepare.ts';
import type { RandomOptions } from './random-requests.ts';
import { sequence, success, type Drawn, type Scenario } from '../scenario/scenario.ts';
import { callsOf, type Calls, type Values } from './calls.ts';

export type Commands = Iterable<SequenceCommand>;

/** The sequences of one kind for one operation. */
export interface Sequences {
  /** `random/<slug>-<number>` is the id of a sequence. */
  readonly slug: string;
  /** `replayPath` has, for each step of the path, which commands were run. */
  readonly commands: (replayPath?: string) => fc.Arbitrary<Commands>;
  /** Commands as data: their calls, each with the answer expected when all earlier ones were answered as expected. */
  readonly scenarioOf: (commands: Commands, drawn: Drawn) => Scenario;
}

/** Greatest number of commands: enough for three keys to be taken, freed and taken again. Half as many find a tenth of the faults. */
const mostCommands = 24;

/**
 * The kinds of sequences of an operation: none where it creates no records. Sequences that list records are a separate
 * kind, so that a target without the list operation still gets the others.
 */
export function sequencesOf(operation: Operation, contract: Contract): readonly Sequences[] {
  const calls = callsOf(operation, contract);
  if (!calls) return [];
  const kind = (slug: string, kinds: Calls): Sequences => ({
    slug,
    commands: (replayPath) => commandsArbitrary(kinds, replayPath),
    scenarioOf: (commands, drawn) => {
      const scenario = describe(slug, kinds, commands, drawn);
      return prepare([scenario], operation, contract)[0] ?? scenario;
    },
  });
  const { show: _, ...blind } = calls;
  return [kind('sequence', blind), ...(calls.show ? [kind('listed-sequence', calls)] : [])];
}

/** A tenth as many sequences of each kind as random requests; empty ones are left out. */
export function sequenceScenarios(
  operation: Operation,
  contract: Contract,
  { seed, runs }: RandomOptions,
): readonly Scenario[] {
  return sequencesOf(operation, contract).flatMap(({ commands, scenarioOf }) =>
    fc
      .sample(commands(), { seed, numRuns: Math.ceil(runs / 10) })
      .map((drawn, index) => scenarioOf(drawn, { seed, path: String(index) }))
      .filter(callsSomething),
  );
}

/** The kind of sequences that an id belongs to, and the number in it. */
export function findSequences(
  id: string,
  operation: Operation,
  contract: Contract,
): { readonly sequences: Sequences; readonly number: string } | undefined {
  const [, slug, number] = /^random\/(.+)-(\d+)$/.exec(id) ?? [];
  const sequences = sequencesOf(operation, contract).find((one) => one.slug === slug);
  return sequences && number !== undefined ? { sequences, number } : undefined;
}

/** Generate a sequence again, shrunk as the path says. Undefined for a path that does not exist. */
export function redraw({ commands, scenarioOf }: Sequences, drawn: Drawn): Scenario | undefined {
  const { seed, path, replayPath } = drawn;
  try {
    const [found] = fc.sample(commands(replayPath), { seed, path, numRuns: 1 });
    const scenario = found && scenarioOf(found, drawn);
    return scenario && callsSomething(scenario) ? scenario : undefined;
  } catch {
    // Only the path can make this throw: it does not belong to this seed.
    return undefined;
  }
}

function callsSomething({ title }: Scenario): boolean {
  return title !== '';
}

function commandsArbitrary(calls: Calls, replayPath: string | undefined): fc.Arbitrary<Commands> {
  const { remove, show, broken } = calls;
  const key = fc.nat({ max: calls.keys - 1 });
  const add = fc
    .tuple(key, fc.constantFrom<Values[]>('few', 'all'))
    .map(([number, values]) => addCommand(calls, number, values));
  const arbitraries: readonly fc.Arbitrary<SequenceCommand>[] = [
    // Twice as often as each other command: most faults need taken keys.
    add,
    add,
    ...(broken.length === 0
      ? []
      : [
          fc
            .tuple(key, fc.constantFrom(...broken))
            .map(([number, violation]) => brokenCommand(calls, number, violation)),
        ]),
    ...(remove ? [key.map((number) => removeCommand(remove, number))] : []),
    ...(show ? [key.map((number) => showCommand(show, number))] : []),
  ];
  // Do not map or filter: fast-check then passes on copies of the commands, which it does not shrink.
  return fc.commands([...arbitraries], {
    maxCommands: mostCommands,
    size: 'max',
    ...(replayPath !== undefined && { replayPath }),
  });
}

function describe(slug: string, { operation, absent }: Calls, commands: Commands, drawn: Drawn): Scenario {
  // fast-check shrinks only commands that were run, and marks them when they are: run copies here, to leave the marks unset.
  const { names, steps } = write(fc.cloneIfNeeded(commands));
  return {
    id: `random/${slug}-${drawn.path.split(':')[0]}`,
    title: names.join(', '),
    family: 'random',
    operation: operation.name,
    exercises: success,
    evidence: 'implied',
    source: absent.source,
    arrange: [],
    act: sequence(...steps),
    drawn,
  };
}
