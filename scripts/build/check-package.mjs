/** Looks at the package as it would be published: publint at the manifest, attw at the types. Not in `prepack`, which packing runs itself. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'understudy-package-'));
try {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder)[0] ?? '');
  run('publint', ['run', tarball, '--strict']);
  // The package has ES modules only, which older resolutions do not find.
  run('attw', [tarball, '--profile', 'esm-only', '--format', 'table-flipped', '--quiet']);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  // On Windows, npm and the others are scripts of a shell.
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return;
  process.exitCode = 1;
  console.error(
    `${stdout}Failed to check the package: ${program} ended with ${status}. Mend what it says above.`,
  );
}
