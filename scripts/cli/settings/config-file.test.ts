/** Each kind of settings file is read, and what cannot be read is said. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderWith } from '../../../contract/fixtures/temporary-folder.ts';
import { readConfigFile } from './config-file.ts';

test.each([
  ['understudy.config.yaml', 'serve: { port: 1 }'],
  ['understudy.config.yml', 'serve:\n  port: 1'],
  ['understudy.config.json', '{"serve":{"port":1}}'],
  ['understudy.config.ts', 'const port: number = 1;\nexport default { serve: { port } };'],
  ['understudy.config.mjs', 'export default { serve: { port: 1 } };'],
])('%s', async (name, text) => {
  expect(await readConfigFile(folderWith({ [name]: text }))).toEqual({
    path: name,
    content: { serve: { port: 1 } },
  });
});

test('no file is no settings, and neither is an empty one', async () => {
  expect(await readConfigFile(folderWith({}))).toBeUndefined();
  expect((await readConfigFile(folderWith({ 'understudy.config.yaml': '' })))?.content).toEqual({});
});

test('a file of another name is read where it is named', async () => {
  const folder = folderWith({ 'ci.yaml': 'seed: 4', 'understudy.config.yaml': 'seed: 1' });
  expect((await readConfigFile(folder, 'ci.yaml'))?.content).toEqual({ seed: 4 });
});

test.each([
  [{ 'understudy.config.yaml': '', 'understudy.config.ts': '' }, 'there are "understudy.config.yaml" and'],
  [{ 'understudy.config.yaml': '- 1' }, 'it holds no object'],
  [{ 'understudy.config.yaml': 'a: [' }, 'Correct the YAML.'],
  [{ 'understudy.config.mjs': 'export const port = 1;' }, 'it has no default export'],
  [{ 'understudy.config.mjs': 'throw new Error("no such team");' }, 'no such team'],
])('%j', async (files, sentence) => {
  await expect(readConfigFile(folderWith(files))).rejects.toThrow(sentence);
});

test('a file that is named and is not there', async () => {
  await expect(readConfigFile(folderWith({}), 'mine.yaml')).rejects.toThrow(
    'Failed to read "mine.yaml": there is no such file.',
  );
});

// Node itself has to load it: vitest would read it as an ES module whatever package.json says.
test.each([
  ['understudy.config.ts', 'export default {};', '.mts'],
  [
    'understudy.config.js',
    "import { cpus } from 'node:os';\nexport default { runs: cpus().length };",
    '.mjs',
  ],
])('%s in a project of CommonJS modules', async (name, text, ending) => {
  const folder = folderWith({ 'package.json': '{"type":"commonjs"}', [name]: text });
  const source = new URL('config-file.ts', import.meta.url).href;
  const script = `import { readConfigFile } from ${JSON.stringify(source)};
    await readConfigFile(${JSON.stringify(folder)}).catch((error) => console.log(error.message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toBe(
    `Failed to read "${name}": "type" in package.json makes it a CommonJS module, which has no "import" and "export". Let its name end in ${ending}.\n`,
  );
});
