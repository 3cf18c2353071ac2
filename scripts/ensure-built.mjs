/**
 * Builds dist/ when it is missing or older than the sources; costs a few milliseconds when it is not.
 *
 * Plain JavaScript, since Node 22.12 runs it too and strips no types. What counts as fresh is one stamp over the path,
 * size and time of every source: a build goes to a folder of its own and replaces dist/ only when it is whole, so that
 * neither a build cut off half-way nor a second one at the same time leaves a mixture behind.
 *
 * `--force` builds in any case, and checks types as well; without it the types are left to `npm test`, so that one
 * wrong type does not keep anybody from starting a server.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
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

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const staging = join(root, `.dist-${process.pid}`);
const stampFile = '.sources';

const force = process.argv.includes('--force');
const stamp = stampSources();
if (force || readStamp() !== stamp) build();

/** One hash that changes whenever a file that goes into the build does. */
function stampSources() {
  const hash = createHash('sha256');
  for (const path of ['package.json', 'tsconfig.json', 'tsconfig.build.json', ...listSources()]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function listSources() {
  return ['contract', 'mocks', 'scenarios', 'conformance', 'scripts']
    .flatMap((folder) => listFolder(folder))
    .sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listFolder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFolder(path);
    return /(?<!\.test)\.ts$/.test(path) ? [path] : [];
  });
}

function readStamp() {
  try {
    return readFileSync(join(dist, stampFile), 'utf8');
  } catch {
    return undefined;
  }
}

function build() {
  try {
    compile();
    const command = join(staging, 'scripts/understudy.js');
    if (existsSync(command)) chmodSync(command, 0o755);
    writeFileSync(join(staging, stampFile), stamp);
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
