/** The files that tools leave, as names of checks. */
import { isArray, isObject, type Json } from '../../../contract/json.ts';

export interface Checks {
  readonly checks: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
}

/** JUnit's XML, as Dredd and Specmatic write it. Throws where it holds no test case. */
export function readJUnit(xml: string): Checks {
  const checks = new Set<string>();
  const failed = new Set<string>();
  for (const [, attributes = '', rest = ''] of xml.matchAll(
    /<testcase\b((?:\s+[\w-]+="[^"]*")*)\s*(\/>|>[\s\S]*?<\/testcase>)/g,
  )) {
    const title = unescape(/\sname="([^"]*)"/.exec(attributes)?.[1] ?? '');
    // Dredd names several transactions alike.
    const name = checks.has(title) ? `${title} #${checks.size + 1}` : title;
    checks.add(name);
    if (/<(?:failure|error)\b/.test(rest)) failed.add(name);
  }
  if (checks.size === 0) throw new Error('Failed to read the results: there is no test case in them.');
  return { checks, failed };
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** The JSON of newman: each assertion of each request. Throws where it holds no request. */
export function readNewman(text: string): Checks {
  const checks = new Set<string>();
  const failed = new Set<string>();
  const results = JSON.parse(text) as Json; // text that is no JSON throws
  const executions = at(results, 'run', 'executions');
  for (const execution of isArray(executions) ? executions : []) {
    const request = String(at(execution, 'item', 'name'));
    const assertions = at(execution, 'assertions');
    const answered = `${request}: answered`;
    checks.add(answered);
    if (at(execution, 'requestError') !== undefined) failed.add(answered);
    for (const assertion of isArray(assertions) ? assertions : []) {
      const name = `${request}: ${String(at(assertion, 'assertion'))}`;
      checks.add(name);
      if (at(assertion, 'error') !== undefined) failed.add(name);
    }
  }
  if (checks.size === 0) throw new Error('Failed to read the results: there is no request in them.');
  return { checks, failed };
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  return found;
}
