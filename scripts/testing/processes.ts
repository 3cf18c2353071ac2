/** Programs that tests start: the command line and the tools around it, with the Node that runs the tests. */
import { execFile, fork, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The command as it is built. */
export const command = join(root, 'dist/scripts/understudy.js');

export interface Finished {
  readonly exitCode: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The environment without the additions of npm and vitest, which would lead children back to this folder.
 * The directory of the running Node comes first in PATH.
 */
function freshEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|config_local_prefix|command)|VITEST|NODE_ENV|NODE_OPTIONS|INIT_CWD|GITHUB_STEP_SUMMARY)/.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: dirname(process.execPath) + delimiter + (process.env['PATH'] ?? ''),
    NO_COLOR: '1',
  };
}

/** How a process ended: one of the two is null. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface Running {
  /** Everything that it has printed so far, on both streams. */
  readonly output: () => string;
  /** Resolves with what matches in the lines that it has printed, or prints. */
  readonly match: (pattern: RegExp) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

/** Start the built command line in a process of its own, which can be sent signals. */
export function startUnderstudy(
  args: readonly string[],
  { cwd = root, environment = {} }: { cwd?: string; environment?: NodeJS.ProcessEnv } = {},
): Running {
  return start(process.execPath, [command, ...args], cwd, environment);
}

function start(
  file: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): Running {
  const child = spawn(file, args, { cwd, env: { ...freshEnvironment(), ...environment } });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  return { ...collectOutput(child), kill: (signal) => void child.kill(signal), ended };
}

/** Run a program to its end. */
export function run(file: string, args: readonly string[], cwd = root): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { cwd, env: freshEnvironment(), maxBuffer: 64e6, shell: process.platform === 'win32' };
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : (error.code ?? error.signal), stdout, stderr });
    });
  });
}

/** Build if out of date, for test files that are run without `npm test`; looked at once in a worker. */
export function ensureBuilt(): Promise<void> {
  building ??= build();
  return building;
}

let building: Promise<void> | undefined;

async function build(): Promise<void> {
  const { exitCode, stdout, stderr } = await run(process.execPath, [
    join(root, 'scripts/build/ensure-built.mjs'),
  ]);
  if (exitCode !== 0) throw new Error(stdout + stderr);
}

/** Run the built command line to its end, in a process of its own. */
export function understudyAlone(args: readonly string[], cwd = root): Promise<Finished> {
  return run(process.execPath, [command, ...args], cwd);
}

/**
 * Run the built command line to its end, in the process that runs all commands of a worker, one after the other. Variables of
 * `environment` are set for this command only.
 */
export async function understudy(
  args: readonly string[],
  cwd = root,
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  host ??= startHost();
  return host(args, cwd, environment);
}

type Host = (
  words: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
) => Promise<Finished>;

let host: Host | undefined;

function startHost(): Host {
  const child = fork(fileURLToPath(new URL('./command-host.mjs', import.meta.url)), {
    env: freshEnvironment(),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Ends with the worker, and does not keep it running.
  child.unref();
  child.channel?.unref();
  const waiting = new Map<number, PromiseWithResolvers<Finished>>();
  child.on('message', (message) => {
    const { id, ...finished } = message as Finished & { readonly id: number }; // see command-host.mjs
    waiting.get(id)?.resolve(finished);
    waiting.delete(id);
    if (waiting.size === 0) child.channel?.unref();
  });
  child.once('exit', (exitCode, signal) => {
    host = undefined;
    for (const { reject } of waiting.values())
      reject(new Error(`Failed to run a command: its process ended with ${exitCode ?? signal}.`));
  });
  let count = 0;
  return (words, cwd, environment) => {
    const id = (count += 1);
    const finished = Promise.withResolvers<Finished>();
    waiting.set(id, finished);
    child.channel?.ref();
    child.send({ id, words, cwd, environment });
    return finished.promise;
  };
}

export interface Serving extends AsyncDisposable {
  readonly url: string;
  /** Its output so far. */
  readonly output: () => string;
  /** Send a signal, SIGTERM by default, and wait for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Start a server and wait for the address that it prints. Throws Error, with its output, if it ends before that. */
export async function startServing(
  args: readonly string[],
  {
    file = process.execPath,
    first = [command],
    cwd = root,
  }: { file?: string; first?: readonly string[]; cwd?: string } = {},
): Promise<Serving> {
  const { output, match, kill, ended } = start(file, [...first, 'serve', '--port', '0', ...args], cwd);
  const url = await Promise.race([match(/https?:\/\/[\d.]+:\d+/), ended.then(() => undefined)]);
  if (url === undefined) throw new Error(`Failed to start the server: ${output()}`);
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> => {
    kill(signal);
    return ended;
  };
  return { url, output, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

function collectOutput(child: ChildProcessWithoutNullStreams): Pick<Running, 'output' | 'match'> {
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return {
    output: () => text,
    match: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          // Output comes in pieces: only a line that has ended is complete.
          const found = pattern.exec(text.slice(0, text.lastIndexOf('\n') + 1))?.[0];
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
  };
}
