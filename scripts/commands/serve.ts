/** `understudy serve`. */
import { quoteForShell } from '../../contract/wire/curl.ts';
import { mainOperation } from '../../contract/contract.ts';
import { printable } from '../../contract/text/printable.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Trigger } from '../../mocks/admin/bodies.ts';
import { httpTransport } from '../../mocks/faults/transports.ts';
import type { Verification } from '../../mocks/gateway/parts.ts';
import { createFetchMock, type AwaitedFetchMock } from '../../mocks/mock.ts';
import { createSpaces } from '../../mocks/spaces.ts';
import { startServer } from '../../mocks/server/server.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { readCertificate } from '../cli/server/certificate.ts';
import { UsageError } from '../cli/exit.ts';
import { invocation } from '../cli/invocation.ts';
import { loadYaml } from '../cli/documents/load.ts';
import { openStore } from '../cli/server/open-store.ts';
import { createLineWriter } from '../cli/server/line-writer.ts';
import { createServeLog } from '../cli/server/serve-log.ts';
import {
  createFaultSwitch,
  filesToWatch,
  readServedFiles,
  watchFiles,
  type ServedFiles,
} from '../cli/server/serve-files.ts';
import type { ServeFlags } from '../cli/options/command-flags.ts';

/** How long a stop waits for calls that are being answered, unless it is told otherwise. */
const defaultDrainMs = 500;

export async function serve(flags: ServeFlags): Promise<void> {
  let files = await readServedFiles(flags);
  const log = createServeLog(createWriter(flags.jsonLogs === true), flags.jsonLogs === true);
  const auth = await authOf(flags);
  const certificate = await readCertificate(flags);
  const store = await openStore(flags.store, (line) => log.note(line));
  /** An open store would keep the process. */
  const giveUp = async (error: unknown): Promise<never> => {
    await store.close();
    throw error;
  };
  const create = (space: string): AwaitedFetchMock =>
    createFetchMock({ store, space, auth, ...optionsFrom(flags), ...playedFrom(files) });
  const mock = await attempt(() => create('')).catch(giveUp);
  const spaces = createSpaces({
    store,
    create(name) {
      const own = create(name);
      // A fault that only a server can play needs one.
      own.transports.attach(httpTransport);
      own.faults.set(files.faults);
      return own;
    },
    ...(flags.maxSpaces === undefined ? {} : { most: flags.maxSpaces }),
  });
  const admin = { token: flags.adminToken, triggers: createTriggering(mock, flags) };
  // Nobody is answered before it is set up.
  await mock.settled().catch(giveUp);
  const server = await startServer(mock, {
    port: flags.port,
    host: flags.host,
    onExchange: (exchange) => log.exchange(exchange),
    admin,
    spaces,
    spaceByAccount: flags.spaceByAccount === true,
    ...(certificate && { tls: { cert: certificate.cert, key: certificate.key } }),
  }).catch(giveUp);
  const setFaults = createFaultSwitch(mock, flags.faults);
  try {
    // After the start: some faults are for a server only.
    setFaults(files.faults);
  } catch (error) {
    await server.close();
    await giveUp(error);
  }
  const reload = async (): Promise<void> => {
    try {
      const next = await readServedFiles(flags);
      setFaults(next.faults);
      files = next;
      for (const one of [mock, ...spaces.mocks]) one.replace(playedFrom(next));
      for (const one of spaces.mocks) one.faults.set(next.faults);
      log.note('Read the files again; the state stays.');
    } catch (error) {
      log.note(`Kept what was there. ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  let reading = Promise.resolve();
  const watching = watchFiles(filesToWatch(flags), () => void (reading = reading.then(reload)));
  const isStopping = stopOnSignal(flags.drain ?? defaultDrainMs, async (longestMs) => {
    watching.close();
    await server.drain(longestMs);
    await store.close();
  });
  // Whoever reads this may ask it to stop in the same moment.
  process.stdout.write(
    flags.jsonLogs === true
      ? `${JSON.stringify({ listening: server.url })}\n`
      : announcement(mock, server.url, flags),
  );

  if (flags.open === true) await openInspector(`${server.url}/_understudy/`, (line) => log.note(line));
  if (flags.jsonLogs === true) return;
  await sayMore(() => greeting(mock, server.url, flags, certificate?.isOwn === true), isStopping);
}

function optionsFrom({ clock, seed, defaultFormat, throttlingStatus }: ServeFlags) {
  return {
    clock,
    ...(seed === undefined ? {} : { seed }),
    ...(defaultFormat === undefined ? {} : { defaultFormat }),
    ...(throttlingStatus === undefined ? {} : { throttling: { status: throttlingStatus } }),
  };
}

/** What mocks play of the files; faults are set apart, since some need a server. */
function playedFrom({ contract, world }: ServedFiles) {
  return { contract, ...(world === undefined ? {} : { world }) };
}

/** Print the rest of what there is to say, unless the server is stopped meanwhile. */
async function sayMore(write: () => Promise<string>, isStopping: () => boolean): Promise<void> {
  // A first request that waits for the server comes before it.
  await new Promise((resolve) => setTimeout(resolve, greetingDelayMs));
  if (isStopping()) return;
  const text = await write().catch((error: unknown) => {
    // The store was closed meanwhile.
    if (isStopping()) return '';
    throw error;
  });
  process.stdout.write(text);
}

/** What a function returns; what it throws is a rejection. */
async function attempt<Result>(work: () => Result): Promise<Result> {
  return work();
}

/** SIGINT and SIGTERM: `stop` gets the longest time that it may take, in milliseconds. Returns whether one has come. */
function stopOnSignal(longestMs: number, stop: (longestMs: number) => Promise<void>): () => boolean {
  let isStopping = false;
  const onSignal = (): void => {
    // Asked twice, it does not wait.
    if (isStopping) process.exit();
    isStopping = true;
    // Not when nothing is left to do: a call of a client that went away may wait for a latency of minutes.
    void stop(longestMs).then(() => process.exit());
    setTimeout(() => process.exit(), longestMs + 250).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => isStopping;
}

/** Requests that produce the documented errors. Generated on first use, so that a start needs no scenarios. */
function createTriggering({ contract, clock }: AwaitedFetchMock, { auth }: ServeFlags) {
  // An operation that is read again from its files is another one.
  const known = new WeakMap<Operation, readonly Scenario[]>();
  let round = 0;
  return async (name: string | undefined): Promise<readonly Trigger[]> => {
    // They carry no signature.
    if (auth === 'verify') return [];
    const [{ createTriggers }, { generateScenarios }] = await Promise.all([
      import('../cli/server/triggers.ts'),
      import('../../scenarios/generate.ts'),
    ]);
    const operation = contract.get(name ?? '') ?? mainOperation(contract);
    const scenarios = known.get(operation) ?? generateScenarios(operation, contract);
    known.set(operation, scenarios);
    round += 1;
    return createTriggers(contract, clock.now(), `inspector-${round}`, operation, scenarios);
  };
}

/** Where there is no browser, the server goes on. */
async function openInspector(url: string, note: (line: string) => void): Promise<void> {
  const { default: open } = await import('open');
  const say = (cause: unknown): void =>
    note(`Failed to open a browser: ${String(cause)}. Open ${url} by hand.`);
  try {
    const browser = await open(url);
    browser.once('error', say);
    browser.once('exit', (code) => code !== null && code !== 0 && say(`it ended with ${code}`));
  } catch (error) {
    say(error);
  }
}

async function authOf({ auth, credentials }: ServeFlags): Promise<'none' | Verification> {
  if (auth === 'none') {
    if (credentials === undefined) return auth;
    throw new UsageError('Failed to use --credentials: nothing is verified. Say --auth verify too.');
  }
  const { verifySignatures } = await import('../../mocks/gateway/verification.ts');
  if (credentials === undefined) return verifySignatures();
  const { readCredentials } = await import('../../mocks/auth/credentials.ts');
  return verifySignatures(readCredentials(await loadYaml(credentials)));
}

/** Writes lines to stdout. */
function createWriter(isJson: boolean): (line: string) => void {
  const { write, flush } = createLineWriter(process.stdout, (count) => {
    const note = `${count} lines were left out here: whoever reads them was too far behind.`;
    return isJson ? JSON.stringify({ note }) : note;
  });
  process.once('exit', flush);
  return write;
}

/** To find a call that succeeds takes as long as half a start. */
const greetingDelayMs = 50;

/** Said as soon as the server listens. */
function announcement({ contract }: AwaitedFetchMock, url: string, flags: ServeFlags): string {
  const operation = mainOperation(contract);
  const others = contract.size - 1;
  const more = flags.contract && others > 0 ? ` and ${others} more operations` : '';
  const page = operation.page === '' ? '' : ` (page of ${operation.page})`;
  return `Understudy plays ${operation.name}${page}${more} at ${url}\n`;
}

/** What else there is to know. To find a call that succeeds takes what makes scenarios: loaded once the server can answer. */
async function greeting(
  mock: AwaitedFetchMock,
  url: string,
  flags: ServeFlags,
  isOwnCertificate: boolean,
): Promise<string> {
  const { auth, credentials, host } = flags;
  const operation = mainOperation(mock.contract);
  const call =
    auth === 'verify'
      ? undefined
      : await (await import('../cli/server/first-call.ts')).firstCall(operation, mock, url);
  const keys =
    credentials === undefined
      ? 'testid and teststsid (both with the secret testsecret)'
      : `those of ${credentials}`;
  const first =
    auth === 'verify'
      ? [
          `Signatures are verified; the access keys are ${keys}. Point a client of the vendor at this address.`,
        ]
      : call === undefined
        ? [
            'In this world no call of it was found that succeeds: each misses something, or is in the way of it.',
          ]
        : [
            operation.effect?.kind === 'create'
              ? 'Paste this; pasted again, it is refused as a duplicate:'
              : 'Paste this:',
            `  ${call}`,
          ];
  const notes = [
    ...(url.includes(host) || host === 'localhost'
      ? []
      : [`It listens on ${printable(host)}; this is its address on this machine.`]),
    ...(isOwnCertificate
      ? [
          'Its certificate was made for this start: clients have to be told to take it (curl -k, NODE_TLS_REJECT_UNAUTHORIZED=0).',
        ]
      : []),
  ];
  const own = (flags.contract ?? []).map((path) => ` --contract ${quoteForShell(path)}`).join('');
  return [
    ...notes,
    '',
    ...first,
    '',
    'Where to look next:',
    `  ${url}/_understudy/: the inspector, what is asked and why it is answered so`,
    own === ''
      ? '  README, "Every error with one request": what to change to get each documented error'
      : `  ${invocation()} scenarios --triggers${own}: a request for each documented error`,
    `  ${nextCheck(url, flags, isOwnCertificate)}${own}`,
    '',
    '',
  ].join('\n');
}

/** The command that checks this server, at its full speed: an account for each scenario, or a key that it takes. */
function nextCheck(url: string, { auth, credentials }: ServeFlags, isOwnCertificate: boolean): string {
  const check = `${invocation()} check ${url}${isOwnCertificate ? ' --insecure' : ''}`;
  if (auth !== 'verify') return `${check} --accounts any`;
  if (credentials !== undefined) return `${check} --auth v3 --accounts ${quoteForShell(credentials)}`;
  return `ALIBABA_CLOUD_ACCESS_KEY_ID=testid ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret ${check} --auth v3`;
}
