/** Failures that say themselves what is wrong: the shape of answers, what lists show, the gateway, races, and the rate limit. */
import type { Provenance } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { success } from '../../scenarios/scenario/scenario.ts';
import { conforms } from '../run/judge.ts';
import type { Result } from '../run/result.ts';
import type { DeviationKind } from './deviation.ts';

/** A sentence about failures that no model of the calls is needed for. */
export interface Observation extends Provenance {
  readonly kind: DeviationKind;
  readonly rule: string | undefined;
  readonly parameter: string | undefined;
  readonly sentence: string;
  readonly scenarios: readonly number[];
}

/** `failing` are indices of scenarios that nothing else explains. */
export function observe(
  results: readonly Result[],
  failing: readonly number[],
  operation: Operation,
): readonly Observation[] {
  const rate = observeRate(results, failing, operation);
  const others = failing.filter((index) => rate?.scenarios.includes(index) !== true);
  const found = others.flatMap((index) => {
    const result = results[index];
    return result && !conforms(result.verdict) ? [{ index, ...observationOf(result) }] : [];
  });
  const grouped = [
    ...Map.groupBy(found, ({ kind, sentence }) =>
      kind === 'lost' || kind === 'race' ? kind : sentence,
    ).values(),
  ].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { index: _, ...observation } = first;
    return first.kind === undefined
      ? []
      : [{ ...observation, kind: first.kind, scenarios: group.map(({ index }) => index) }];
  });
  return rate ? [rate, ...grouped] : grouped;
}

type Seen = Omit<Observation, 'scenarios' | 'kind'> & { readonly kind: DeviationKind | undefined };

function observationOf(result: Result): Seen {
  const { scenario, reason = '', verdict } = result;
  const { evidence, source, family, act, rule } = scenario;
  const common = { evidence, source, rule: rule?.id ?? scenario.exercises, parameter: undefined };
  if (family === 'gateway')
    return { ...common, kind: 'gateway', sentence: `Your server fails at: ${scenario.title}.` };
  if (act.kind === 'simultaneous')
    return {
      ...common,
      kind: 'race',
      sentence: `Your server lets simultaneous calls with the same key get in each other's way: ${reason || verdict}.`,
    };
  if (act.kind === 'inspect' && verdict === 'broken')
    return {
      ...common,
      kind: 'answer-shape',
      sentence: `Your server's answers are not as documented: ${level(reason)}.`,
    };
  if (verdict === 'broken' && result.decidingCall?.problem !== undefined)
    return {
      ...common,
      kind: 'content',
      sentence: `Your server shows records otherwise than they were made: ${level(result.decidingCall.problem)}.`,
    };
  if (family === 'simultaneous')
    return {
      ...common,
      kind: 'race',
      sentence: `Your server mixes up calls that come at the same time: ${scenario.title}.`,
    };
  if (family === 'state' && act.kind === 'sequence' && act.steps.length > 1)
    return { ...common, kind: 'lost', sentence: `Your server loses track of records: ${scenario.title}.` };
  return { ...common, kind: undefined, sentence: scenario.id };
}

/** One sentence for all rate-limit scenarios that fall short: a limit has one fault far more often than several. */
function observeRate(
  results: readonly Result[],
  failing: readonly number[],
  { rateLimit }: Operation,
): Observation | undefined {
  const scenarios = failing.filter((index) => results[index]?.scenario.family === 'rate-limit');
  const short = scenarios.flatMap((index) => results[index] ?? []);
  const [first] = short;
  if (!first) return undefined;
  const { evidence, source } = first.scenario;
  // Calls at once that a limit of another kind throttles show nothing else.
  const throttled = failing.filter(
    (index) => results[index]?.reason?.startsWith('one of the calls was throttled') === true,
  );
  return {
    evidence,
    source,
    kind: 'rate-limit',
    rule: rateLimit?.error,
    parameter: undefined,
    sentence: `Your server ${rateSentence(short, rateLimit ? `${rateLimit.requests} calls in ${rateLimit.perMs / 1000} s` : 'the limit')}.`,
    scenarios: [...scenarios, ...throttled],
  };
}

function rateSentence(short: readonly Result[], limit: string): string {
  const kinds = new Set(
    short.map(({ scenario: { act } }) => {
      if (act.kind !== 'rate') return 'other';
      return act.check.kind === 'overload' && !act.step.expect.includes(success) ? 'refused' : act.check.kind;
    }),
  );
  const wrong = short.find(({ verdict }) => verdict === 'wrong-status' || verdict === 'other-error');
  const parsed = wrong?.decidingCall?.parsed;
  if (parsed && 'status' in parsed)
    return `answers a throttled call with ${parsed.status}${parsed.kind === 'error' ? ` ${parsed.code}` : ''}`;
  if (kinds.has('accounts')) return 'counts the calls of several accounts together';
  if (kinds.has('even') && kinds.has('recovery'))
    return `counts calls over a longer time, or never forgets them: the limit is ${limit}`;
  if (kinds.has('even')) return `throttles below the limit of ${limit}`;
  if (kinds.has('overload') || kinds.has('burst')) return `admits more than ${limit}`;
  if (kinds.has('exact')) return `does not admit exactly ${limit}`;
  if (kinds.has('refused')) return 'does not count the calls that it refuses';
  return 'goes on throttling after the time of the limit, or keeps what it throttled';
}

/** Without what differs from call to call: names, ids and counts. */
function level(text: string): string {
  return text
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\b[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\b/g, '…')
    .replaceAll(/\d{3,}/g, '…');
}
