/** `npm run strength`: how many faulty servers the suite reports, and whether it blames correct ones. */
import { Command, CommanderError, Option } from 'commander';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { exitCodes, failWith } from '../cli/exit.ts';
import { defaultSeed, wholeNumber } from '../cli/options/flags.ts';
import { showProgress } from '../cli/runs/progress.ts';
import { count, noticed, plainStrength, printStrength } from './print.ts';
import { measureDiagnoses, printDiagnoses } from './diagnosed.ts';
import { measureStrength, type Strength } from './strength.ts';

/** The share of faults that has to be reported for the right reason. */
const requiredShare = 0.95;

interface Options {
  readonly seed: number;
  readonly seeds: number;
  readonly runs: number;
  readonly json?: boolean;
}

const program = new Command('strength')
  .description('Measure the suite: which faulty servers it reports, and whether it blames correct ones.')
  .addOption(
    new Option('--seed <number>', 'makes the names of the runs')
      .default(defaultSeed)
      .argParser(wholeNumber(0)),
  )
  .addOption(
    new Option('--seeds <number>', 'how many seeds; those after the first play random requests too')
      .default(1)
      .argParser(wholeNumber(1)),
  )
  .addOption(
    new Option('--runs <number>', 'random requests of each kind, for the seeds after the first')
      .default(20)
      .argParser(wholeNumber(0)),
  )
  .option('--json', 'each fault with what became of it, as JSON')
  .exitOverride()
  .action(measure);

async function measure({ seed, seeds, runs, json }: Options): Promise<void> {
  const contract = readContract();
  const strength = await measureStrength({
    contract,
    document: mainOperation(contract).document,
    seed,
    seeds,
    runs,
    onProgress: showProgress(process.stderr),
  });
  const diagnosed = await measureDiagnoses(contract, seed, showProgress(process.stderr));
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ ...(plainStrength(strength) as object), diagnosed }, null, 2)}\n`
      : printStrength(strength) + printDiagnoses(diagnosed),
  );
  process.exitCode = isStrong(strength) ? exitCodes.ok : exitCodes.fallsShort;
}

function isStrong(strength: Strength): boolean {
  const rights = [count(strength, 'right-reason'), ...strength.seeds.map(({ right }) => right)];
  const blames = [strength.blamed, ...strength.seeds.map(({ blamed }) => blamed)].flat();
  return (
    Math.min(...rights) / strength.faults.length >= requiredShare &&
    blames.every(({ evidence }) => evidence !== 'stated') &&
    noticed(strength) / strength.changes.length >= requiredShare
  );
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own sentence; help that was asked for is no failure.
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  else failWith(error);
}
