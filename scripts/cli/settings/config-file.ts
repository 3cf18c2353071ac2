/** The file with a project's own settings: finds it, and reads it. */
import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../exit.ts';
import { reasonOf } from '../../../contract/text/reason.ts';

/** In the folder in which the command is run. */
const configNames = ['yaml', 'yml', 'json', 'ts', 'mts', 'js', 'mjs'].map(
  (ending) => `understudy.config.${ending}`,
);

export interface ConfigFile {
  /** As a person calls it: the name in this folder, or the path that was given. */
  readonly path: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * The file of `--config`, or the one with a known name in a folder; undefined where that has no such file.
 *
 * Throws UsageError for several files, and for one that cannot be read or holds no object.
 */
export async function readConfigFile(folder: string, given?: string): Promise<ConfigFile | undefined> {
  const found = given === undefined ? configNames.filter((name) => existsSync(join(folder, name))) : [given];
  const [path, other] = found;
  if (path === undefined) return undefined;
  if (other !== undefined)
    throw new UsageError(
      `Failed to read the settings: there are "${path}" and "${other}". Keep one of them, or name it with --config.`,
    );
  const content = await load(resolve(folder, path), path);
  // An empty YAML file is null.
  if (content === null) return { path, content: {} };
  if (typeof content !== 'object' || Array.isArray(content))
    throw new UsageError(
      `Failed to read "${path}": it holds no object. Write the settings of a command beneath its name, such as "check:".`,
    );
  return { path, content: content as Readonly<Record<string, unknown>> }; // no array, no null
}

/** Node goes by "type" in the nearest package.json, which `npm init` sets to "commonjs". */
function whyNotLoaded(error: unknown, extension: string): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return `Node ${process.versions.node} does not read TypeScript. Use Node 22.18 or later, or a .mjs or .yaml file`;
  if (
    error instanceof SyntaxError &&
    ['.ts', '.js'].includes(extension) &&
    /'(?:export|import)'|import statement/.test(error.message)
  )
    return `"type" in package.json makes it a CommonJS module, which has no "import" and "export". Let its name end in .m${extension.slice(1)}`;
  return `${reasonOf(error)}. Correct the script`;
}

async function load(file: string, path: string): Promise<unknown> {
  if (!existsSync(file))
    throw new UsageError(`Failed to read "${path}": there is no such file. Check the path.`);
  if (['.yaml', '.yml', '.json'].includes(extname(file))) {
    const { readYaml } = await import('../../../contract/files/read-yaml.ts');
    return readYaml(file);
  }
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }; // any module
    if (module.default !== undefined) return module.default;
  } catch (error) {
    throw new UsageError(`Failed to read "${path}": ${whyNotLoaded(error, extname(file))}.`);
  }
  throw new UsageError(`Failed to read "${path}": it has no default export. Write "export default { … }".`);
}
