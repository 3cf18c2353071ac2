/** Kills servers in the middle of load, and looks at what is left of what they had answered. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { startServing } from '../testing/processes.ts';
import { createLoad, type LoadAnswer } from './load.ts';

export interface CrashReport {
  readonly rounds: number;
  /** Calls that were answered with a success, all of which have to be there. */
  readonly succeeded: number;
  /** Calls that were refused, none of which may be there. */
  readonly refused: number;
  /** Calls whose answer never came; they may be there, and then whole. */
  readonly unanswered: number;
  /** One sentence each; empty where nothing was lost. */
  readonly problems: readonly string[];
}

const clients = 16;

/**
 * Start a server, load it, kill it after a moment that the seed chooses, start it again, and compare its state with what its
 * clients were told; so many times, on one state. `onRound` is told how far it is.
 */
export async function crash(
  store: string,
  {
    rounds,
    seed,
    onRound = () => undefined,
  }: {
    readonly rounds: number;
    readonly seed: number;
    readonly onRound?: (round: number) => void;
  },
): Promise<CrashReport> {
  const random = xoroshiro128plus(seed);
  const told: LoadAnswer[] = [];
  const problems: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const answers = await loadAndKill(store, `round-${round}`, uniformInt(random, 20, 419));
    told.push(...answers);
    const state = await readState(store);
    problems.push(...compare(answers, state, `round ${round}`));
    if (round === rounds) problems.push(...compare(told, state, 'all rounds'));
    onRound(round);
  }
  const count = (outcome: LoadAnswer['outcome']): number =>
    told.filter((one) => one.outcome === outcome).length;
  return {
    rounds,
    succeeded: count('succeeded'),
    refused: count('refused'),
    unanswered: count('unanswered'),
    problems,
  };
}

/** What the clients of a server were told before it was killed, which it was as soon as it had answered so many calls. */
async function loadAndKill(store: string, prefix: string, answered: number): Promise<readonly LoadAnswer[]> {
  const server = await startServing(['--store', store, '--json-logs']);
  const load = createLoad(server.url, prefix);
  const running = Array.from({ length: clients }, () => load.run());
  await load.reached(answered);
  await server.stop('SIGKILL');
  await Promise.all(running);
  return load.answered();
}

type StoredRecord = Readonly<Record<string, unknown>>;

/** All records that a new server finds in a store, by the name that the load gave them. */
async function readState(store: string): Promise<ReadonlyMap<string, StoredRecord>> {
  const server = await startServing(['--store', store, '--json-logs']);
  const found = new Map<string, StoredRecord>();
  let next: string | null = '/_understudy/state?limit=10000';
  while (next !== null) {
    const answer: Response = await fetch(server.url + next);
    const page = (await answer.json()) as {
      readonly collections: readonly { readonly records: readonly StoredRecord[] }[];
      readonly next: string | null;
    };
    for (const record of page.collections.flatMap(({ records }) => records))
      found.set(String(record['AppName']), record);
    next = page.next;
  }
  await server.stop('SIGKILL');
  return found;
}

function compare(
  told: readonly LoadAnswer[],
  state: ReadonlyMap<string, StoredRecord>,
  when: string,
): readonly string[] {
  const shapes = new Map<string, string>();
  return told.flatMap(({ name, outcome }): readonly string[] => {
    const record = state.get(name);
    if (outcome === 'succeeded' && !record)
      return [`${when}: ${name} was answered with a success and is lost.`];
    if (outcome === 'refused' && record) return [`${when}: ${name} was refused and is there.`];
    if (!record) return [];
    // All of the load's records are alike but for their names and stamps.
    const shape = Object.keys(record).toSorted().join();
    shapes.set(shape, name);
    return shapes.size > 1 ? [`${when}: ${name} is not whole: ${JSON.stringify(record)}`] : [];
  });
}
