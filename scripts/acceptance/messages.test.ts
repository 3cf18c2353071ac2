/** Every message that a user can cause, in docs/messages.md: what is wrong, where, and the way out. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt, root } from '../testing/processes.ts';
import { folder, messageOf, type MessageSection } from './messages/causes.ts';
import { commands } from './messages/commands.ts';
import { contracts } from './messages/contracts.ts';
import { files } from './messages/files.ts';
import { library } from './messages/library.ts';
import { templates } from './messages/templates.ts';

const sections: readonly MessageSection[] = [...commands, ...files, ...contracts, ...library];

interface Said {
  readonly title: string;
  readonly mistake: string;
  readonly message: string;
}

const said: Said[] = [];
/** Mistakes that nobody minded, or that ended in a crash. */
const problems: string[] = [];

beforeAll(async () => {
  await ensureBuilt();
  for (const { title, causes } of sections)
    for (const cause of causes)
      await messageOf(cause).then(
        (message) => said.push({ title, mistake: cause[0], message }),
        (error: unknown) => problems.push(String(error)),
      );
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('every mistake has a message', () => {
  expect(problems).toEqual([]);
});

test('docs/messages.md has them all', async () => {
  const lines = [
    '# What it says when something is wrong',
    '',
    'A message says what is wrong, where, and the way out. These are those that a mistake of yours can cause, each with the mistake.',
    ...sections.flatMap(({ title }) => [
      '',
      `## ${title}`,
      ...said
        .filter((one) => one.title === title)
        .flatMap(({ mistake, message }) => ['', `${mistake}:`, '', '```text', message, '```']),
    ]),
    '',
  ];
  await expect(lines.join('\n')).toMatchFileSnapshot(join(root, 'docs/messages.md'));
});

test('each says what is wrong, and the way out', () => {
  // A second sentence, a question, or what is needed.
  const form = /^(?:\S+: )?Failed to [^]+: [^]+(?:\. .+|\?|\bneeds\b.+|\bshould be\b.+|\bmust be\b.+)$/;
  const short = said.filter(({ message }) => !form.test(message.replace(/ \(at #\S*\)$/, '')));
  expect(short.map(({ message }) => message)).toEqual([]);
});

test('no message names a place of this machine', () => {
  expect(said.filter(({ message }) => message.includes(root)).map(({ message }) => message)).toEqual([]);
});

/** Messages that no mistake above causes, and why. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  'the machine is another one': [
    'conformance/targets/http.ts: Failed to read … "…": it is not a URL. Correct it, or unset it.',
    'conformance/targets/prism.ts: Failed to load Prism: it is not installed. Run "npm install --save-dev @stoplight/prism-cli@5.16.0".',
    'mocks/server/admin-host.ts: Failed to show the inspector: it is not built here. Start the server with npm start.',
    'mocks/server/server.ts: Failed to listen on "…": there is no such host. Correct --host, or leave it out.',
    'mocks/server/server.ts: Failed to listen on "…": …. Correct --host or --port.',
    'mocks/server/server.ts: Failed to listen on "…": this user may not use that port. Choose one above 1023 with --port.',
    'mocks/stores/redis-connection.ts: Failed to open store "…": the package @redis/client is not installed. Run npm install @redis/client.',
    'mocks/stores/sqlite.ts: Failed to open store "…": Node … has no SQLite. Use Node 22.13 or later, or 24.',
    'mocks/stores/redis-connection.ts: Failed to use store "…": Redis did not answer: …. Look whether it runs, and has room.',
    'mocks/stores/sqlite-file.ts: Failed to use store "…": …. …',
    'scripts/cli/exit.ts: Failed to … "…": …. Look at the path, and at who may use it.',
    'scripts/commands/drift.ts: Failed to compare with the contract of this package: its pages are in a clone only. Name the folder of yours with --contract.',
    'scripts/cli/exit.ts: Failed to print: …. Send the output elsewhere.',
    'scripts/cli/reports/write-reports.ts: Failed to write "…": …. Correct GITHUB_STEP_SUMMARY, or leave it unset.',
    'scripts/understudy.ts: Failed to start on Node …: Node 22.12 or newer of the 22 line, or Node 24 or newer, is needed. Install one of them, and run this again.',
    'scripts/cli/settings/config-file.ts: Failed to read the settings: there are "…" and "…". Keep one of them, or name it with --config.',
    'scripts/commands/serve.ts: Failed to open a browser: …. Open … by hand.',
    'scripts/import/read-sources.ts: Failed to import "…": it answers with status …. Correct the address.',
  ],
  'a file is damaged, or was put together by hand': [
    'conformance/report/create/merge.ts: Failed to merge reports: a scenario stands in two of them, so they are not shards of one run. Merge the shards of one run.',
    'conformance/report/create/merge.ts: Failed to merge reports: one of them has no "transcript", so its failures cannot be explained. Make all of them with this version.',
    'conformance/report/create/merge.ts: Failed to merge reports: shard … was cut off (…). Play it again.',
    'conformance/report/create/merge.ts: Failed to merge reports: shards of … scenarios are not of one run. Make all of them with the same version.',
    'contract/files/paths.ts: Failed to read contract "…": "…" is described twice. Remove one of the two.',
    'contract/files/prebuilt.ts: Failed to read "…": it is damaged. Remove it, or make it again with "understudy contract build".',
    'scripts/commands/merge.ts: Failed to merge reports: "…" and "…" are about different operations. Merge the shards of one run.',
  ],
  'its sources are large: their own tests have them': [
    'conformance/report/create/create-report.ts: Failed to create a report with failOn …: it is not known. Use one of ….',
    'contract/import/read-source.ts: Failed to import "…": the product is of style ROA, and only RPC is read. Give a product of style RPC.',
    'scenarios/generate.ts: Failed to name scenario "…" of "…": two scenarios have that id. Give one an "x-id" in the contract.',
    'scripts/commands/drift.ts: Failed to compare "…": the contract has none of its operations. The contract has ….',
  ],
  'no user of ours can: another message comes first, or a mistake of ours would cause it': [
    'mocks/faults/faults.ts: Failed to add fault "…": no transport of this mock can play it, it has …. Start a server first.',
    'conformance/run/results/call.ts: Failed to call "…": the contract has no such operation. Correct the step.',
    'conformance/run/session/session.ts: Failed to call "…": the contract has no such operation. Correct the step.',
    'conformance/run/shrink/shrink-sequences.ts: Failed to play a sequence to its end: an answer was not what was expected.',
    'conformance/run/shrink/shrink-sequences.ts: Failed to shrink "…": a call was not answered but threw.',
    'contract/compile.ts: Failed to read contract: it has no operation. Build it with "contract build".',
    'mocks/admin/answer.ts: Failed to answer the request: ….',
    'mocks/stores/dry-run.ts: Failed to … a store: it is one for a dry run. Use the store that it reads.',
    'mocks/stores/redis.ts: Failed to open store "…": it is not an address of Redis. Write it like redis://127.0.0.1:6379.',
    'scenarios/pairwise/pairwise.ts: Failed to read a row: it has no level of factor ….',
    'scenarios/scenario/placeholders.ts: Failed to fill in "…": the fixture "…" has no value …. Give it with --fixture.',
  ],
  'a warning in the log, after which all goes on': [
    'mocks/server/request-listener.ts: Failed to answer a request: the mock threw, and the client is told so.',
    'mocks/state/tell.ts: Failed to tell a listener of …: it threw, and is told no more.',
    'mocks/persist.ts: Failed to take over the state of an earlier page: it is left behind.',
  ],
};

test('what is not caused here is known, with the reason', () => {
  const all = templates();
  expect(all.length).toBeGreaterThan(200);
  const missing = all.filter(({ pattern }) => !said.some(({ message }) => pattern.test(message)));
  expect(missing.map(({ file, text }) => `${file}: ${text}`).toSorted()).toEqual(
    Object.values(elsewhere).flat().toSorted(),
  );
});
