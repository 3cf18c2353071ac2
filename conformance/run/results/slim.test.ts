/** What is kept of an answer of a megabyte: enough to be judged and shown, and no more. */
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../../contract/contract.ts';
import type { Step } from '../../../scenarios/scenario/scenario.ts';
import { createProbe } from '../../fixtures/probe.ts';
import type { CallResult } from './call-result.ts';
import { createSession } from '../session/session.ts';

const contract = readContract();
const operation = mainOperation(contract);
const megabyte = 'x'.repeat(1_000_000);

async function answerWith(status: number, body: object): Promise<CallResult> {
  const target = createProbe(() => ({ kind: 'answered', status, headers: {}, body: JSON.stringify(body) }));
  const session = createSession({ contract, target, fixtures: {} });
  const step: Step = { operation: operation.name, parameters: {}, via: 'form', expect: ['OK'] };
  return session.call(step, { unique: 'a', account: 'a' });
}

const sizeOf = ({ answer, parsed }: CallResult): number => JSON.stringify({ answer, parsed }).length;

test('of a success its members stay, cut', async () => {
  const numbers = Array.from({ length: 4000 }, (_, index) => index);
  const result = await answerWith(200, { RequestId: 'A', Text: megabyte, List: numbers });
  expect(result.parsed).toMatchObject({ body: { RequestId: 'A', Text: expect.any(String), List: {} } });
  expect(result.shapeProblems).toEqual([]);
  expect(sizeOf(result)).toBeLessThan(10_000);
});

test('of an error what is wrong with its form is still known', async () => {
  const result = await answerWith(400, { RequestId: 'A', Code: 'Odd', Message: megabyte });
  expect(result.shapeProblems).toEqual(['HostId: missing or empty']);
});

test('of an error code and message stay, cut', async () => {
  const result = await answerWith(400, { RequestId: 'A', HostId: 'h', Code: megabyte, Message: megabyte });
  expect(result.parsed).toMatchObject({ kind: 'error', code: expect.stringMatching(/^x{100,200}$/) });
  expect(result.shapeProblems).toEqual([]);
  expect(sizeOf(result)).toBeLessThan(20_000);
});

test('of a body with thousands of members only its beginning is kept, and why it was not read', async () => {
  const members = Array.from({ length: 30_000 }, (_, index) => [`Member${index}`, 1] as const);
  const result = await answerWith(200, { RequestId: 'A', ...Object.fromEntries(members) });
  expect(result.parsed).toEqual({
    kind: 'broken',
    status: 200,
    reason: 'the body has more than 5000 members and items',
  });
  expect(sizeOf(result)).toBeLessThan(10_000);
});

test('an answer that is no longer than others is kept as it came', async () => {
  const result = await answerWith(200, { RequestId: 'A', List: [{ a: [1] }] });
  expect(result.parsed).toMatchObject({ body: { List: [{ a: [1] }] } });
});
