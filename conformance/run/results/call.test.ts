/** What is sent, and the curl line that sends it again. */
import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../../contract/fixtures/listen.ts';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import type { Step } from '../../../scenarios/scenario/scenario.ts';
import { toCurl } from '../../../contract/wire/curl.ts';
import { prepareCall } from './call.ts';
import type { Call } from '../../targets/target.ts';

const contract = readContract();
const { name } = mainOperation(contract);
const bindings = { now: Date.UTC(2026, 0, 1), unique: 'us1-abc', fixtures: { bucket: ['mine'] } };

function stepOf(parameters: Readonly<Record<string, string>>, via: Step['via'] = 'form'): Step {
  return { operation: name, parameters, via, expect: ['OK'] };
}

function prepare(step: Step, account?: string): Call {
  return prepareCall(contract, step, bindings, account).call;
}

describe('a step becomes a request', () => {
  test('as a form, with the common parameters in the query', () => {
    expect(prepare(stepOf({ AppName: '${unique}', OssBucket: '${fixture.bucket}' }), 'me')).toEqual({
      method: 'POST',
      path: `/?Action=${name}&Version=2016-11-01&Format=JSON&AccessKeyId=me`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'AppName=us1-abc&OssBucket=mine',
    });
  });

  test('as the query of a POST, and of a GET', () => {
    const path = `/?Action=${name}&Version=2016-11-01&Format=JSON&AppName=a`;
    expect(prepare(stepOf({ AppName: 'a' }, 'query'))).toEqual({
      method: 'POST',
      path,
      headers: {},
      body: '',
    });
    expect(prepare(stepOf({ AppName: 'a' }, 'get'))).toEqual({ method: 'GET', path, headers: {}, body: '' });
  });

  test('with points in time that count from now', () => {
    expect(prepare(stepOf({ StartTime: '${now+86400}' })).body).toBe('StartTime=2026-01-02T00%3A00%3A00Z');
  });

  test('with everything escaped that some reader takes for something else', () => {
    expect(prepare(stepOf({ AppName: "a b+c&d=e%'(*)!~录" })).body).toBe(
      'AppName=a%20b%2Bc%26d%3De%25%27%28%2A%29%21~%E5%BD%95',
    );
  });

  test('unless the contract lacks the operation, or nobody gave the fixture', () => {
    expect(() => prepare({ ...stepOf({}), operation: 'Nothing' })).toThrow('"Nothing"');
    expect(() => prepare(stepOf({ A: '${fixture.other}' }))).toThrow('Give it with --fixture');
  });
});

const hasShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);

describe.skipIf(!hasShell)('the curl line, pasted into a shell, sends the same request', () => {
  let received: object = {};
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const type = headers['content-type'];
      received = { method, path: url, type, body: Buffer.concat(chunks).toString('utf8') };
      response.end('{}');
    });
  });
  let listening: Listening;
  beforeAll(async () => {
    listening = await listen(server);
  });
  afterAll(() => listening[Symbol.asyncDispose]());

  async function assertSentAgain(call: Call): Promise<void> {
    const line = toCurl(`${listening.url}/`, call);
    expect(line).not.toContain('\n');
    await new Promise((resolve) => execFile('bash', ['-c', line], resolve));
    expect(received).toEqual({
      method: call.method,
      path: call.path,
      type: call.headers['content-type'] ?? (call.method === 'GET' ? undefined : expect.any(String)),
      body: call.body,
    });
  }

  const awkward = [
    `it's`,
    `"quoted"`,
    'two\nlines',
    '录制',
    '$HOME `id` $(id) \\',
    '!',
    'a&b=c',
    '@file',
    '  ',
  ];
  test.for(awkward)('%j', async (text) => {
    for (const via of ['form', 'query', 'get'] as const)
      await assertSentAgain(prepare(stepOf({ AppName: text }, via)));
  });

  test('with a body that is not escaped at all', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-odd': `it's "so"` };
    await assertSentAgain({ method: 'POST', path: '/?a=1', headers, body: `it's "$HOME" 录` });
  });

  test('whatever the text is', { timeout: 60_000 }, async () => {
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(text, async (value) => assertSentAgain(prepare(stepOf({ AppName: value })))),
      { numRuns: 20 },
    );
  });
});
