/** Servers in processes of their own, and the load that all of them get. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Pool } from 'undici';
import { cpuMsOf, type Side } from './measure.ts';
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

/** A server that is running, as one side of a comparison: so many calls of ten clients at a time. */
export interface MeasuredServer extends Side {
  readonly url: string;
  /** Milliseconds. */
  readonly latencies: number[];
  stop(): Promise<void>;
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
    async stop() {
      await pool.destroy();
      await end(child);
    },
  };
}

/** Milliseconds from the start of the process to its first answer. */
export async function timeStart(server: Pick<ServerStart, 'args' | 'cwd' | 'url'>): Promise<number> {
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
}: Pick<ServerStart, 'args' | 'cwd' | 'url'>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(cwd !== undefined && { cwd }),
  });
  const { stdout } = child;
  if (url !== undefined) {
    stdout.resume();
    await answering(url, child);
    return { child, url };
  }
  const printed = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('close', () =>
      reject(new Error(`Failed to start "${args.join(' ')}": it printed no address.`)),
    );
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length > 10_000) return;
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, url: printed };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
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
