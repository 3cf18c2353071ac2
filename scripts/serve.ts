/** `understudy serve`. */
import { mainOperation, type Contract } from '../contract/contract.ts';
import type { Exchange } from '../mocks/engine.ts';
import { createHostlessMock } from '../mocks/mock.ts';
import { startServer } from '../mocks/server.ts';
import { firstCall } from './first-call.ts';
import { loadContract, loadYaml } from './load.ts';
import type { ServeFlags } from './understudy.ts';

export async function serve(flags: ServeFlags): Promise<void> {
  const contract = await loadContract(flags.overlay);
  const world =
    flags.world === undefined
      ? {}
      : { world: (await loadYaml(flags.world)) as Readonly<Record<string, unknown>> }; // checked by the mock
  const mock = createHostlessMock({
    contract,
    clock: flags.clock,
    ...world,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
  const print = flags.jsonLogs === true ? printJson : printLine;
  const server = await startServer(mock, { port: flags.port, host: flags.host, onExchange: print });
  if (flags.jsonLogs !== true) process.stdout.write(greeting(contract, server.url));
  else process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);

  const stop = (): void => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function greeting(contract: Contract, url: string): string {
  const operation = mainOperation(contract);
  return [
    `Understudy plays ${operation.name} (page of ${operation.page}) at ${url}`,
    '',
    'Paste this; pasted again, it is refused as a duplicate:',
    `  ${firstCall(operation, url)}`,
    '',
    'Where to look next:',
    '  README, "Every error with one request": what to change to get each documented error',
    `  npm run understudy -- check ${url}`,
    '',
    '',
  ].join('\n');
}

function printLine({ at, operation, answer, decision, account }: Exchange): void {
  const time = new Date(at).toISOString().slice(11, 23);
  const outcome =
    decision.kind === 'accepted'
      ? 'accepted'
      : `${decision.error}${decision.parameter === undefined ? '' : ` (${decision.parameter})`}`;
  const why = decision.kind === 'accepted' ? '' : `  ${decision.evidence}: ${decision.source}`;
  process.stdout.write(`${time} ${answer.status} ${operation ?? '-'} ${account}  ${outcome}${why}\n`);
}

function printJson({ at, operation, account, parameters, answer, decision }: Exchange): void {
  process.stdout.write(
    `${JSON.stringify({ at: new Date(at).toISOString(), operation, account, parameters, status: answer.status, decision })}\n`,
  );
}
