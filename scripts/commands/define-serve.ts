/** Defines `understudy serve`. */
import { Option, type Command } from 'commander';
import type { ServeFlags } from '../cli/options/command-flags.ts';
import { collect, duration, wholeNumber } from '../cli/options/flags.ts';
import { contractHelp } from '../cli/options/option-groups.ts';

/** Adds the command to the program. */
export function defineServe(program: Command): void {
  program
    .command('serve')
    .description('Start the mock as a server.')
    .addOption(
      new Option('--port <number>', 'port; 0 takes any free one')
        .default(4010)
        .argParser(wholeNumber(0, 65_535)),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--world <file>', 'what exists around the API: buckets, domains, streams (YAML or JSON)')
    .option('--contract <path>', contractHelp, collect)
    .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
    .option(
      '--clock <real|instant>',
      'the time of the mock: real, or a point in time to stand still at',
      'real',
    )
    .option(
      '--store <memory|sqlite:PATH|redis://HOST:PORT>',
      'where the state is kept: forgotten at the end, in a file, or shared by several servers (docs/replicas.md)',
      'memory',
    )
    .addOption(
      new Option('--seed <number>', 'makes request ids repeatable (default: random)').argParser(
        wholeNumber(0),
      ),
    )
    .addOption(
      new Option('--auth <none|verify>', 'whether signatures, keys, times and permissions are verified')
        .default('none')
        .choices(['none', 'verify']),
    )
    .option(
      '--credentials <file>',
      'who may call: accounts, access keys, RAM policies (YAML or JSON); default: testid and teststsid',
    )
    .addOption(
      new Option('--default-format <json|xml>', 'how to answer a request that asks for no format').choices([
        'json',
        'xml',
      ]),
    )
    .addOption(
      new Option(
        '--throttling-status <number>',
        'status of a throttled call (default: as the contract says)',
      ).argParser(wholeNumber(400, 599)),
    )
    .option(
      '--faults <file>',
      'what goes wrong on purpose: a list of fault rules (YAML or JSON). This file, the world and overlays are read again when they change',
    )
    .option(
      '--admin-token <token>',
      'let whoever has this token use the inspector and the admin API, from other machines too; else only this machine may',
    )
    .option(
      '--space-by-account',
      'give each account a space of its own (docs/replicas.md) where a request names none',
    )
    .addOption(
      new Option('--max-spaces <number>', 'most spaces at a time (default: 1000)').argParser(
        wholeNumber(1, 100_000),
      ),
    )
    .addOption(
      new Option(
        '--drain <seconds>',
        'how long a stop waits for calls that are being answered (default: 0.5)',
      ).argParser(duration(0)),
    )
    .option('--https', 'serve https, with a certificate that is made at the start')
    .option('--cert <file>', 'certificate (PEM) for https; goes with --key')
    .option('--key <file>', 'private key (PEM) of the certificate')
    .option('--open', 'open the inspector in the browser')
    .option('--json-logs', 'print a JSON object for each request instead of a line to read')
    .addHelpText('after', '\nExample:\n  understudy serve --port 8080 --clock 2026-01-01T00:00:00Z\n')
    .action(async (options: ServeFlags) => (await import('./serve.ts')).serve(options));
}
