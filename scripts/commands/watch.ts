/** `understudy check --watch`: plays again when a file changes, when the server comes back, or on Enter. */
import { connect } from 'node:net';
import { basename, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../contract/text/printable.ts';
import { changesSince } from '../../conformance/report/summary/changes.ts';
import type { Report } from '../../conformance/report/report.ts';
import { sentenceOf, UsageError } from '../cli/exit.ts';

/** A run of a watched target. */
export interface Round {
  readonly report: Report;
  readonly wasInterrupted: boolean;
}

export interface WatchOptions {
  readonly target: string;
  /** Everything beneath it is watched, but for what is installed and what begins with a dot. */
  readonly folder: string;
  /** Files that the run writes: no reason to play again. */
  readonly written: readonly string[];
  /** Plays the scenarios with these ids, or all. */
  play(only?: readonly string[]): Promise<Round>;
  /** Shows a whole report. */
  show(report: Report): void;
}

/** An editor saves several files at once, and a server takes a moment to start again. */
const quietMs = 300;
/** How often a server is looked for. */
const pollMs = 250;
/** More than so many failures are not worth playing ahead of everything. */
const mostAhead = 50;

/** Returns when the user interrupts it. Throws UsageError for a target that cannot be loaded again. */
export async function watch(options: WatchOptions): Promise<void> {
  const { target, folder, written } = options;
  if (target.startsWith('module:'))
    throw new UsageError(
      `Failed to watch "${target}": what a module imports stays loaded in this process. Start it as a server, and check its address.`,
    );
  const say = (text: string): void => void process.stdout.write(`${printable(text)}\n`);
  await using changes = await listenForChanges(folder, written);
  let last: Report | undefined;
  for (;;) {
    try {
      const { report, wasInterrupted } = await playRound(options, last, say);
      if (wasInterrupted) return;
      last = report;
    } catch (error) {
      // Half of a file was saved, or the server hangs: both pass. What is wrong from the start is not waited for, unless it is the server.
      const sentence = sentenceOf(error);
      const isAway = error instanceof Error && error.name === 'UnreachableError';
      if (sentence === undefined || (last === undefined && !isAway)) throw error;
      say(sentence);
    }
    say('');
    say(`Watching ${relative('.', resolve(folder)) || 'this folder'}. Enter plays again, Ctrl-C ends.`);
    const reason = await changes.next(target, () => say(`Waiting for ${target}.`));
    say('');
    say(`Playing again: ${reason}.`);
  }
}

/** Plays what fell short, then everything, and says what changed. */
async function playRound(
  options: WatchOptions,
  last: Report | undefined,
  say: (text: string) => void,
): Promise<Round> {
  const said = new Set<string>();
  const sayChanges = (title: string, report: Report): void => {
    const lines = last ? changesSince(last, report).filter((line) => !said.has(line)) : [];
    for (const line of lines.length === 0 ? [] : [title, ...lines.map((each) => `  ${each}`), '']) say(line);
    for (const line of lines) said.add(line);
  };
  const failing = last?.failures.map(({ id }) => id) ?? [];
  if (failing.length > 0 && failing.length <= mostAhead) {
    const ahead = await options.play(failing).catch((error: unknown) => {
      // A contract that is being written may have lost a scenario.
      if (error instanceof Error && error.name === 'SelectionError') return undefined;
      throw error;
    });
    if (ahead) sayChanges('Of what fell short:', ahead.report);
    if (ahead?.wasInterrupted === true) return ahead;
  }
  const round = await options.play();
  sayChanges('Beside that:', round.report);
  options.show(round.report);
  return round;
}

interface Changes extends AsyncDisposable {
  /** Waits for the next reason to play, after which the target can be reached; says what it was. `onWait` hears that it cannot be yet. */
  next(target: string, onWait: () => void): Promise<string>;
}

/** Collects what changes from now on, while a run is being played too. */
async function listenForChanges(folder: string, written: readonly string[]): Promise<Changes> {
  const { watch: watchFolder } = await import('chokidar');
  const own = new Set(written.map((file) => resolve(file)));
  const watcher = watchFolder(folder, {
    ignoreInitial: true,
    ignored: (path) => own.has(resolve(path)) || /^(?:\.(?!\.?$)|node_modules$)/.test(basename(path)),
  });
  const input = createInterface({ input: process.stdin });
  let reason: string | undefined;
  let wake = (): void => undefined;
  const notice = (what: string): void => {
    reason ??= what;
    wake();
  };
  watcher.on('all', (_, path) => notice(`"${relative('.', path)}" changed`));
  input.on('line', () => notice('Enter was pressed'));
  return {
    async next(target, onWait) {
      const isServer = /^https?:/i.test(target);
      let wasAway = false;
      while (reason === undefined) {
        await new Promise<void>((resolved) => {
          wake = resolved;
          if (isServer) setTimeout(resolved, pollMs);
        });
        if (!isServer || reason !== undefined) continue;
        const isThere = await answers(target);
        if (isThere && wasAway) reason = 'the server is back';
        wasAway = !isThere;
      }
      await sleep(quietMs);
      for (let wait = onWait; isServer && !(await answers(target)); wait = () => undefined) {
        wait();
        await sleep(pollMs);
      }
      const said = reason;
      reason = undefined;
      return said;
    },
    async [Symbol.asyncDispose]() {
      input.close();
      await watcher.close();
    },
  };
}

/** Whether somebody listens at the address. One that says nothing, as behind a firewall, is taken for away after a time. */
export function answers(target: string, longestMs = 2000): Promise<boolean> {
  const { protocol, hostname, port } = new URL(target);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  });
  return new Promise<boolean>((resolved) => {
    socket
      .setTimeout(longestMs, () => resolved(false))
      .once('connect', () => resolved(true))
      .once('error', () => resolved(false));
  }).finally(() => socket.destroy());
}
