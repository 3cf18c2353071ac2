/** Kills servers in the middle of load, and looks at what is left of what they had answered. */
import { mulberry } from './random.ts';
import { startServing, type Serving } from '../testing/processes.ts';
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
  const random = mulberry(seed);
  const told: LoadAnswer[] = [];
  const problems: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const server = await startServing(['--store', store, '--json-logs']);
    const load = createLoad(server.url, `round-${round}`);
    const running = Array.from({ length: clients }, () => load.run());
    await load.reached(20 + Math.floor(random() * 400));
    await server.stop('SIGKILL');
    await Promise.all(running);
    told.push(...load.answered());
    const again = await startServing(['--store', store, '--json-logs']);
    problems.push(...compare(load.answered(), await readState(again), `round ${round}`));
    if (round === rounds) problems.push(...compare(told, await readState(again), 'all rounds'));
    await again.stop('SIGKILL');
    onRound(round);
  }
  const number = (outcome: LoadAnswer['outcome']): number =>
    told.filter((one) => one.outcome === outcome).length;
  return {
    rounds,
    succeeded: number('succeeded'),
    refused: number('refused'),
    unanswered: number('unanswered'),
    problems,
  };
}

type Record = Readonly<globalThis.Record<string, unknown>>;

/** All records, by the name that the load gave them. */
async function readState({ url }: Serving): Promise<ReadonlyMap<string, Record>> {
  const found = new Map<string, Record>();
  let next: string | null = '/_understudy/state?limit=10000';
  while (next !== null) {
    const answer: Response = await fetch(url + next);
    const page = (await answer.json()) as {
      readonly collections: readonly { readonly records: readonly Record[] }[];
      readonly next: string | null;
    };
    for (const record of page.collections.flatMap(({ records }) => records))
      found.set(String(record['AppName']), record);
    next = page.next;
  }
  return found;
}

function compare(
  told: readonly LoadAnswer[],
  state: ReadonlyMap<string, Record>,
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
