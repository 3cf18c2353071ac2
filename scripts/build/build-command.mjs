/**
 * Bundles the command line, since each module takes a start some tenth of a millisecond to find, read and link, and there
 * were 130 of them. Packages and the library in the rest of dist/ stay as they are. Plain JavaScript, as ensure-built.mjs,
 * which calls it.
 */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'vite';

/**
 * Puts the command line in place of the modules that it is made of.
 *
 * @param {string} folder the compiled scripts: dist/scripts
 * @returns {Promise<void>}
 */
export async function buildCommand(folder) {
  const program = join(folder, 'program.js');
  const bundled = join(folder, 'bundled');
  await build({
    root: dirname(folder),
    configFile: false,
    logLevel: 'error',
    plugins: [keepPlaces(folder)],
    build: {
      ssr: true,
      target: 'es2024',
      outDir: bundled,
      minify: false,
      rolldownOptions: {
        // No comments that name the folder of this build.
        experimental: { attachDebugInfo: 'none' },
        input: { understudy: join(folder, 'understudy.js'), program },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // A server loads these before it can answer.
          codeSplitting: { groups: [togetherWith('start', [program, join(folder, 'commands', 'serve.js')])] },
        },
      },
    },
  });
  for (const name of readdirSync(folder))
    if (name !== 'bundled') rmSync(join(folder, name), { recursive: true });
  for (const name of readdirSync(bundled)) renameSync(join(bundled, name), join(folder, name));
  rmSync(bundled, { recursive: true });
}

/**
 * One file for some modules and all that they import at once; the first of them, the entry, stays a file of its own.
 *
 * @param {string} name
 * @param {readonly string[]} modules
 * @returns {import('vite').Rolldown.CodeSplittingGroup}
 */
function togetherWith(name, modules) {
  /** @type {Set<string> | undefined} */
  let members;
  return {
    debugName: name,
    name(id, context) {
      members ??= reachedFrom(modules, (one) => context.getModuleInfo(one)?.importedIds ?? []);
      return id !== modules[0] && members.has(id) ? name : null;
    },
  };
}

/**
 * @param {readonly string[]} modules
 * @param {(id: string) => readonly string[]} importsOf
 * @returns {Set<string>}
 */
function reachedFrom(modules, importsOf) {
  const reached = new Set(modules);
  // A set hands on what is added to it while it is walked through.
  for (const id of reached) for (const imported of importsOf(id)) reached.add(imported);
  return reached;
}

/**
 * Modules find files beside themselves where these were before the bundle.
 *
 * @param {string} folder
 * @returns {import('vite').Plugin}
 */
function keepPlaces(folder) {
  return {
    name: 'keep-places',
    transform: (code, id) =>
      code.replaceAll(
        /\bimport\.meta\.url\b/g,
        `new URL(${JSON.stringify(relative(folder, id).split(sep).join('/'))}, import.meta.url).href`,
      ),
  };
}
