/** What a user can do wrong, and how the message of it is had. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { understudy } from '../../testing/processes.ts';

/** A mistake in words, and what makes it: a command, or a call that throws or returns the message. */
export type NamedMistake = readonly [mistake: string, make: () => unknown];

export interface MessageSection {
  readonly title: string;
  readonly causes: readonly NamedMistake[];
}

/** Where the files of the commands are. */
export const folder = mkdtempSync(join(tmpdir(), 'understudy-messages-'));

/** Writes a file below the folder; answers its path from there. */
export function file(path: string, content: unknown): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Writes a list for clean-up, with one call; answers its path. */
export function cleanupList(path: string, target: string, step: object = removal): string {
  return file(path, { target, removals: [{ step }] });
}

const removal = {
  operation: 'DeleteLiveAppRecordConfig',
  parameters: { DomainName: 'a', AppName: 'b', StreamName: 'c' },
};

/** The words of a command line, which stand apart by spaces. What is filled in is no place to cut, whatever it holds. */
export function words(text: TemplateStringsArray, ...filled: readonly string[]): readonly string[] {
  const marked = text.map((part, index) => (index === 0 ? part : `\0${index - 1}\0${part}`)).join('');
  return marked
    .split(/\s+/)
    .map((word) => word.replaceAll(/\0(\d+)\0/g, (_, index: string) => filled[Number(index)] ?? ''));
}

/** A command that is to fail: what it prints to stderr. Throws where it ends with 0. */
export function command(text: TemplateStringsArray, ...filled: readonly string[]): () => Promise<string> {
  const line = words(text, ...filled);
  return async () => {
    const { exitCode, stderr, stdout } = await understudy(line, folder);
    if (exitCode === 0) throw new RangeError(`understudy ${line.join(' ')} ended with 0: ${stdout}`);
    return stderr;
  };
}

/** The same, after commands that make the files that it needs, whatever they end with. */
export function after(
  before: readonly (readonly string[])[],
  last: () => Promise<string>,
): () => Promise<string> {
  return async () => {
    for (const line of before) await understudy(line, folder);
    return last();
  };
}

/** The message of a cause, without what differs between machines. */
export async function messageOf([mistake, make]: NamedMistake): Promise<string> {
  return plain(String(await outcome(make, mistake)), mistake);
}

async function outcome(make: () => unknown, mistake: string): Promise<unknown> {
  try {
    const said = await make();
    if (typeof said === 'string') return said;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError || error instanceof TypeError) throw error;
    return error.message;
  }
  throw new RangeError(`Nobody minded: ${mistake}`);
}

function plain(text: string, mistake: string): string {
  const lines = text
    .replaceAll(folder, 'FOLDER')
    .replaceAll(homedir(), '~')
    .replace(/\([0-9a-f]{12}\)/g, '(DIGEST)')
    .replaceAll(process.versions.node, 'N.N.N')
    .replace(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:PORT')
    .split('\n')
    // Commander points to the help after each of its messages; Node warns where many servers start in one process.
    .filter(
      (line) =>
        line.trim() !== '' &&
        !/^\((?:--help|node:|Use `node)/.test(line) &&
        !line.startsWith('Not exercised:'),
    );
  if (lines.length === 0) throw new RangeError(`Nothing was said of: ${mistake}`);
  return lines.join(' ');
}
