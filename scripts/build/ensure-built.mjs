/**
 * Builds dist/ when it is missing, damaged or older than the sources; costs a few milliseconds when it is not.
 *
 * Plain JavaScript, since Node 22.12 runs it too and strips no types. A build goes to a folder of its own and replaces
 * dist/ only when it is whole, so that neither a build cut off half-way nor a second one at the same time leaves a
 * mixture behind, nor a file whose source is gone.
 *
 * `--force` builds in any case, and checks types as well; without it the types are left to `npm test`, so that one
 * wrong type does not keep anybody from starting a server.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dist = join(root, 'dist');
const staging = join(root, `.dist-${process.pid}`);
const folders = ['contract', 'mocks', 'scenarios', 'conformance', 'scripts'];
const stampFile = '.sources';

const force = process.argv.includes('--force');
const files = folders.flatMap((folder) => listFiles(root, folder));
const sources = files.filter(isSource);
const sourceStamp = stampSources();
if (force || readStamp(dist) !== describeBuild(dist)) await build();

/** @param {string} path */
function isSource(path) {
  return /(?<!\.test)\.ts$/.test(path) || isAsset(path) || isPage(path);
}

/** Part of the inspector page, which is bundled. @param {string} path */
function isPage(path) {
  return path.startsWith('mocks/admin/page/');
}

/** A page, a style or a picture that code reads from beside itself; goes along as it is. @param {string} path */
function isAsset(path) {
  return (
    !isPage(path) &&
    /^(mocks|scenarios|conformance)\/.*\.(css|html|js|json|svg)$/.test(path) &&
    !path.includes('/fixtures/')
  );
}

/** Changes whenever a file that goes into the build does: by path, size and time, since reading them all is slow. */
function stampSources() {
  const hash = createHash('sha256');
  const builders = files.filter((path) => /^scripts\/build\/.*\.mjs$/.test(path));
  for (const path of ['package.json', 'tsconfig.json', 'tsconfig.build.json', ...builders, ...sources]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** The stamp that a whole build in this folder has: the sources that it was made from, and the size of what was made. @param {string} folder */
function describeBuild(folder) {
  const hash = createHash('sha256').update(sourceStamp);
  for (const path of folders.flatMap((each) => listFiles(folder, each))) {
    hash.update(`${path} ${statSync(join(folder, path)).size}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} folder */
function readStamp(folder) {
  const path = join(folder, stampFile);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * Every file below a folder, as paths from `base` with forward slashes, in a fixed order.
 *
 * @param {string} base
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(base, folder) {
  if (!existsSync(join(base, folder))) return [];
  return readdirSync(join(base, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [path];
      return entry.name === 'node_modules' ? [] : listFiles(base, path);
    });
}

async function build() {
  try {
    compile();
    if (sources.some(isPage)) await bundlePage();
    for (const path of sources.filter(isAsset)) cpSync(join(root, path), join(staging, path));
    if (existsSync(join(staging, 'scripts/program.js'))) await bundleCommand();
    const command = join(staging, 'scripts/understudy.js');
    if (existsSync(command)) chmodSync(command, 0o755);
    writeFileSync(join(staging, stampFile), describeBuild(staging));
    replaceDist();
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function compile() {
  const args = [
    findCompiler(),
    '-p',
    join(root, 'tsconfig.build.json'),
    '--outDir',
    staging,
    '--noEmitOnError',
  ];
  // Diagnostics belong on stderr: stdout is for the command that runs next.
  const tsc = spawnSync(process.execPath, force ? args : [...args, '--noCheck'], { stdio: ['ignore', 2, 2] });
  if (tsc.status !== 0)
    fail('the TypeScript compiler reported errors. Correct them, then run `npm run build`.');
}

async function bundlePage() {
  // Loaded only here: a look at a fresh build needs no bundler.
  const { buildPage } = await import('./build-page.mjs');
  await buildPage(join(root, 'mocks/admin/page'), join(staging, 'mocks/admin/page'));
}

async function bundleCommand() {
  const { buildCommand } = await import('./build-command.mjs');
  await buildCommand(join(staging, 'scripts'));
}

function findCompiler() {
  try {
    const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
    return join(dirname(manifest), 'bin/tsc');
  } catch {
    return fail('the TypeScript compiler is not installed. Run `npm ci` first.');
  }
}

/** Puts the finished build in place; another build may be doing the same at this moment, and either may win. */
function replaceDist() {
  const old = `${staging}-old`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(staging, dist);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  rmSync(staging, { recursive: true, force: true });
  console.error(`Failed to build "dist": ${reason}`);
  process.exit(1);
}
