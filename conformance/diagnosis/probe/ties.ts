/** Which of several explanations is right: found by asking what they predict different answers to. */
import { isArray } from '../../../contract/json.ts';
import { fillParameters } from '../../../scenarios/scenario/placeholders.ts';
import { success, type Step } from '../../../scenarios/scenario/scenario.ts';
import type { Ask } from '../../run/ask-more.ts';
import type { Deviation } from '../model/deviation.ts';
import { factLike, type Fact } from '../model/facts.ts';
import { agrees, predict, type Prediction } from '../model/predict.ts';
import { seenIn } from '../model/seen.ts';
import type { Explained, Search } from '../search.ts';
import { differingGroups, namesAt, withGroup, type SentParameters, type StepWriter } from './questions.ts';

/** More questions are not asked about one difference. */
const mostAsked = 6;

/** So many of the calls that show a difference are varied. */
const mostVaried = 3;

/** Ask until one explanation is left, or nothing that can be asked tells them apart. */
export async function tellApartByAsking(
  explained: Explained,
  all: readonly Explained[],
  search: Search,
  writer: StepWriter,
  ask: Ask,
): Promise<void> {
  const { deviation, alternatives } = explained;
  const others = all.flatMap((one) => (one === explained ? [] : [one.deviation]));
  let left: readonly Deviation[] = [deviation, ...alternatives];
  let questions = questionsAbout(explained, others, search, writer);
  for (let asked = 0; asked < mostAsked && left.length > 1; asked += 1) {
    const best = questions
      .map((steps) => ({ steps, largest: largestAgreement(steps, left, others, search) }))
      .toSorted((a, b) => a.largest - b.largest || a.steps.length - b.steps.length)[0];
    if (!best || best.largest === left.length) return;
    questions = questions.filter((steps) => steps !== best.steps);
    const calls = await ask(best.steps);
    if (!calls) return;
    const seen = calls.map(({ parsed }) => seenIn(parsed));
    left = left.filter((one) => {
      const { facts, predictions } = predictionsOf(best.steps, [...others, one], search);
      return facts.every((fact, index) =>
        agrees({ ...fact, seen: seen[index] ?? '' }, predictions[index] ?? []),
      );
    });
  }
}

/** How many explanations predict the same at most. */
function largestAgreement(
  steps: readonly Step[],
  left: readonly Deviation[],
  others: readonly Deviation[],
  search: Search,
): number {
  const groups = Map.groupBy(left, (one) =>
    JSON.stringify(
      predictionsOf(steps, [...others, one], search).predictions.map((prediction) =>
        prediction.map(({ seen }) => seen).toSorted(),
      ),
    ),
  );
  return Math.max(...[...groups.values()].map(({ length }) => length));
}

/** Stands for what a question will be called. */
const nameless = 'question';

function predictionsOf(
  steps: readonly Step[],
  deviations: readonly Deviation[],
  { facts, surrounding }: Search,
): { readonly facts: readonly Fact[]; readonly predictions: readonly Prediction[] } {
  const last = facts.at(-1);
  const asked = steps.flatMap((step) => {
    const like = facts.find(({ operation }) => operation.name === step.operation);
    return like
      ? [
          factLike(like, {
            parameters: fillParameters(step.parameters, {
              now: last?.call.at ?? 0,
              unique: nameless,
              fixtures: surrounding.fixtures,
            }),
            at: last?.call.at ?? 0,
            method: step.via === 'get' ? 'GET' : 'POST',
            via: step.via === 'form' ? 'form' : 'query',
          }),
        ]
      : [];
  });
  return {
    facts: asked,
    predictions: predict(asked, deviations, surrounding).map(({ prediction }) => prediction),
  };
}

function questionsAbout(
  { deviation, scenarios }: Explained,
  others: readonly Deviation[],
  search: Search,
  { write, isOwn }: StepWriter,
): readonly (readonly Step[])[] {
  const good = shortest(
    search.facts.filter(
      (fact, index) =>
        fact.operation === search.operation &&
        fact.seen === success &&
        fact.violations.length === 0 &&
        isOwn(fact) &&
        search.facts[index - 1]?.scenario !== fact.scenario,
    ),
  );
  return scenarios
    .map((scenario) => search.facts.filter((fact) => fact.scenario === scenario))
    .toSorted((a, b) => a.length - b.length || sizeOf(a) - sizeOf(b))
    .slice(0, mostVaried)
    .flatMap((block) => {
      const predicted = predict(block, others, search.surrounding);
      const at = block.findIndex((fact, index) => !agrees(fact, predicted[index]?.prediction ?? []));
      const odd = block[at];
      const before = block[at - 1];
      if (!odd || !isOwn(odd)) return [];
      if (before?.operation === odd.operation)
        return seconds(before, odd).map((parameters) => [write(before), write(before, parameters)]);
      return [...mixed(odd, good), ...novel(odd, deviation)].map((parameters) => [write(odd, parameters)]);
    });
}

/** What may follow a call that made a record: the same with some of what the odd call has, where that breaks no rule. */
function seconds(before: Fact, { call: odd }: Fact): readonly SentParameters[] {
  const { call } = before;
  return choicesOf(differingGroups(call.parameters, odd.parameters))
    .map((groups) =>
      groups.reduce((parameters, group) => withGroup(parameters, group, odd.parameters), call.parameters),
    )
    .filter((parameters) => factLike(before, { ...call, parameters }).violations.length === 0);
}

/** Each alone, and halves of them by which few questions find the one that matters. */
function choicesOf(groups: readonly string[]): readonly (readonly string[])[] {
  const bits = Math.ceil(Math.log2(groups.length + 1));
  const halves = Array.from({ length: bits }, (_, bit) =>
    groups.filter((_group, index) => ((index + 1) >> bit) % 2 === 1),
  );
  return [...halves, ...groups.map((group) => [group])];
}

/** The odd call with one part of a good one, and a good one with one part of the odd call. */
function mixed(odd: Fact, good: Fact | undefined): readonly SentParameters[] {
  if (!good) return [];
  const [own, plain] = [odd.call.parameters, good.call.parameters];
  return differingGroups(own, plain).flatMap((group) => [
    withGroup(plain, group, own),
    withGroup(own, group, plain),
  ]);
}

/** The odd call with values in the place of the one that breaks a rule: some that nobody has tried, and one in longer letters. */
function novel(odd: Fact, { rule: id }: Deviation): readonly SentParameters[] {
  const rule = odd.operation.rules.find((one) => one.id === id);
  const [name] = rule ? namesAt(odd, rule) : [];
  if (!rule || name === undefined) return [];
  const { parameters } = odd.call;
  const own = parameters[name] ?? '';
  const numbers = isArray(rule.limit) ? rule.limit.filter((one) => typeof one === 'number') : [];
  const values =
    numbers.length > 0
      ? [String(Math.max(...numbers) + 1), String(Math.max(...numbers) + 92)]
      : rule.keyword === 'enum'
        ? ['another', 'other1']
        : [2, 3, 4, 6].map((part) =>
            own.replace(/^x+/, (text) => 'é'.repeat(Math.floor(text.length / part))),
          );
  return values.filter((value) => value !== own).map((value) => ({ ...parameters, [name]: value }));
}

function shortest(facts: readonly Fact[]): Fact | undefined {
  return facts.toSorted((a, b) => sizeOf([a]) - sizeOf([b]))[0];
}

function sizeOf(block: readonly Fact[]): number {
  return JSON.stringify(block.map(({ call }) => call.parameters)).length;
}
