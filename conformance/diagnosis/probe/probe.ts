/** A few calls more, once the scenarios are played: which number a bound is, and which of several explanations is right. */
import type { Ask, AskMore } from '../../run/ask-more.ts';
import type { CallResult } from '../../run/results/call-result.ts';
import { transcribe } from '../model/transcript.ts';
import { explain, type Explained, type Search } from '../search.ts';
import { searchFor, type DiagnoseOptions } from '../search-for.ts';
import { findBound } from './bounds.ts';
import { createStepWriter } from './questions.ts';
import { tellApartByAsking } from './ties.ts';

export interface ProbeOptions extends DiagnoseOptions {
  /** Greatest number of calls. */
  readonly most: number;
  /** Values that the target has, by fixture name, as the run was told them. */
  readonly fixtures?: Readonly<Record<string, string>>;
}

/** The questions of a run after its scenarios; none if all of them conform, or if one explanation fits alone. */
export function probeFor({ most, fixtures = {}, ...options }: ProbeOptions): AskMore {
  return async ({ results, prefix }, ask) => {
    const questions: (readonly CallResult[])[] = [];
    const look = (): { readonly search: Search; readonly explained: readonly Explained[] } => {
      const search = searchFor(transcribe({ fixtures, results, questions }), options);
      return { search, explained: search.failing.size === 0 ? [] : explain(search) };
    };
    const limited = limitAsks(ask, most, questions);
    const writer = createStepWriter(prefix);
    const { search, explained } = look();
    for (const { deviation } of explained)
      if (deviation.limits) await findBound(deviation.limits, search.facts, writer, limited);
    if (explained.every(({ alternatives }) => alternatives.length === 0)) return;
    // A bound that is known by now explains more than it did.
    const now = questions.length === 0 ? { search, explained } : look();
    for (const one of now.explained)
      if (one.alternatives.length > 0)
        await tellApartByAsking(one, now.explained, now.search, writer, limited);
  };
}

/** Adds each question that was answered to `questions`. */
function limitAsks(ask: Ask, most: number, questions: (readonly CallResult[])[]): Ask {
  let sent = 0;
  return async (steps) => {
    if (sent + steps.length > most) return undefined;
    sent += steps.length;
    const calls = await ask(steps);
    if (calls) questions.push(calls);
    return calls;
  };
}
