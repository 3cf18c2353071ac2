/** What a mock was asked when the pictures of the inspector are taken: a morning of two teams, the same each time. */
import { prepareCall } from '../../conformance/run/results/call.ts';
import { parametersOf } from '../../conformance/report/summary/causes.ts';
import type { Call } from '../../conformance/targets/target.ts';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { startServing, type Serving } from '../testing/processes.ts';
import { createTriggers } from '../cli/server/triggers.ts';

/** Where the clock of the mock stands at first. */
const morning = '2026-01-01T09:30:00Z';

const contract = readContract();
const operation = mainOperation(contract);

/** Start a mock with 200 configurations, and ask it this and that. */
export async function startBusyMock(): Promise<Serving> {
  const server = await startServing(['--clock', morning, '--seed', '1', '--world', 'presets/busy.yaml']);
  const triggers = createTriggers(contract, Date.parse(morning), 'matinee');
  for (const [index, name] of ['evening-news', 'football', 'concert'].entries()) {
    await ask(server, 'web-team', accepted(name));
    await ask(server, index === 1 ? 'ci' : 'web-team', accepted(name));
  }
  await admin(server, 'POST', '/faults', { fault: 'answer-lost', times: 1 });
  await ask(server, 'ci', accepted('chess')).catch(() => undefined);
  await ask(server, 'ci', accepted('chess'));
  // Every third of the documented errors.
  for (const [index, { calls }] of triggers.entries()) {
    if (index % 3 === 0) for (const call of calls) await ask(server, 'web-team', call);
    if (index % 6 === 0) await ask(server, 'ci', accepted(`matinee-${index}`));
  }
  return server;
}

/** Send a call as somebody, 51 milliseconds after the one before. */
async function ask(server: Serving, account: string, call: Omit<Call, 'method'> & { method: string }) {
  await admin(server, 'PUT', '/clock', { advance: { milliseconds: 51 } });
  const { name: key = '' } = operation.commonParameters.find(({ role }) => role === 'account') ?? {};
  const others = parametersOf({ ...call, method: 'POST' }).filter(([name]) => name !== key);
  const body = new URLSearchParams([[key, account], ...others.map(([name, value]) => [name, value])]);
  await fetch(server.url, { method: 'POST', body });
}

/** A request that is accepted once under each name. */
function accepted(unique: string): Call {
  const [scenario] = generateScenarios(operation, contract).filter(({ family }) => family === 'accepted');
  const [step] = scenario?.act.kind === 'sequence' ? scenario.act.steps : [];
  if (!step) throw new Error('Failed to take pictures: no scenario has an accepted request.');
  const bindings = { now: Date.parse(morning), unique, fixtures: defaultFixtures(operation) };
  return prepareCall(contract, step, bindings, undefined).call;
}

async function admin({ url }: Serving, method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/_understudy${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Failed to prepare the mock: ${path} was answered with ${answer.status}.`);
}
