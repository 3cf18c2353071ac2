/** `understudy serve`. */
import { mainOperation, type Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../mocks/engine/engine.ts';
import type { RefusedSignature } from '../../mocks/auth/signature/explain.ts';
import type { Trigger } from '../../mocks/admin/api.ts';
import { createHostlessMock, type Mock, type MockOptions } from '../../mocks/mock.ts';
import { startServer } from '../../mocks/server/server.ts';
import { UsageError } from '../cli/exit.ts';
import { invocation } from '../cli/invocation.ts';
import { firstCall } from '../cli/first-call.ts';
import { loadYaml } from '../cli/load.ts';
import { createFaultSwitch, findWorld, readServedFiles, watchFiles } from '../cli/serve-files.ts';
import type { ServeFlags } from '../cli/command-flags.ts';

export async function serve(flags: ServeFlags): Promise<void> {
  const { contract, world, faults } = await readServedFiles(flags);
  const mock = createHostlessMock({
    contract,
    clock: flags.clock,
    auth: flags.auth,
    ...(world === undefined ? {} : { world }),
    ...(await credentialsOf(flags)),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.defaultFormat === undefined ? {} : { defaultFormat: flags.defaultFormat }),
    ...(flags.throttlingStatus === undefined ? {} : { throttling: { status: flags.throttlingStatus } }),
  });
  const print = flags.jsonLogs === true ? printJson : printLine;
  const admin = { token: flags.adminToken, triggers: createTriggering(mock, flags) };
  const server = await startServer(mock, { port: flags.port, host: flags.host, onExchange: print, admin });
  const setFaults = createFaultSwitch(mock, flags.faults);
  try {
    // After the start: some faults are for a server only.
    setFaults(faults);
  } catch (error) {
    await server.close();
    throw error;
  }
  const reload = async (): Promise<void> => {
    try {
      const next = await readServedFiles(flags);
      setFaults(next.faults);
      mock.replace({ contract: next.contract, ...(next.world === undefined ? {} : { world: next.world }) });
      printNote(flags, 'Read the files again; the state stays.');
    } catch (error) {
      printNote(flags, `Kept what was there. ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const worldFile = flags.world === undefined ? undefined : findWorld(flags.world);
  const files = [...(flags.overlay ?? []), worldFile, flags.faults].filter((file) => file !== undefined);
  let reading = Promise.resolve();
  const watching = watchFiles(files, () => void (reading = reading.then(reload)));
  if (flags.jsonLogs !== true) process.stdout.write(greeting(contract, server.url, flags));
  else process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);

  const stop = (): void => {
    watching.close();
    void server.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Requests that give the documented errors. Made when they are asked for: a start needs no scenarios. */
function createTriggering({ contract, clock }: Mock, { auth }: ServeFlags) {
  let round = 0;
  return async (): Promise<readonly Trigger[]> => {
    // They carry no signature.
    if (auth === 'verify') return [];
    const { createTriggers } = await import('../cli/triggers.ts');
    round += 1;
    return createTriggers(contract, clock.now(), `inspector-${round}`);
  };
}

function printNote({ jsonLogs }: ServeFlags, note: string): void {
  process.stdout.write(jsonLogs === true ? `${JSON.stringify({ note })}\n` : `${note}\n`);
}

async function credentialsOf({ auth, credentials }: ServeFlags): Promise<Pick<MockOptions, 'credentials'>> {
  if (credentials === undefined) return {};
  if (auth === 'none')
    throw new UsageError('Failed to use --credentials: nothing is verified. Say --auth verify too.');
  const { readCredentials } = await import('../../mocks/auth/credentials.ts');
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
  process.stdout.write(`${time} ${answer?.status ?? '-'} ${operation ?? '-'} ${account}  ${outcome}${why}\n`);
  if (decision.kind === 'refused' && decision.signature) printSignature(decision.signature);
}

/** Which part of a signature differs, below the line of its request; loaded when the first one is wrong. */
function printSignature(signature: RefusedSignature): void {
  void import('../../mocks/auth/signature/report.ts').then(({ reportSignature }) => {
    for (const line of reportSignature(signature)) process.stdout.write(`    ${line}\n`);
  });
}

function printJson({ at, operation, account, parameters, answer, decision }: Exchange): void {
  process.stdout.write(
    `${JSON.stringify({ at: new Date(at).toISOString(), operation, account, parameters, status: answer?.status ?? null, decision })}\n`,
  );
}
