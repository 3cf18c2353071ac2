/** `understudy serve`. */
import { ContractError } from '../contract/contract-error.ts';
import { mainOperation, type Contract } from '../contract/contract.ts';
import { worldOf } from '../contract/world.ts';
import type { Exchange } from '../mocks/engine.ts';
import type { RefusedSignature } from '../mocks/call.ts';
import type { Trigger } from '../mocks/admin.ts';
import { createHostlessMock, type Mock, type MockOptions } from '../mocks/mock.ts';
import { startServer } from '../mocks/server.ts';
import { UsageError } from './exit.ts';
import { invocation } from './invocation.ts';
import { firstCall } from './first-call.ts';
import { loadContract, loadYaml } from './load.ts';
import type { ServeFlags } from './understudy.ts';

export async function serve(flags: ServeFlags): Promise<void> {
  const contract = await loadContract(flags.overlay);
  const mock = createHostlessMock({
    contract,
    clock: flags.clock,
    auth: flags.auth,
    ...(await readWorldFile(flags, contract)),
    ...(await credentialsOf(flags)),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.defaultFormat === undefined ? {} : { defaultFormat: flags.defaultFormat }),
    ...(flags.throttlingStatus === undefined ? {} : { throttling: { status: flags.throttlingStatus } }),
  });
  const print = flags.jsonLogs === true ? printJson : printLine;
  const admin = { token: flags.adminToken, triggers: createTriggering(mock, flags) };
  const server = await startServer(mock, { port: flags.port, host: flags.host, onExchange: print, admin });
  if (flags.jsonLogs !== true) process.stdout.write(greeting(contract, server.url, flags));
  else process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);

  const stop = (): void => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Requests that give the documented errors. Made when they are asked for: a start needs no scenarios. */
function createTriggering({ contract, clock }: Mock, { auth }: ServeFlags) {
  let round = 0;
  return async (): Promise<readonly Trigger[]> => {
    // They carry no signature.
    if (auth === 'verify') return [];
    const { createTriggers } = await import('./triggers.ts');
    round += 1;
    return createTriggers(contract, clock.now(), `inspector-${round}`);
  };
}

async function readWorldFile({ world }: ServeFlags, contract: Contract): Promise<Pick<MockOptions, 'world'>> {
  if (world === undefined) return {};
  const given = await loadYaml(world);
  try {
    worldOf(contract, given);
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${world}: ${cause.message}`, { cause });
  }
  return { world: given as Readonly<Record<string, unknown>> }; // it was read above
}

async function credentialsOf({ auth, credentials }: ServeFlags): Promise<Pick<MockOptions, 'credentials'>> {
  if (credentials === undefined) return {};
  if (auth === 'none')
    throw new UsageError('Failed to use --credentials: nothing is verified. Say --auth verify too.');
  const { readCredentials } = await import('../mocks/credentials.ts');
  return { credentials: readCredentials(await loadYaml(credentials)) };
}

function greeting(contract: Contract, url: string, { auth, credentials }: ServeFlags): string {
  const operation = mainOperation(contract);
  const keys =
    credentials === undefined
      ? 'testid and teststsid (both with the secret testsecret)'
      : `those of ${credentials}`;
  const first =
    auth === 'verify'
      ? [
          `Signatures are verified; the access keys are ${keys}. Point a client of the vendor at this address.`,
        ]
      : ['Paste this; pasted again, it is refused as a duplicate:', `  ${firstCall(operation, url)}`];
  return [
    `Understudy plays ${operation.name} (page of ${operation.page}) at ${url}`,
    '',
    ...first,
    '',
    'Where to look next:',
    `  ${url}/_understudy/: the inspector, what is asked and why it is answered so`,
    '  README, "Every error with one request": what to change to get each documented error',
    `  ${invocation()} check ${url}`,
    '',
    '',
  ].join('\n');
}

function printLine({ at, operation, answer, decision, account }: Exchange): void {
  const time = new Date(at).toISOString().slice(11, 23);
  const outcome =
    decision.kind !== 'refused'
      ? decision.kind
      : `${decision.error}${decision.parameter === undefined ? '' : ` (${decision.parameter})`}`;
  const why = decision.kind !== 'refused' ? '' : `  ${decision.evidence}: ${decision.source}`;
  process.stdout.write(`${time} ${answer.status} ${operation ?? '-'} ${account}  ${outcome}${why}\n`);
  if (decision.kind === 'refused' && decision.signature) printSignature(decision.signature);
}

/** Which part of a signature differs, below the line of its request; loaded when the first one is wrong. */
function printSignature(signature: RefusedSignature): void {
  void import('../mocks/signature-report.ts').then(({ reportSignature }) => {
    for (const line of reportSignature(signature)) process.stdout.write(`    ${line}\n`);
  });
}

function printJson({ at, operation, account, parameters, answer, decision }: Exchange): void {
  process.stdout.write(
    `${JSON.stringify({ at: new Date(at).toISOString(), operation, account, parameters, status: answer.status, decision })}\n`,
  );
}
