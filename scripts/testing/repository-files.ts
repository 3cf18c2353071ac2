/** The files of the repository, for tests of what holds for all of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './processes.ts';

export interface RepositoryFile {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** The paths of all files that git tracks, or would with the next `git add`. */
export async function repositoryPaths(): Promise<readonly string[]> {
  // The owner of a checkout in CI is often somebody else, which git refuses unless told.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { exitCode, stdout, stderr } = await run('git', args);
  if (exitCode !== 0) throw new Error(`Failed to list the files of the repository: ${stderr}`);
  return [...new Set(stdout.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Our TypeScript, without tests. */
export async function repositorySources(): Promise<readonly RepositoryFile[]> {
  const paths = await repositoryPaths();
  return paths
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
