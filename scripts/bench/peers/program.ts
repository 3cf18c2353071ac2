/** Programs that are started, limited in time, and ended by their own process id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

export interface Finished {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** What it printed; the last million characters. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it may reach other machines. */
  readonly online?: boolean;
  readonly timeoutMs: number;
}

export interface Started extends AsyncDisposable {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Start a program that gives way to others. Disposing of it ends it, and waits for the end. */
export function start(
  file: string,
  args: readonly string[],
  { cwd, env, online }: Omit<ProgramOptions, 'timeoutMs'>,
): Started {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...(online !== true && offline), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  // Whoever stops the comparison stops what it started.
  const end = (): void => void child.kill();
  process.once('exit', end);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', end);
      resolve(code);
    });
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-1_000_000);
    });
  lowerPriority(child);
  return {
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill();
      const kill = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(kill);
    },
  };
}

export async function runToEnd(
  file: string,
  args: readonly string[],
  { timeoutMs, ...options }: ProgramOptions,
): Promise<Finished> {
  await using program = start(file, args, options);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const first = await Promise.race([program.ended, limit]);
  clearTimeout(timer);
  const timedOut = first === 'late';
  return { exitCode: timedOut ? null : first, timedOut, output: program.output() };
}

/** Whatever a tool might report home goes to a port where nobody listens; calls to this machine are not redirected. */
const offline = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
  NO_COLOR: '1',
  NO_UPDATE_NOTIFIER: '1',
} as const;

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or this system has no priorities: then it runs as it is.
  }
}
