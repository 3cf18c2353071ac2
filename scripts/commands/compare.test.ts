/** `understudy compare`, as a person calls it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { compare } from './compare.ts';
import { defaultSeed } from '../cli/options/flags.ts';
import { capturePrinted } from '../testing/printed.ts';

const flags = { seed: defaultSeed, runs: 0, only: ['delay-time/*'] };
const folder = temporaryFolder();
const printed = capturePrinted();
afterEach(() => vi.unstubAllEnvs());

test('writes the comparison in each form, and adds Markdown to the summary of a job', async () => {
  const path = (name: string): string => join(folder, name);
  vi.stubEnv('GITHUB_STEP_SUMMARY', path('summary.md'));

  const report = ['json=a.json', 'html=a.html', 'markdown=a.md'].map((flag) =>
    flag.replace('=', `=${folder}/`),
  );
  await compare(['mock', 'prism'], { ...flags, report });

  expect(JSON.parse(readFileSync(path('a.json'), 'utf8'))).toMatchObject({
    reports: [{ target: 'mock' }, { target: 'prism' }],
    agreement: { same: expect.any(Number), of: expect.any(Number) },
  });
  expect(readFileSync(path('a.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(readFileSync(path('a.md'), 'utf8')).toMatch(/^## <code>mock<\/code>, <code>prism<\/code>: /);
  expect(readFileSync(path('summary.md'), 'utf8')).toBe(readFileSync(path('a.md'), 'utf8'));
  expect(printed.text()).toMatch(/^mock and prism answer \d+ % of \d+ scenarios alike$/m);
});

test.for(['junit', 'sarif', 'badge'])(
  'says in a sentence that there is no %s of several targets',
  async (format) => {
    const flag = `${format}=${join(folder, 'file')}`;
    await expect(compare(['mock', 'prism'], { ...flags, report: [flag] })).rejects.toThrow(
      `Failed to read --report "${flag}": ${format} is about one target, and a comparison has several. Use json, html or markdown, or check one target.`,
    );
  },
);

test('refuses a form that does not exist, and a single target', async () => {
  await expect(compare(['mock', 'prism'], { ...flags, report: ['pdf=a'] })).rejects.toThrow(
    'Failed to read --report "pdf=a": it needs FORMAT=PATH with a format of json, html, markdown.',
  );
  await expect(compare(['mock'], flags)).rejects.toThrow('Failed to compare "mock": it is one target.');
});
