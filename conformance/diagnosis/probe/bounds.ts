/** Which number a moved bound is: found by halving the gap between a value that was taken and one that was refused. */
import { isArray, type Json } from '../../../contract/json.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Ask } from '../../run/ask-more.ts';
import { boundedMeasures } from '../hypotheses/bounded-values.ts';
import { isLower, lengthOf, measureOf } from '../hypotheses/measures.ts';
import type { Fact } from '../model/facts.ts';
import { namesAt, type SentParameters, type StepWriter } from './questions.ts';

/** More calls are not spent on one bound. */
const mostAsked = 24;

/** Longest text and most items that are asked for. */
const most = { text: 4096, items: 64, number: 2 ** 31 - 1 } as const;

/** Ask until the values on both sides of the bound of `rules` are neighbours, or nothing is refused at all. */
export async function findBound(
  rules: readonly Rule[],
  facts: readonly Fact[],
  { write, isOwn }: StepWriter,
  ask: Ask,
): Promise<void> {
  const [lead] = rules;
  if (!lead) return;
  const seen = facts.flatMap((fact) => outcomeOf(fact, rules));
  const base = seen
    .map(({ fact }) => fact)
    .filter(isOwn)
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
  if (!base) return;
  let taken = farthestOf(
    lead,
    seen.filter(({ isTaken }) => isTaken).map(({ measure }) => measure),
  );
  let refused = nearestBeyond(
    lead,
    taken,
    seen.filter(({ isTaken }) => !isTaken).map(({ measure }) => measure),
  );
  for (let asked = 0; asked < mostAsked && taken !== undefined; asked += 1) {
    const next = nextMeasure(lead, taken, refused);
    const parameters = next === undefined ? undefined : withMeasure(base, rules, next);
    if (next === undefined || !parameters) return;
    const [result] = (await ask([write(base, parameters)])) ?? [];
    if (result?.parsed.kind === 'success') taken = next;
    else if (result?.parsed.kind === 'error' && result.parsed.code === lead.error) refused = next;
    else return;
  }
}

interface MeasuredCall {
  readonly fact: Fact;
  readonly measure: number;
  readonly isTaken: boolean;
}

/** What a call shows of the bound: nothing where something else may be the reason of its answer. */
function outcomeOf(fact: Fact, rules: readonly Rule[]): readonly MeasuredCall[] {
  const [lead] = rules;
  if (!lead || fact.operation.rules.every(({ id }) => id !== lead.id)) return [];
  const isTaken = fact.seen === success;
  const isOthers = fact.violations.some(({ rule }) => !rules.some(({ id }) => id === rule.id));
  if (isOthers || (!isTaken && fact.code !== lead.error)) return [];
  const measures = rules.flatMap((rule) => boundedMeasures(fact, rule));
  const measure = farthestOf(lead, measures);
  return measure === undefined ? [] : [{ fact, measure, isTaken }];
}

function sizeOf({ call }: Fact): number {
  return JSON.stringify(call.parameters).length;
}

function farthestOf(rule: Rule, measures: readonly number[]): number | undefined {
  if (measures.length === 0) return undefined;
  return isLower(rule) ? Math.min(...measures) : Math.max(...measures);
}

function nearestBeyond(
  rule: Rule,
  taken: number | undefined,
  refused: readonly number[],
): number | undefined {
  if (taken === undefined) return undefined;
  const beyond = refused.filter((measure) => (isLower(rule) ? measure < taken : measure > taken));
  if (beyond.length === 0) return undefined;
  return isLower(rule) ? Math.max(...beyond) : Math.min(...beyond);
}

/** Undefined where nothing is left to ask. */
function nextMeasure(rule: Rule, taken: number, refused: number | undefined): number | undefined {
  if (refused !== undefined)
    return Math.abs(refused - taken) > 1 ? Math.floor((taken + refused) / 2) : undefined;
  if (isLower(rule))
    return taken > 1 ? Math.floor(taken / 2) : taken >= 0 && isNumber(rule) ? taken - 1 : undefined;
  const next = Math.min(Math.max(taken * 2, taken + 8), largestOf(rule));
  return next > taken ? next : undefined;
}

function isNumber({ keyword }: Rule): boolean {
  return keyword.toLowerCase().endsWith('imum');
}

function largestOf(rule: Rule): number {
  if (isNumber(rule)) return most.number;
  return rule.keyword.endsWith('Items') ? most.items : most.text;
}

/** The parameters of a call with a value of that measure; undefined where none can be made. */
function withMeasure(fact: Fact, rules: readonly Rule[], measure: number): SentParameters | undefined {
  const { parameters } = fact.call;
  for (const rule of rules) {
    if (rule.keyword.endsWith('Items')) {
      const items = withItems(fact, rule, measure);
      if (items) return items;
      continue;
    }
    const [name] = namesAt(fact, rule);
    if (name === undefined) continue;
    const value = isNumber(rule) ? String(measure) : withLength(parameters[name] ?? '', rule, measure);
    return value === undefined ? undefined : { ...parameters, [name]: value };
  }
  return undefined;
}

/** The text behind as many letters as it takes; what its rules look for stays. */
function withLength(text: string, rule: Rule, measure: number): string | undefined {
  const core = text.replace(/^(.)\1{15,}/su, '');
  const missing = measure - (measureOf(rule, core) ?? lengthOf(core) ?? 0);
  return missing < 0 ? undefined : `${'x'.repeat(missing)}${core}`;
}

/** As many items as the list should have, of texts alone. */
function withItems({ call, request }: Fact, { path }: Rule, count: number): SentParameters | undefined {
  const [list, ...deeper] = path;
  const items: Json | undefined = list === undefined ? undefined : request[list];
  if (
    deeper.length > 0 ||
    items === undefined ||
    !isArray(items) ||
    items.some((item) => typeof item !== 'string')
  )
    return undefined;
  const others = Object.entries(call.parameters).filter(([name]) => !name.startsWith(`${list}.`));
  const texts = Array.from({ length: count }, (_, index): readonly [string, string] => [
    `${list}.${index + 1}`,
    String(items[index] ?? `item${index + 1}`),
  ]);
  return Object.fromEntries([...others, ...texts]);
}
