/** What a search for explanations starts from, from the transcript of a run. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { conforms } from '../run/judge/judge.ts';
import { factsOf } from './model/facts.ts';
import type { Transcript } from './model/transcript.ts';
import type { Search } from './search.ts';

export interface DiagnoseOptions {
  readonly contract: Contract;
  readonly operation: Operation;
  /** Ids of scenarios that may fall short without being explained. */
  readonly known?: ReadonlySet<string>;
}

/** `failing` holds the scenarios that fall short, and every question: what was asked has to be explained as well. */
export function searchFor(
  transcript: Transcript,
  { contract, operation, known = new Set() }: DiagnoseOptions,
): Search {
  const { scenarios, calls, fixtures } = transcript;
  const failing = scenarios.flatMap(({ id, verdict }, index) =>
    conforms(verdict) || verdict === 'skipped' || known.has(id) ? [] : [index],
  );
  const questions = calls.flatMap(({ scenario }) => (scenario < scenarios.length ? [] : [scenario]));
  const stored = new Set(
    [...contract.values(), operation].flatMap(({ effect }) =>
      effect?.kind === 'create' ? [effect.collection] : [],
    ),
  );
  return {
    scenarios,
    facts: factsOf(transcript, new Map([...contract, [operation.name, operation]])),
    surrounding: { stored, fixtures: splitFixtures(fixtures) },
    operation,
    failing: new Set([...failing, ...questions]),
  };
}

function splitFixtures(fixtures: Transcript['fixtures']): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(fixtures).map(([name, value]) => [name, value.split('/')]));
}
