/** Failures that say themselves what is wrong: the shape of answers, what lists show, the gateway, races, and the rate limit. */
import type { Provenance } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { DeviationKind } from './model/deviation.ts';
import type { PlayedScenario } from './model/transcript.ts';

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
  played: readonly PlayedScenario[],
  failing: readonly number[],
  operation: Operation,
): readonly Observation[] {
  const rate = observeRate(played, failing, operation);
  const others = failing.filter((index) => rate?.scenarios.includes(index) !== true);
  const found = others.flatMap((index) => {
    const scenario = played[index];
    return scenario ? [{ index, ...observationOf(scenario) }] : [];
  });
  const grouped = [
    ...Map.groupBy(found, ({ kind, sentence }) =>
      kind === 'lost' || kind === 'race' || kind === 'answer-shape' ? kind : sentence,
    ).values(),
  ].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { index: _, ...observation } = first;
    return first.kind === undefined
      ? []
      : [{ ...observation, kind: first.kind, scenarios: group.map(({ index }) => index) }];
  });
  const mixed = grouped.find(({ kind }) => kind === 'race');
  // A server that mixes up calls at once shows it in those of the rate limit as well.
  if (rate && mixed && rate.isOtherAnswer)
    return grouped.map((one) =>
      one === mixed ? { ...one, scenarios: [...one.scenarios, ...rate.scenarios] } : one,
    );
  return rate ? [rate, ...grouped] : grouped;
}

type Seen = Omit<Observation, 'scenarios' | 'kind'> & { readonly kind: DeviationKind | undefined };

function observationOf(scenario: PlayedScenario): Seen {
  const { id, title, evidence, source, family, act, rule, reason = '', verdict, problem } = scenario;
  const common = { evidence, source, rule: rule ?? scenario.exercises, parameter: undefined };
  if (family === 'gateway')
    return { ...common, kind: 'gateway', sentence: `Your server fails at: ${title}.` };
  // Calls at once show what is wrong with each answer as well.
  const isMisshapen = (act === 'simultaneous' || act === 'together') && isAboutShape(reason);
  if (act === 'simultaneous' && !isMisshapen)
    return {
      ...common,
      kind: 'race',
      sentence: `Your server lets simultaneous calls with the same key get in each other's way: ${reason || verdict}.`,
    };
  if (isMisshapen || (act === 'inspect' && verdict === 'broken'))
    return {
      ...common,
      kind: 'answer-shape',
      sentence: `Your server's answers are not as documented: ${level(reason)}.`,
    };
  if (verdict === 'broken' && problem !== undefined)
    return {
      ...common,
      kind: 'content',
      sentence: `Your server shows records otherwise than they were made: ${firstOf(level(problem))}.`,
    };
  if (family === 'simultaneous')
    return {
      ...common,
      kind: 'race',
      sentence: `Your server mixes up calls that come at the same time: ${title}.`,
    };
  if (family === 'uniqueness' && verdict === 'accepted')
    return { ...common, kind: 'duplicate', sentence: `Your server takes a second record: ${title}.` };
  if (family === 'uniqueness' && verdict === 'refused')
    return {
      ...common,
      kind: 'comparison',
      sentence: `Your server takes records for the same that differ: ${title}.`,
    };
  if (family === 'state' && act === 'sequence' && scenario.steps > 1)
    return { ...common, kind: 'lost', sentence: `Your server loses track of records: ${title}.` };
  if (family === 'accepted' && (verdict === 'refused' || verdict === 'broken'))
    return {
      ...common,
      kind: 'unexpected-refusal',
      sentence: `Your server answers ${scenario.answered ?? 'an error'} to a call that is allowed: ${title}.`,
    };
  return { ...common, kind: undefined, sentence: id };
}

/** One sentence for all rate-limit scenarios that fall short: a limit has one fault far more often than several. */
function observeRate(
  played: readonly PlayedScenario[],
  failing: readonly number[],
  { rateLimit }: Operation,
): (Observation & { readonly isOtherAnswer: boolean }) | undefined {
  const scenarios = failing.filter((index) => played[index]?.family === 'rate-limit');
  const short = scenarios.flatMap((index) => played[index] ?? []);
  const [first] = short;
  if (!first) return undefined;
  const { evidence, source } = first;
  // Calls at once that a limit of another kind throttles show nothing else.
  const throttled = failing.filter(
    (index) => played[index]?.reason?.startsWith('one of the calls was throttled') === true,
  );
  return {
    evidence,
    source,
    isOtherAnswer: isOtherAnswer(short),
    kind: 'rate-limit',
    rule: rateLimit?.error,
    parameter: undefined,
    sentence: `Your server ${rateSentence(
      short,
      played.find(({ check }) => check === 'burst'),
      limitOf(rateLimit),
    )}.`,
    scenarios: [...scenarios, ...throttled],
  };
}

/** Whether calls over the limit got an error that others, of the operation's own, are documented to get. */
function isOtherAnswer(short: readonly PlayedScenario[]): boolean {
  return short.every(({ verdict }) => verdict === 'refused' || verdict === 'other-error');
}

interface StatedLimit {
  readonly requests: number;
  /** Such as `30 calls in 1 s`. */
  readonly says: string;
}

function limitOf(rateLimit: Operation['rateLimit']): StatedLimit {
  if (!rateLimit) return { requests: 0, says: 'the limit' };
  const { requests, perMs } = rateLimit;
  return { requests, says: `${requests} calls in ${perMs / 1000} s` };
}

/** `burst` are calls at once, whose number says where the limit is. */
function rateSentence(
  short: readonly PlayedScenario[],
  burst: PlayedScenario | undefined,
  { requests, says }: StatedLimit,
): string {
  const kinds = new Set(short.map(({ check = 'other' }) => check));
  const wrong = short.find(
    ({ verdict, check }) => verdict === 'wrong-status' || verdict === 'other-error' || check === 'answer',
  );
  if (wrong?.answered !== undefined) return `answers a throttled call with ${wrong.answered}`;
  if (kinds.has('accounts')) return 'counts the calls of several accounts together';
  if (kinds.has('even') && kinds.has('recovery'))
    return `counts calls over a longer time, or never forgets them: the limit is ${says}`;
  const { admitted, calls = 0 } = burst ?? {};
  if (kinds.has('even'))
    return admitted !== undefined && admitted < requests
      ? `throttles after ${admitted} calls: the limit is ${says}`
      : `throttles below the limit of ${says}`;
  if (kinds.has('overload') || kinds.has('burst')) {
    if (admitted === undefined || admitted <= requests) return `admits more than ${says}`;
    return admitted < calls
      ? `admits ${admitted} calls at once: the limit is ${says}`
      : `throttles none of ${calls} calls at once: the limit is ${says}`;
  }
  if (kinds.has('exact')) return `does not admit exactly ${says}`;
  if (kinds.has('refused')) return 'does not count the calls that it refuses';
  return 'goes on throttling after the time of the limit, or keeps what it throttled';
}

/** Whether a reason speaks of the form of an answer, not of how many calls succeeded or were answered. */
function isAboutShape(reason: string): boolean {
  return reason !== '' && !reason.includes('simultaneous calls') && !reason.startsWith('one of the calls');
}

/** Of several differences the first, and how many there are beside it. */
function firstOf(problems: string): string {
  const [first = '', ...others] = problems.split(/; (?!got )/);
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

/** Without what differs from call to call: names, ids and counts. */
function level(text: string): string {
  return text
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\b[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\b/g, '…')
    .replaceAll(/\d{4,}/g, '…');
}
