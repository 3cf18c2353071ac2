/** Opens targets by their names on the command line. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { FetchFunction } from '../../../conformance/targets/fetch.ts';
import type { SignatureScheme } from '../../../conformance/targets/signed.ts';
import {
  defineTarget,
  type Answer,
  type Target,
  type TargetClock,
} from '../../../conformance/targets/target.ts';
import type { FetchMock } from '../../../mocks/mock.ts';
import type { Accounts } from './accounts.ts';
import { readConnection, type ConnectionFlags } from './connection.ts';
import { UsageError } from '../exit.ts';
import { almost } from '../../../contract/text/nearest.ts';
import { reasonOf } from '../../../contract/text/reason.ts';

export interface TargetFlags extends ConnectionFlags {
  /** `any`, or a file of credentials. */
  readonly accounts?: string;
  readonly contract?: readonly string[];
  readonly auth?: 'none' | SignatureScheme;
}

/**
 * Open a target: `mock`, `prism`, an http(s) URL, or `module:PATH` whose default export is `fetch`, or has it.
 *
 * Throws UsageError for any other name, or a module without a default function.
 */
export async function openTarget(
  name: string,
  contract: Contract,
  operation: Operation,
  flags: TargetFlags,
): Promise<Target> {
  const { auth = 'none' } = flags;
  if (auth !== 'none' && flags.accounts === 'any')
    throw new UsageError(
      'Failed to use --accounts any with --auth: a signature belongs to one access key. Leave one of them out.',
    );
  if (auth !== 'none' && name === 'prism')
    throw new UsageError('Failed to use --auth with prism: it verifies no signature. Leave it out.');
  if (auth === 'v3' && hasUser(name))
    throw new UsageError(
      'Failed to use --auth v3 with a user in the address: both travel as the header Authorization. Leave one of them out.',
    );
  const accounts = await accountsOf(flags);
  const unsigned = await openUnsigned(name, contract, operation, flags, accounts);
  if (auth === 'none') return unsigned;
  const { signCalls } = await import('./signing.ts');
  return signCalls(unsigned, contract, auth, accounts?.keys);
}

function hasUser(name: string): boolean {
  return /^https?:/i.test(name) && URL.canParse(name) && new URL(name).username !== '';
}

/** Throws UsageError for a file without accounts. Undefined if the target accepts any account, or none was given. */
async function accountsOf({ accounts }: TargetFlags): Promise<Accounts | undefined> {
  if (accounts === undefined || accounts === 'any') return undefined;
  const { loadAccounts } = await import('./accounts.ts');
  return loadAccounts(accounts);
}

async function openUnsigned(
  name: string,
  contract: Contract,
  operation: Operation,
  flags: TargetFlags,
  named: Accounts | undefined,
): Promise<Target> {
  if (name === 'mock') return openMock(contract, flags.auth ?? 'none', named);
  if (name === 'prism')
    return (await import('../../../conformance/targets/prism.ts')).createPrismTarget(operation.document);
  const anyAccount = flags.accounts === 'any';
  const accounts = idsOf(named);
  const connection = await readConnection(flags, process.env);
  if (/^https?:/i.test(name)) {
    const { createHttpTarget } = await import('../../../conformance/targets/http.ts');
    const { hideUser } = await import('../../../conformance/targets/secrets.ts');
    return hideUser(createHttpTarget(name, { anyAccount, accounts, ...connection }), name);
  }
  if (name.startsWith('module:')) {
    const { createFetchTarget } = await import('../../../conformance/targets/fetch.ts');
    // A function needs no address, and so nothing of what else says how to reach one.
    const { timeoutMs, headers } = connection;
    const asked = { ...(timeoutMs !== undefined && { timeoutMs }), ...(headers && { headers }) };
    return createFetchTarget({ name, fetch: await loadFetch(name), anyAccount, accounts, ...asked });
  }
  throw new UsageError(`Failed to open target "${name}": it is not known. ${meant(name)}`);
}

/** What somebody may have meant who left out the scheme of an address, or `module:` in front of a path. */
function meant(name: string): string {
  if (/^(?:localhost|[\d.]+|\[[\d:a-f]+\])(?::\d+)?(?:\/|$)|^[\w.-]+:\d+(?:\/|$)/i.test(name))
    return `Did you mean "http://${name}"?`;
  if (/\.[cm]?[jt]s$/.test(name)) return `Did you mean "module:${name}"?`;
  const known = almost(name, ['mock', 'prism']);
  return known === undefined
    ? 'Use mock, prism, an http or https URL, or module:PATH.'
    : `Did you mean "${known}"?`;
}

function idsOf(named: Accounts | undefined): readonly string[] {
  return [...(named?.keys.keys() ?? [])];
}

async function openMock(
  contract: Contract,
  auth: 'none' | SignatureScheme,
  named: Accounts | undefined,
): Promise<Target> {
  const { createFetchMock } = await import('../../../mocks/mock.ts');
  const mock = createFetchMock({
    contract,
    clock: 'virtual',
    seed: 1,
    auth: auth === 'none' ? 'none' : await verifying(named),
    // A run keeps what was sent and answered by itself.
    journalSize: 0,
  });
  return defineTarget({
    name: 'mock',
    baseUrl: 'http://127.0.0.1:4010/',
    clock: clockOf(mock),
    // A signed run has one access key.
    anyAccount: auth === 'none' && !named,
    accounts: idsOf(named),
    persistent: false,
    allowsOverload: true,
    send({ method, path, headers, body }) {
      const exchange = mock.answer({ method, url: path, headers, body });
      return 'then' in exchange ? exchange.then(answerOf) : answerOf(exchange);
    },
    close: () => Promise.resolve(),
  });
}

function answerOf({ answer }: Awaited<ReturnType<FetchMock['answer']>>): Answer {
  return answer ? { kind: 'answered', ...answer } : { kind: 'silent', reason: 'closed' };
}

/** What verifies signatures is loaded where somebody signs. */
async function verifying(named: Accounts | undefined) {
  const { verifySignatures } = await import('../../../mocks/gateway/verification.ts');
  return verifySignatures(named?.credentials);
}

/** The time of a mock with a virtual clock, which is advanced instead of waiting. */
export function clockOf({ clock }: Pick<FetchMock, 'clock'>): TargetClock {
  return {
    virtual: true,
    now: () => clock.now(),
    sleep(milliseconds) {
      clock.advance({ milliseconds });
      return Promise.resolve();
    },
  };
}

async function loadFetch(name: string): Promise<FetchFunction> {
  if (name === 'module:')
    throw new UsageError(
      'Failed to load target "module:": the path is missing. Write it like module:./server.mjs.',
    );
  const file = resolve(name.slice('module:'.length));
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }; // every module is an object
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new UsageError(`Failed to load target "${name}": ${reason}. Correct the path, or the module.`, {
      cause,
    });
  }
  const fetch = fetchOf(loaded.default);
  if (fetch) return fetch;
  throw new UsageError(
    `Failed to load target "${name}": its default export is no function. Export fetch(request): Promise<Response>, or an object that has it.`,
  );
}

/** A function, or an object with `fetch`, as servers of many kinds export one. What it answers is judged, not trusted. */
function fetchOf(exported: unknown): FetchFunction | undefined {
  if (typeof exported === 'function') return exported as FetchFunction;
  if (typeof exported !== 'object' || exported === null || !('fetch' in exported)) return undefined;
  return typeof exported.fetch === 'function' ? (exported.fetch.bind(exported) as FetchFunction) : undefined;
}
