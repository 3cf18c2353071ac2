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
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  console.error(
    `Failed to check the package: "${program} ${args.join(' ')}" ended with ${status}. Run it to see why.`,
  );
  process.exitCode = 1;
}
