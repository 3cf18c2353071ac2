/** Mistakes in files that commands are given: reports, lists for clean-up, contracts and their sources. */
import { after, cleanupList, command, file, words, type MessageSection } from './causes.ts';

const report = { target: 'x' };

/** A run of a few scenarios, whose report goes to a file. */
function run(out: string, target = 'mock'): readonly string[] {
  return words`check ${target} --only delay-time/* --runs 0 --report json=${out}`;
}

/** A part of such a run, such as `1/2`. */
function shard(part: string, out: string, target?: string): readonly string[] {
  return [...run(out, target), '--shard', part];
}

const first = shard('1/2', 's1.json');

const otherTitle = `overlay: 1.0.0
info: { title: a, version: '1' }
extends: AddLiveAppRecordConfig.yaml
actions: [{ target: $.info, update: { title: other } }]`;

const login =
  '<html><title>Login</title><body><form action="/login"><input type="password"></form></body></html>';

const productOfStyleRoa = {
  version: '1.0',
  info: { style: 'ROA', product: 'p', version: '2020-01-01' },
  apis: { A: { parameters: [] } },
};

const pageOfNoOperation = `# Hello

## Request parameters

| Parameter | Type | Required | Example | Description |
|---|---|---|---|---|
| A | String | Yes | a | An a. |
`;

export const files: readonly MessageSection[] = [
  {
    title: 'Reports and lists',
    causes: [
      ['a report that does not exist', command`merge nowhere.json`],
      ['a file that holds no report', command`merge ${file('none.json', report)}`],
      ['a file to learn from that holds no report', command`contract learn ${file('none-2.json', report)}`],
      [
        'known failures without a reason',
        command`check mock --known-failures ${file('k1.yaml', 'delay-time/*: 3')}`,
      ],
      ['known failures that are a list', command`check mock --known-failures ${file('k2.yaml', '- a')}`],
      [
        'known failures of an operation that does not exist',
        command`check mock --known-failures ${file('k3.yaml', "'Foo:a/b': because")}`,
      ],
      ['whole runs to merge', after([run('whole.json')], command`merge whole.json whole.json`)],
      ['a shard that is missing', after([first], command`merge s1.json`)],
      ['a shard given twice', after([first], command`merge s1.json s1.json`)],
      [
        'shards of other seeds',
        after([first, [...shard('2/2', 't2.json'), '--seed', '7']], command`merge s1.json t2.json`),
      ],
      [
        'shards that another contract would explain',
        after(
          [shard('1/2', 'p1.json', 'prism'), shard('2/2', 'p2.json', 'prism')],
          command`merge p1.json p2.json --overlay ${file('title.yaml', otherTitle)}`,
        ),
      ],
      [
        'reports of different operations',
        after(
          [
            first,
            words`check mock --operation AddLiveRecordVodConfig --runs 0 --shard 1/2 --report json=v.json`,
          ],
          command`merge s1.json v.json`,
        ),
      ],
      ['a shard to learn from', after([first], command`contract learn s1.json`)],
      [
        'reports of two targets to learn from',
        after([run('whole.json'), run('prism.json', 'prism')], command`contract learn whole.json prism.json`),
      ],
      [
        'a list for clean-up that names a module',
        command`cleanup ${cleanupList('module-list.json', 'module:a.mjs')}`,
      ],
      [
        'a list for clean-up with a call that removes nothing',
        command`cleanup ${cleanupList('odd-list.json', 'http://127.0.0.1:9', {
          operation: 'AddLiveAppRecordConfig',
          parameters: {},
        })}`,
      ],
      ['a list for clean-up that does not exist', command`cleanup nowhere.json`],
      ['a malformed list for clean-up', command`cleanup ${file('list.json', {})}`],
    ],
  },
  {
    title: 'Contracts and their sources',
    causes: [
      ['a contract that does not exist', command`check mock --contract nowhere`],
      [
        'a contract that is a page',
        command`check mock --contract ${file('c1/pages/A.yaml', 'operation: A')}`,
      ],
      ['a document of something else', command`check mock --contract ${file('c2.yaml', 'a: 1')}`],
      ['an overlay that does not exist', command`check mock --overlay nowhere.yaml`],
      ['an overlay of another form', command`check mock --overlay ${file('o1.yaml', 'actions: []')}`],
      ['a folder without pages', command`contract build --contract .`],
      ['a build outside a clone', command`contract build`],
      ['a source that does not exist', command`contract import nowhere.json`],
      ['a source that is empty', command`contract import ${file('i1.json', '')}`],
      ['a source that is other JSON', command`contract import ${file('i2.json', '{"a":1}')}`],
      ['a source without operations', command`contract import ${file('i3.json', '{"apis":{}}')}`],
      ['a page without its tables', command`contract import ${file('i4.md', '# Hello\n\nNothing here.')}`],
      ['a page that asks for a login', command`contract import ${file('i5.html', login)}`],
      [
        'metadata that names no operation',
        command`contract import ${file('i6.json', '{"parameters":[],"responses":{}}')}`,
      ],
      ['a product of style ROA', command`contract import ${file('i7.json', productOfStyleRoa)}`],
      [
        'an operation that the sources do not have',
        command`contract import ${file('CreateThing.api.json', '{"parameters":[],"responses":{}}')} --product p --api-version 2020-01-01 --operation Other`,
      ],
      ['an OpenAPI document', command`contract import ${file('i9.json', { openapi: '3.1.0', paths: {} })}`],
      ['a page in UTF-16', command`contract import ${file('i10.md', '#\u0000 \u0000A\u0000')}`],
      ['a page of too many folds', command`contract import ${file('i11.html', '<div>'.repeat(20_000))}`],
      ['a page of no operation', command`contract import ${file('i8.md', pageOfNoOperation)}`],
      [
        'pages without a file',
        command`contract build --contract ${strayFile('no-pages', 'pages/readme.md')}`,
      ],
      [
        'a page with another ending',
        command`check mock --contract ${folderOf('yml', 'pages/CreateThing.yml')}`,
      ],
      [
        'an overlay that has no page',
        command`check mock --contract ${folderOf('stray', 'pages/A.yaml', 'overlays/B.yaml')}`,
      ],
      ['a folder without sources', command`contract import ${strayFile('no-sources', 'a.bin')}`],
      ['an address where nobody answers', command`contract import http://127.0.0.1:9/api.json`],
      ['a folder to compare that has no pages', command`contract drift nowhere.md --contract .`],
    ],
  },
];

/** A folder with a file that no contract is made of. */
function strayFile(folder: string, path: string): string {
  file(`${folder}/${path}`, 'x');
  return folder;
}

/** A contract folder with these files, each a page without parameters. */
function folderOf(name: string, ...paths: readonly string[]): string {
  const page = { operation: 'A', version: '2020-01-01', parameters: [], response: [], errors: [] };
  for (const path of paths) file(`${name}/${path}`, page);
  return name;
}
