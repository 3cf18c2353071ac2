import { beforeAll, expect, test } from 'vitest';
import { folderWith } from '../../contract/fixtures/temporary-folder.ts';
import { ensureBuilt, understudyAlone } from '../testing/processes.ts';

beforeAll(ensureBuilt, 60_000);

// In processes of their own: what another command was asked for before would be shown as well.

/** A folder with settings. */
function folderOf(settings: string): string {
  return folderWith({ 'understudy.config.yaml': settings });
}

test('says of each option what it is here, and where that comes from', async () => {
  const folder = folderOf('serve: { port: 8080 }\n');
  const { stdout } = await understudyAlone(['config', 'serve', '--json'], folder);

  expect((JSON.parse(stdout) as { serve: unknown[] }).serve).toEqual(
    expect.arrayContaining([
      { option: '--port', variable: 'UNDERSTUDY_PORT', value: 8080, from: 'understudy.config.yaml' },
      { option: '--clock', variable: 'UNDERSTUDY_CLOCK', value: 'real', from: 'default' },
      { option: '--world', variable: 'UNDERSTUDY_WORLD', value: null, from: '' },
    ]),
  );
});

test('shows no token, and no password of an address', async () => {
  const folder = folderOf(
    'serve: { admin-token: hush-one, store: "redis://me:hush-two@127.0.0.1/1" }\ncheck: { header: ["X-Key: hush-three"] }\n',
  );
  const { stdout } = await understudyAlone(['config'], folder);

  expect(stdout).not.toContain('hush');
  expect(stdout).toContain('redis://***@127.0.0.1/1');
});

test('names the commands where none is called so', async () => {
  const { exitCode, stderr } = await understudyAlone(['config', 'sevre']);

  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'Failed to show the options of "sevre": no command with options is called so. Did you mean "serve"?\n',
  );
});
