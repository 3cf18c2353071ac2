/** Servers in processes of their own, and the load that all of them get. */
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import { cpuMsOf, spreadOf, type Side, type Spread } from './measure.ts';
import { form, nextMinimal, type Sent } from './requests.ts';

/** How a server is started, and where it is found. */
export interface ServerStart {
  readonly name: string;
  /** Of `node`. */
  readonly args: readonly string[];
  /** Where its packages are; the present folder where it is left out. */
  readonly cwd?: string;
  /** Where it will be, for one that does not print its address. */
  readonly url?: string;
  /** Whether it may refuse what is sent: some do not know the rules, or take more to be one. */
  readonly mayRefuse?: boolean;
  /** Headers and path of a request; by default those of a form without a signature. */
  readonly sign?: (
    sent: Sent,
    host: string,
  ) => { readonly path: string; readonly headers: Record<string, string> };
}

/** A server that is running, as one side of a comparison: so many calls of ten clients at a time. It ends when it is disposed. */
export interface MeasuredServer extends Side, AsyncDisposable {
  readonly url: string;
  /** Milliseconds. */
  readonly latencies: number[];
  /** Milliseconds of CPU time so far. */
  readonly cpuMs: () => number;
}

export async function startServer(server: ServerStart): Promise<MeasuredServer> {
  const { name, mayRefuse = false, sign } = server;
  const { child, url } = await startProcess(server);
  const pool = new Pool(url, { connections: 10 });
  const latencies: number[] = [];
  const send = async (): Promise<void> => {
    const sent = nextMinimal();
    const { path, headers } = sign?.(sent, new URL(url).host) ?? { path: sent.path, headers: form };
    const from = performance.now();
    const response = await pool.request({ method: 'POST', path, headers, body: sent.body });
    const answer = await response.body.text();
    if (response.statusCode >= 400 && !mayRefuse) throw new Error(`${name} answered ${answer}`);
    latencies.push(performance.now() - from);
  };
  return {
    name,
    url,
    latencies,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async run(calls) {
      let left = calls;
      const client = async (): Promise<void> => {
        for (; left > 0; await send()) left -= 1;
      };
      await Promise.all(Array.from({ length: 10 }, client));
    },
    [Symbol.asyncDispose]: async () => {
      await pool.destroy();
      await end(child);
    },
  };
}

/** Start servers by turns, so many times each: the milliseconds to their first answers, in the order of the servers. */
export async function timeStarts<const Starts extends readonly ServerStart[]>(
  servers: Starts,
  rounds: number,
): Promise<{ readonly [Index in keyof Starts]: Spread }> {
  const taken = servers.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, server] of servers.entries()) taken[index]?.push(await timeStart(server));
  const spreads = taken.map((times) => spreadOf(times));
  return spreads as readonly Spread[] as { readonly [Index in keyof Starts]: Spread }; // map forgets how many there are
}

/** Milliseconds from the start of the process to its first answer. */
async function timeStart(server: ServerStart): Promise<number> {
  const from = performance.now();
  const { child, url } = await startProcess(server);
  await (await fetch(url, { method: 'POST' })).text();
  const took = performance.now() - from;
  await end(child);
  return took;
}

async function startProcess({
  args,
  cwd,
  url,
}: ServerStart): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(cwd !== undefined && { cwd }),
  });
  if (url === undefined) return { child, url: await printedAddress(child, args) };
  child.stdout.resume();
  await untilItAnswers(url, child);
  return { child, url };
}

function printedAddress(
  child: ChildProcessByStdio<null, Readable, null>,
  args: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('close', () =>
      reject(new Error(`Failed to start "${args.join(' ')}": it printed no address.`)),
    );
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      // A server that logs goes on printing.
      if (text.length > 10_000) return;
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    try {
      await (await fetch(url)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  throw new Error(`Failed to reach "${url}": the server ended with ${child.exitCode}.`);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill();
  await ended;
}
