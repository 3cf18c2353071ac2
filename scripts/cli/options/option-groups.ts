/** Groups of options that several commands have. */
import { Option, type Command } from 'commander';
import {
  collect,
  defaultMaxSeconds,
  defaultRuns,
  defaultSeed,
  duration,
  positive,
  prefix,
  wholeNumber,
} from './flags.ts';

/** What `--contract` takes, of every command that plays or checks a contract. */
export const contractHelp =
  'the contract: a folder with pages/ and overlays/, built OpenAPI documents or a folder of them, or built-in (default); may be repeated';

/** Adds the options of every command that plays scenarios. */
export function playing(command: Command): Command {
  const signing =
    'sign each call, with ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN) or the credentials file of the SDKs';
  return reaching(command)
    .option(
      '--fixture <key=value>',
      'what the target has: bucket, endpoint, domain, vod (DomainName/AppName); may be repeated',
      collect,
    )
    .addOption(
      new Option('--seed <number>', 'seed of the random requests: the same one repeats them')
        .default(defaultSeed)
        .argParser(wholeNumber(0)),
    )
    .addOption(
      new Option(
        '--runs <number>',
        'random requests of each kind (valid ones, and ones that break one rule), and a tenth as many sequences of calls',
      )
        .default(defaultRuns)
        .argParser(wholeNumber(0)),
    )
    .option(
      '--accounts <any|file>',
      'any: the target takes any access key id, so that no scenario waits for the rate limit; or a file of accounts that it knows (YAML, as for serve --credentials)',
    )
    .addOption(new Option('--auth <none|v1|v3>', signing).default('none').choices(['none', 'v1', 'v3']))
    .option(
      '--gateway',
      'with --auth: also send what the gateway has to refuse; else only our own mock is sent that',
    )
    .option('--contract <path>', contractHelp, collect)
    .option('--overlay <file>', 'OpenAPI Overlay with readings of your own; may be repeated', collect)
    .addOption(
      new Option(
        '--prefix <text>',
        'what the names that the run makes begin with (default: new in every run)',
      ).argParser(prefix),
    )
    .addOption(
      new Option(
        '--rate <number>',
        'most calls a second, all together (default: five sixths of the documented limit)',
      ).argParser(positive),
    )
    .option('--strict-rate', 'also check that of one call more than the limit exactly one is refused')
    .addOption(
      new Option('--max-seconds <number>', 'longest time for the scenarios; the rest is skipped')
        .default(defaultMaxSeconds)
        .argParser(positive),
    );
}

/** Adds the options of every command that connects to a target. */
export function reaching(command: Command): Command {
  return command
    .option('--allow-host <host>', 'a host beside loopback that may be called; may be repeated', collect)
    .addOption(
      new Option(
        '--timeout <seconds>',
        'longest wait for one answer, such as 30 or 500ms (default: 10)',
      ).argParser(duration(1)),
    )
    .option(
      '--header <name: value>',
      'sent with every call, and shown in no report; may be repeated',
      collect,
    )
    .option('--ca <file>', 'certificates to trust (PEM), for https')
    .option('--insecure', 'trust any certificate, for https');
}

/** `--fail-on`; what is the default differs from command to command. */
export function failOn(): Option {
  return new Option('--fail-on <evidence>', 'the weakest evidence that makes a run fail').choices([
    'stated',
    'implied',
    'assumed',
  ]);
}

/** For the help of commands that take a target. */
export const targetHelp = [
  'Targets:',
  '  mock                 our mock, in this process',
  '  prism                Prism on the same contract, in this process: what a mock without state can do',
  '  http://…, https://…  a server',
  '  module:PATH          a module whose default export is fetch(request): Promise<Response>',
].join('\n');
