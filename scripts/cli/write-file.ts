/** Writes the files that a command was asked for. */
import { constants } from 'node:fs';
import { access, mkdir, stat, writeFile as write } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { reasonOf } from '../../contract/text/reason.ts';
import { UsageError } from './exit.ts';

/** Writes a file, and makes the folders above it. Throws UsageError where that cannot be done. */
export async function writeFile(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await write(path, content);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** Throws UsageError where `writeFile` would. Called before what takes minutes; nothing is made. */
export async function assertWritable(path: string): Promise<void> {
  try {
    const place = await nearestOf(resolve(path));
    const isFolder = (await stat(place)).isDirectory();
    if (place === resolve(path) && isFolder) throw new Error('it is a folder');
    if (place !== resolve(path) && !isFolder) throw new Error(`"${place}" is no folder`);
    await access(place, constants.W_OK);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** The path itself, or the nearest folder above it that exists. */
async function nearestOf(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch {
    return nearestOf(dirname(path));
  }
}

function cannotWrite(path: string, cause: unknown): UsageError {
  return new UsageError(`Failed to write "${path}": ${reasonOf(cause)}. Give a path that can be written.`, {
    cause,
  });
}
