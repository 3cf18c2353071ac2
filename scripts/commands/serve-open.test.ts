/** `serve --open` hands the inspector's address to the browser that the machine names. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { startServing } from '../testing/processes.ts';

test.skipIf(process.platform !== 'linux')('the inspector opens', async () => {
  const folder = temporaryFolderOfTest();
  const browser = join(folder, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\necho "$1" > ${folder}/opened.part && mv ${folder}/opened.part ${folder}/opened\n`,
  );
  chmodSync(browser, 0o755);
  vi.stubEnv('BROWSER', browser);
  try {
    await using serving = await startServing(['--open']);
    const opened = join(folder, 'opened');
    await vi.waitFor(() => expect(existsSync(opened)).toBe(true), 10_000);
    expect(readFileSync(opened, 'utf8').trim()).toBe(`${serving.url}/_understudy/`);
  } finally {
    vi.unstubAllEnvs();
  }
});
