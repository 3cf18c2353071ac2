/** Defines the commands that play scenarios, list them, or take what a run has left: `check`, `compare`, `merge`, `cleanup`, `replay`, `scenarios`. */
import { Option, type Command } from 'commander';
import { exitCodes } from '../cli/exit.ts';
import type {
  CheckFlags,
  CheckSeveralFlags,
  CleanUpFlags,
  MergeFlags,
  ScenarioFlags,
} from '../cli/options/command-flags.ts';
import {
  collect,
  defaultSeed,
  numberOrAll,
  path,
  positive,
  replayPath,
  score,
  shard,
  share,
  wholeNumber,
} from '../cli/options/flags.ts';
import { contractHelp, failOn, playing, reaching, targetHelp } from '../cli/options/option-groups.ts';

/** Adds them to the program, in the order in which help lists them. */
export function defineRuns(program: Command): void {
  defineCheck(program);
  defineCompare(program);
  defineMerge(program);
  defineCleanup(program);
  defineReplay(program);
  defineScenarios(program);
}

function defineCheck(program: Command): void {
  playing(
    program
      .command('check <target>')
      .description(
        'Play every scenario against a target and report how closely it matches the documented errors.',
      ),
  )
    .option(
      '--report <format=path>',
      'write the report to a file as json, junit, html, markdown, sarif or badge; may be repeated',
      collect,
    )
    .option('--only <glob>', 'only scenarios with such an id, * for any text; may be repeated', collect)
    .addOption(failOn().default('implied'))
    .addOption(sarifRoot())
    .addOption(minScore())
    .addOption(
      new Option(
        '--max-skipped <share>',
        'the largest share of scenarios that may be skipped; a run that skips more, and finds nothing wrong, ends with 3',
      )
        .default(0.05, '5%')
        .argParser(share),
    )
    .addOption(
      new Option(
        '--max-requests <number>',
        'most calls that are sent (default: 2000 to a host beside loopback)',
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        '--probe <number>',
        'most calls beyond the scenarios, to find which number a bound is and which of several explanations is right (default: 40, and 0 to a host beside loopback)',
      ).argParser(wholeNumber(0)),
    )
    .option(
      '--cleanup-file <file>',
      'keep a list of what the run may leave on the target, for cleanup (default: only for a host beside loopback)',
    )
    .addOption(causes())
    .option(
      '--watch [folder]',
      'play again when a file in the folder (default: this one) changes, when the server comes back, or on Enter: what fell short first',
    )
    .option('--known-failures <file>', 'scenario ids with reasons (YAML); they still run, and must fail')
    .addOption(
      new Option('--shard <i/n>', 'play the Ith of N parts; put the reports together with merge').argParser(
        shard,
      ),
    )
    .option(
      '--operation <name>',
      'the operation to check: a name, PRODUCT.NAME, all, or a pattern with * (default: the documented one); may be repeated',
      collect,
    )
    .addHelpText(
      'after',
      `\n${targetHelp}\n\nExample:\n  understudy check http://127.0.0.1:4010 --report json=report.json\n\n${exitCodes.help}`,
    )
    .action(async (name: string, options: CheckSeveralFlags) =>
      (await import('./check.ts')).check(name, options),
    );
}

function defineCompare(program: Command): void {
  playing(
    program
      .command('compare <targets...>')
      .description('Play every scenario against several targets and put them side by side.'),
  )
    .option(
      '--report <format=path>',
      'write the comparison to a file as json, html or markdown; may be repeated',
      collect,
    )
    .option('--only <glob>', 'only scenarios with such an id, * for any text; may be repeated', collect)
    .option('--operation <name>', 'the operation to check (default: the documented one)')
    .addHelpText(
      'after',
      `\n${targetHelp}\n\nExample:\n  understudy compare mock prism http://127.0.0.1:4010\n\n${exitCodes.help}`,
    )
    .action(async (names: readonly string[], options: CheckFlags) =>
      (await import('./compare.ts')).compare(names, options),
    );
}

function defineMerge(program: Command): void {
  program
    .command('merge <reports...>')
    .description('Put the JSON reports of a sharded run together into one, and judge it as one run.')
    .option('--contract <path>', contractHelp, collect)
    .option(
      '--overlay <file>',
      'an overlay that the run was given (default: those that its reports name)',
      collect,
    )
    .option(
      '--report <format=path>',
      'write the merged report to a file, in the formats of check; may be repeated',
      collect,
    )
    .addOption(sarifRoot())
    .addOption(minScore())
    .addOption(causes())
    .addHelpText(
      'after',
      `\nExample:\n  understudy merge part-1.json part-2.json --report json=whole.json\n\n${exitCodes.help}`,
    )
    .action(async (files: readonly string[], options: MergeFlags) =>
      (await import('./merge.ts')).merge(files, options),
    );
}

function defineCleanup(program: Command): void {
  reaching(
    program
      .command('cleanup <file>')
      .description('Remove what a run that was cut off left on its target, by the list that it kept.'),
  )
    .option(
      '--target <target>',
      'where to remove it (default: the target that the list names; a module: has to be given)',
    )
    .addOption(
      new Option('--auth <none|v1|v3>', 'sign each call, with the same credentials as check')
        .default('none')
        .choices(['none', 'v1', 'v3']),
    )
    .option('--accounts <file>', 'the accounts that check was given')
    .option('--contract <path>', contractHelp, collect)
    .addOption(new Option('--rate <number>', 'most calls a second').argParser(positive))
    .addHelpText(
      'after',
      `\nExample:\n  understudy cleanup understudy-cleanup-live.example.com-us0x1y2.json --allow-host live.example.com\n\n${exitCodes.help}`,
    )
    .action(async (file: string, options: CleanUpFlags) =>
      (await import('./cleanup.ts')).cleanup(file, options),
    );
}

function defineReplay(program: Command): void {
  playing(
    program
      .command('replay <scenario-id> <target>')
      .description('Play one scenario again and show what was sent and answered.'),
  )
    .option('--operation <name>', 'the operation that the scenario belongs to (default: the documented one)')
    .addOption(failOn().default(undefined, 'any scenario that does not conform'))
    .addOption(
      new Option('--path <path>', 'of a random sequence: the shorter one that a report shows').argParser(
        path,
      ),
    )
    .addOption(
      new Option('--replay-path <path>', 'goes with --path; a report has both').argParser(replayPath),
    )
    .addHelpText(
      'after',
      `\n${targetHelp}\n\nExample:\n  understudy replay delay-time/below-minimum mock\n\n${exitCodes.help}`,
    )
    .action(async (id: string, name: string, options: CheckFlags) =>
      (await import('./check.ts')).replay(id, name, options),
    );
}

function defineScenarios(program: Command): void {
  program
    .command('scenarios')
    .description('List the scenarios: id, what each is about, and why.')
    .option('--json', 'as JSON, for other programs')
    .option(
      '--triggers',
      'in place of the list: for each documented error the requests that give it, to paste into a shell',
    )
    .option('--arazzo', 'as an Arazzo 1.0 document, for any replayer of it; names and times are filled in')
    .addOption(
      new Option('--seed <number>', 'makes the names in an Arazzo document')
        .default(defaultSeed)
        .argParser(wholeNumber(0)),
    )
    .option('--contract <path>', contractHelp, collect)
    .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
    .option('--operation <name>', 'the operation (default: the documented one)')
    .action(async (options: ScenarioFlags) => (await import('./scenarios.ts')).listScenarios(options));
}

function minScore(): Option {
  return new Option('--min-score <score>', 'exit with 0 from this score on, whatever falls short').argParser(
    score,
  );
}

function causes(): Option {
  return new Option(
    '--causes <number|all>',
    'how many causes are printed in full; all: and every list to its end',
  )
    .default(5)
    .argParser(numberOrAll);
}

function sarifRoot(): Option {
  return new Option(
    '--sarif-root <path>',
    'where SARIF points in your repository: a folder with copies of the contract, or one file (default: the contract of this package)',
  );
}
