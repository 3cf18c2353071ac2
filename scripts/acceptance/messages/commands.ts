/** Mistakes on the command line, of targets, settings and servers. */
import { cleanupList, command, file, type MessageSection } from './causes.ts';

export const commands: readonly MessageSection[] = [
  {
    title: 'Commands and options',
    causes: [
      ['a command that does not exist', command`chek mock`],
      ['an option that does not exist', command`check mock --sed 1`],
      ['an option without its value', command`serve --port`],
      ['an argument too many', command`serve mock`],
      ['no target', command`check`],
      ['an empty target', command`check ${''}`],
      ['an empty option', command`serve --admin-token ${''}`],
      ['--port beyond its range', command`serve --port 70000`],
      ['--seed with a word', command`check mock --seed x`],
      ['--runs below 0', command`check mock --runs=-1`],
      ['--auth with a scheme that does not exist', command`check mock --auth v9`],
      ['--fail-on with a level that does not exist', command`check mock --fail-on maybe`],
      ['--min-score above 1', command`check mock --min-score 2`],
      ['--max-skipped that is no share', command`check mock --max-skipped 120%`],
      ['--shard beyond its count', command`check mock --shard 3/2`],
      ['--timeout without a number', command`check mock --timeout soon`],
      ['--rate of 0', command`check mock --rate 0`],
      ['--prefix with capitals', command`check mock --prefix Team_A`],
      ['--causes with a word', command`check mock --causes many`],
      ['--fixture without a value', command`check mock --fixture bucket`],
      [
        'a name that two products share',
        command`check mock --contract ${twoProducts()} --operation CreateThing`,
      ],
      ['--only that nothing matches', command`check mock --only no-such-id --runs 0`],
      ['--operation that does not exist', command`check mock --operation AddLive`],
      ['--operation as a pattern that nothing matches', command`check mock --operation Foo*`],
      [
        '--only that nothing matches, for several operations',
        command`check mock --operation all --only no-such-id --runs 0`,
      ],
      ['--report without a path', command`check mock --report json`],
      ['--report in a form that does not exist', command`check mock --report pdf=a.pdf`],
      [
        '--report to a place that cannot be written',
        command`check mock --runs 0 --only delay-time/* --report json=${file('a-file', '')}/a.json`,
      ],
      [
        '--sarif-root that does not exist',
        command`check mock --runs 0 --only delay-time/* --report sarif=a.sarif --sarif-root nowhere`,
      ],
      ['--watch with several operations', command`check mock --watch --operation all`],
      ['--watch with a module', command`check module:x.mjs --watch`],
      ['a path that leads nowhere', command`replay sequences/1 mock --path 1:99 --replay-path AAC:D`],
      ['a signature without credentials', command`check http://127.0.0.1:9 --auth v3`],
      [
        '--cleanup-file in a folder that is not there',
        command`check http://127.0.0.1:9 --cleanup-file no/such/list.json`,
      ],
      [
        '--cleanup-file of another target',
        command`check http://127.0.0.1:9 --cleanup-file ${cleanupList('other.json', 'http://a.example')}`,
      ],
      ['a scenario to replay that does not exist', command`replay no-such-id mock`],
      ['--path without --replay-path', command`replay sequences/1 mock --path 1:2`],
      ['--path with words', command`replay sequences/1 mock --path a`],
      ['--replay-path in another form', command`replay sequences/1 mock --replay-path a`],
      ['one target to compare', command`compare mock`],
      ['a comparison in a form that is about one target', command`compare mock prism --report junit=a.xml`],
      ['scenarios in two forms', command`scenarios --json --arazzo`],
      ['the settings of a command that does not exist', command`config chek`],
      ['the settings of a command whose name is far from any', command`config colours`],
      ['help on a command that does not exist', command`help contract biuld`],
      ['completion for a shell that is not known', command`completion tcsh`],
    ],
  },
  {
    title: 'Targets',
    causes: [
      ['a target that is not known', command`check server`],
      ['a malformed address', command`check http://`],
      ['a host beside this machine', command`check http://live.example.com`],
      ['nobody listens', command`check http://127.0.0.1:9`],
      ['a module that does not exist', command`check module:nowhere.mjs`],
      ['an address without http://', command`check localhost:4010`],
      ['a module without "module:"', command`check ./server.mjs`],
      ['a module without a path', command`check module:`],
      [
        'a module whose function answers with no Response',
        command`check module:${file('seven.mjs', 'export default () => 7;')}`,
      ],
      ['a module without a function', command`check module:${file('empty.mjs', 'export default 1;')}`],
      ['a header in another form', command`check http://127.0.0.1:9 --header X-Team`],
      ['--ca that does not exist', command`check https://127.0.0.1:9 --ca nowhere.pem`],
      ['--ca without a certificate', command`check https://127.0.0.1:9 --ca ${file('not.pem', 'x')}`],
      ['any account, and a signature', command`check mock --accounts any --auth v1`],
      ['a signature for Prism', command`check prism --auth v1`],
      [
        'a user in the address, and a signature in the same header',
        command`check http://a:b@127.0.0.1:9 --auth v3`,
      ],
      ['accounts that do not exist', command`check mock --accounts nowhere.yaml`],
      ['accounts without a key', command`check mock --accounts ${file('no-keys.yaml', 'accounts: []')}`],
      [
        'accounts with a misspelt member',
        command`check mock --accounts ${file('odd-keys.yaml', 'accounts: [{ id: "1", keys: [] }]')}`,
      ],
    ],
  },
  {
    title: 'Settings of a project',
    causes: [
      ['a settings file that does not exist', command`check mock --config nowhere.yaml`],
      ['a settings file that is a list', command`check mock --config ${file('list.yaml', '- 1')}`],
      ['a setting that no command has', command`check mock --config ${file('sed.yaml', 'sed: 1')}`],
      [
        'a setting that this command does not have',
        command`check mock --config ${file('check-sed.yaml', 'check: { sed: 1 }')}`,
      ],
      [
        'a command with a value in place of options',
        command`check mock --config ${file('check-1.yaml', 'check: 1')}`,
      ],
      [
        'an object in place of a value',
        command`check mock --config ${file('object.yaml', 'seed: { a: 1 }')}`,
      ],
      [
        'two values for an option that takes one',
        command`check mock --config ${file('two.yaml', 'seed: [1, 2]')}`,
      ],
      ['a value that the option refuses', command`check mock --config ${file('seed-a.yaml', 'seed: a')}`],
      [
        'a switch that is neither true nor false',
        command`check mock --config ${file('gateway.yaml', 'gateway: maybe')}`,
      ],
      ['an empty value', command`check mock --config ${file('empty.yaml', "prefix: ''")}`],
      [
        'a script without a default export',
        command`check mock --config ${file('none.mjs', 'export const a = 1;')}`,
      ],
      [
        'a script that throws',
        command`check mock --config ${file('throws.mjs', "throw new Error('no team');")}`,
      ],
    ],
  },
  {
    title: 'The server',
    causes: [
      ['--clock that is no point in time', command`serve --clock tomorrow`],
      ['--store that is not known', command`serve --store mysql://x`],
      ['a malformed address of Redis', command`serve --store redis://`],
      ['an option of the store that does not exist', command`serve --store redis://127.0.0.1:9?expires=1`],
      ['a database with a name', command`serve --store redis://127.0.0.1:9/team`],
      ['a prefix with other letters', command`serve --store redis://127.0.0.1:9?prefix=a%20b`],
      ['an expiry in words', command`serve --store redis://127.0.0.1:9?expire=soon`],
      ['a Redis that is not there', command`serve --store redis://127.0.0.1:9`],
      ['a SQLite file in a folder that is not there', command`serve --store sqlite:no/such/folder/a.db`],
      [
        'credentials without --auth verify',
        command`serve --credentials ${file('keys.yaml', 'accounts: []')}`,
      ],
      [
        'credentials with a number as id',
        command`serve --auth verify --credentials ${file('number.yaml', 'accounts: [{ id: 1 }]')}`,
      ],
      ['a certificate without its key', command`serve --cert a.pem`],
      ['a certificate that does not exist', command`serve --cert a.pem --key b.pem`],
      [
        'a certificate that is no PEM',
        command`serve --cert ${file('a.txt', 'a')} --key ${file('b.txt', 'b')}`,
      ],
      ['an address that this machine does not have', command`serve --host 192.0.2.1 --port 0`],
      ['a world that does not exist', command`serve --world nowhere.yaml`],
      [
        'a world with a misspelt collection',
        command`serve --world ${file('w1.yaml', 'bucket: { open: true }')}`,
      ],
      [
        'a world with a misspelt member',
        command`serve --world ${file('w2.yaml', 'buckets: { present: [{ Bucket: x }] }')}`,
      ],
      [
        'a world with a misspelt word',
        command`serve --world ${file('w3.yaml', 'buckets: { opened: true }')}`,
      ],
      [
        'a world whose records are no list',
        command`serve --world ${file('w4.yaml', 'buckets: { present: x }')}`,
      ],
      ['a world that is a list', command`serve --world ${file('w5.yaml', '[]')}`],
      ['a world whose YAML is broken', command`serve --world ${file('w6.yaml', 'a: [')}`],
      [
        'records where nothing is created',
        command`serve --world ${file('w7.yaml', 'buckets: { records: [{ OssBucket: a }] }')}`,
      ],
      [
        'a record without its key',
        command`serve --world ${file('w8.yaml', 'recordConfigs: { records: [{ AppName: a }] }')}`,
      ],
      ['faults that are no list', command`serve --port 0 --faults ${file('f1.yaml', 'fault: hang')}`],
      [
        'a fault that does not exist',
        command`serve --port 0 --faults ${file('f2.yaml', '[{ fault: lost }]')}`,
      ],
    ],
  },
];

function twoProducts(): string {
  for (const product of ['north', 'south'])
    file(`two/pages/${product}.CreateThing.yaml`, {
      operation: 'CreateThing',
      product,
      version: '2020-01-01',
      page: { title: product },
      parameters: [{ name: 'Name', type: 'string' }],
      response: [{ name: 'RequestId', type: 'string' }],
      errors: [{ status: 400, code: 'A', message: 'a' }],
    });
  return 'two';
}
