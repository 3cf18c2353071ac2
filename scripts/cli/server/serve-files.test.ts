/** A server whose files change while it runs. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../contract/fixtures/temporary-folder.ts';
import { add } from '../../testing/add.ts';
import { ensureBuilt, startServing, understudy } from '../../testing/processes.ts';

const folder = temporaryFolder();
beforeAll(ensureBuilt, 60_000);

test('lives in the new world when the file changes, and remembers what it was told before', async () => {
  const world = write('world.yaml', 'buckets: { present: [{ OssBucket: first }, { OssBucket: second }] }\n');
  await using server = await startServing(['--world', world]);
  expect((await add(server.url, { OssBucket: 'first' })).code).toBe('OK');

  write('world.yaml', 'buckets: { present: [{ OssBucket: first }] }\n');

  await eventually(async () => (await add(server.url, { OssBucket: 'second', AppName: 'other' })).code).toBe(
    'InvalidOssBucket.NotFound',
  );
  expect((await add(server.url, { OssBucket: 'first' })).code).toBe('ConfigAlreadyExists');
  await eventually(server.output).toContain('Read the files again; the state stays.');
});

test('keeps what was there, and says why, while a file is broken', async () => {
  const world = write('broken.yaml', 'buckets: { present: [{ OssBucket: first }] }\n');
  await using server = await startServing(['--world', world]);

  write('broken.yaml', 'buckets: { opne: true }\n');
  await eventually(server.output).toMatch(
    /^Kept what was there\. .*broken\.yaml: Failed to read world "buckets"/m,
  );
  expect((await add(server.url, { OssBucket: 'first' })).code).toBe('OK');

  // As many editors save: another file takes the place.
  renameSync(write('next.yaml', 'buckets: { present: [{ OssBucket: third }] }\n'), world);
  await eventually(async () => (await add(server.url, { OssBucket: 'third' })).code).toBe(
    'ConfigAlreadyExists',
  );
});

test('plays an overlay as it is now', async () => {
  const overlay = (status: number): string => `overlay: 1.0.0
info: { title: Another status, version: 1.0.0 }
actions:
  - { target: "$.paths['/'].post['x-errors'][?@.code == 'InvalidDelayTime']", update: { status: ${status} } }
`;
  const file = write('overlay.yaml', overlay(422));
  await using server = await startServing(['--overlay', file]);
  expect((await add(server.url, { DelayTime: '14' })).status).toBe(422);

  write('overlay.yaml', overlay(409));

  await eventually(async () => (await add(server.url, { DelayTime: '14' })).status).toBe(409);
});

test('plays the faults of a file, and others when it changes', async () => {
  const file = write(
    'faults.yaml',
    '- { fault: internal-error }\n- { fault: wrong-content-length, nth: 1000 }\n',
  );
  await using server = await startServing(['--faults', file]);
  expect((await add(server.url)).status).toBe(500);

  write('faults.yaml', '- { fault: service-unavailable }\n');
  await eventually(async () => (await add(server.url)).status).toBe(503);
  write('faults.yaml', '- { fault: internal-error }\n- { fault: fire }\n');
  await eventually(server.output).toMatch(
    /^Kept what was there\. .*faults\.yaml: Failed to read fault "fire"/m,
  );
  expect((await add(server.url)).status).toBe(503);
  write('faults.yaml', '[]\n');
  await eventually(async () => (await add(server.url)).status).toBe(200);
});

test.each([
  ['- { fault: fire }\n', /wrong\.yaml: Failed to read fault "fire": there is no such fault\./],
  ['fault: hang\n', /Failed to read faults ".*wrong\.yaml": it is not a list\. Give a list of fault rules\./],
])('does not start with invalid faults: %s', async (content, sentence) => {
  const file = write('wrong.yaml', content);
  const { exitCode, stderr } = await understudy(['serve', '--port', '0', '--faults', file]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(sentence);
});

test('says in JSON that it has read its files again, where it prints JSON', async () => {
  const file = write('json.yaml', '[]\n');
  await using server = await startServing(['--faults', file, '--json-logs']);

  write('json.yaml', '- { fault: hang }\n');

  await eventually(() => server.output().split('\n').length).toBe(3);
  expect(server.output().split('\n')[1]).toBe('{"note":"Read the files again; the state stays."}');
});

test('ends at once when it is told to, however many look on', async () => {
  const server = await startServing(['--faults', write('none.yaml', '[]\n')]);
  const events = await fetch(`${server.url}/_understudy/events`);

  expect(await server.stop()).toEqual({ exitCode: 0, signal: null });
  expect(await events.text()).toContain('event: hello');
});

/** As `expect.poll`, with time for a slow machine. */
function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 10_000, interval: 100 });
}

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
