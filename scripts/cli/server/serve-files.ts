/** The files of a server: overlays, a world, faults. Read again when they change. */
import { existsSync, readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ContractError } from '../../../contract/contract-error.ts';
import type { Contract } from '../../../contract/contract.ts';
import { worldOf } from '../../../contract/world.ts';
import type { FaultRule } from '../../../mocks/faults/rule.ts';
import type { AwaitedFetchMock } from '../../../mocks/mock.ts';
import { loadContract, loadYaml } from '../documents/load.ts';
import { packageRoot } from '../package-root.ts';

export interface FileFlags {
  readonly contract?: readonly string[];
  readonly overlay?: readonly string[];
  readonly world?: string;
  readonly faults?: string;
}

export interface ServedFiles {
  readonly contract: Contract;
  /** Undefined for the contract's world. */
  readonly world: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly FaultRule[];
}

/** Throws ContractError, with the file's name, for a file that cannot be read. Fault rules are validated when they are added. */
export async function readServedFiles({ world, faults, ...flags }: FileFlags): Promise<ServedFiles> {
  const contract = await loadContract(flags);
  return {
    contract,
    world: world === undefined ? undefined : await readWorldFile(findWorld(world), contract),
    faults: faults === undefined ? [] : await readFaultFile(faults),
  };
}

/** Every file whose change is a reason to read all of them again. */
export function filesToWatch({ contract = [], overlay = [], world, faults }: FileFlags): readonly string[] {
  const others = [world === undefined ? undefined : findWorld(world), faults];
  return [...contract.flatMap(filesOfContract), ...overlay, ...others.filter((file) => file !== undefined)];
}

/** The files of the user's contract; empty for `built-in`. */
function filesOfContract(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|json)$/.test(file))
    .map((file) => join(path, file));
}

/** A file of the user, or one that comes with the package, such as `presets/busy.yaml`. */
function findWorld(file: string): string {
  const ours = join(packageRoot(), 'contract', file);
  return !existsSync(file) && existsSync(ours) ? ours : file;
}

async function readWorldFile(file: string, contract: Contract): Promise<Readonly<Record<string, unknown>>> {
  const given = await loadYaml(file);
  try {
    worldOf(contract, given);
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${file}: ${cause.message}`, { cause });
  }
  return given as Readonly<Record<string, unknown>>; // it was read above
}

async function readFaultFile(file: string): Promise<readonly FaultRule[]> {
  const rules = await loadYaml(file);
  if (Array.isArray(rules)) return rules as readonly FaultRule[]; // looked at when they are added
  throw new ContractError(`Failed to read faults "${file}": it is not a list. Give a list of fault rules.`);
}

/** Replaces the rules that the file had before. Throws, and changes nothing, for an invalid rule. */
export function createFaultSwitch(
  mock: AwaitedFetchMock,
  file: string | undefined,
): (rules: readonly FaultRule[]) => void {
  return (rules) => {
    try {
      mock.faults.set(rules);
    } catch (cause) {
      throw new ContractError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  };
}

/** Changes within this time count as one, since editors write a file in several steps. */
const settleMs = 100;

/**
 * Call back after files have changed, were replaced or came back. Their folders are watched: many editors save by putting
 * another file in place.
 */
export function watchFiles(files: readonly string[], onChange: () => void): { close(): void } {
  const wanted = new Set(files.map((file) => resolve(file)));
  let timer: NodeJS.Timeout | undefined;
  const watchers = [...new Set([...wanted].map((file) => dirname(file)))].map((folder): FSWatcher =>
    watch(folder, { persistent: false }, (_, name) => {
      if (name !== null && !wanted.has(resolve(folder, basename(name)))) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, settleMs);
    }),
  );
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
