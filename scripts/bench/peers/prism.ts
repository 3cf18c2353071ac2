/** Prism's proxy: it makes no requests, and judges those that pass through it. They are those of our own suite. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createHttpTarget } from '../../../conformance/targets/http.ts';
import { run } from '../../../conformance/run/run.ts';
import type { Answer, Target } from '../../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import { isArray, isObject, type Json } from '../../../contract/json.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { start } from './program.ts';
import { timeoutMs, type Tool } from './tools.ts';

/** With `--errors` it refuses invalid requests itself; without, it lets all pass and says in a header what is wrong. */
export function prism({ errors }: { readonly errors: boolean }): Tool {
  return {
    name: errors ? 'Prism proxy --errors' : 'Prism proxy',
    version: '5.16.0',
    packages: ['@stoplight/prism-cli@5.16.0'],
    accountEach: false,
    async run(server, { folder, document }) {
      const from = performance.now();
      const took = (): number => performance.now() - from;
      // As it is built: Prism reads 3.1.
      await writeFile(join(folder, 'document.yaml'), stringify(document));
      const args = [
        join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js'),
        'proxy',
        'document.yaml',
        server.url,
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        ...(errors ? ['--errors'] : []),
      ];
      await using program = start(process.execPath, args, { cwd: folder });
      const url = await listening(program.output, 20_000);
      if (url === undefined)
        return { kind: 'broke', reason: program.output().slice(-500), durationMs: took() };
      const failed = await sendThrough(url);
      return failed
        ? { kind: 'ran', failed, checks: undefined, durationMs: took() }
        : { kind: 'timed-out', durationMs: took() };
    },
  } satisfies Tool;
}

async function listening(output: () => string, patienceMs: number): Promise<string | undefined> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const url = /listening on (http:\/\/[\d.]+:\d+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

/** Send the suite through a proxy, and collect what the proxy says of the answers. Undefined where it takes too long. */
async function sendThrough(url: string): Promise<ReadonlySet<string> | undefined> {
  const contract = readContract();
  const operation = mainOperation(contract);
  const objections = new Set<string>();
  const inner = createHttpTarget(url, { anyAccount: true, allowHosts: [] });
  const target: Target = {
    ...inner,
    async send(call) {
      const answer = await inner.send(call);
      for (const objection of readObjections(answer)) objections.add(objection);
      return answer;
    },
  };
  // Prism has no opinion on rates, and those scenarios take most of the time.
  const scenarios = generateScenarios(operation, contract).filter(({ family }) => family !== 'rate-limit');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    const first = await Promise.race([run({ contract, operation, target, seed: 1, scenarios }), late]);
    return first === 'late' ? undefined : objections;
  } finally {
    clearTimeout(timer);
    await inner.close();
  }
}

/** What Prism says of the server's answer; what it says of the request blames nobody. */
export function readObjections(answer: Answer): readonly string[] {
  if (answer.kind !== 'answered') return [];
  const header = answer.headers['sl-violations'];
  if (header !== undefined) return listObjections(JSON.parse(header) as Json).filter(isAboutAnswer); // Prism's own JSON
  if (answer.headers['content-type']?.startsWith('application/problem+json') !== true) return [];
  const problem = JSON.parse(answer.body) as Json; // Prism's own JSON
  if (!isObject(problem)) return [];
  const listed = listObjections(problem['validation']).filter(isAboutAnswer);
  if (listed.length > 0) return listed;
  // A connection that the server closes has no list; below 500 Prism objects to the request.
  return Number(problem['status']) >= 500 ? [String(problem['type'])] : [];
}

function listObjections(list: Json | undefined): readonly string[] {
  if (!isArray(list)) return [];
  return list.filter(isObject).map(({ location, code, message }) => {
    const place = isArray(location) ? location.join('.') : '';
    return `${place}: ${String(code)}, ${String(message)}`;
  });
}

function isAboutAnswer(objection: string): boolean {
  return objection.startsWith('response');
}
