/** The shortest request, and that what aims at one rule holds nothing that makes no difference: its curl line is short. */
import { describe, expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation/operation.ts';
import type { Rule } from '../contract/schema/rules.ts';
import { findViolations } from '../contract/schema/violations.ts';
import { kebab } from '../contract/schema/texts-and-numbers.ts';
import { decodeParameters, encodeParameters, type Pair } from '../contract/wire/parameters.ts';
import { generateScenarios } from './generate.ts';
import { bindingsFor } from './requests/bindings.ts';
import { adviceOf, minimalRequest } from './requests/valid-requests.ts';
import { fillPairs, fillRequest } from './scenario/placeholders.ts';
import type { Scenario } from './scenario/scenario.ts';

const contract = readContract();

describe.for([...contract.values()].map((operation) => [operation.name, operation] as const))(
  'of %s',
  ([, operation]) => {
    test('nothing can be left out of the shortest request', () => {
      const pairs = encodeParameters(fillRequest(minimalRequest(operation), bindingsFor(operation)));
      expect(breachesOf(operation, pairs)).toEqual([]);
      expect(pairs.filter((pair) => breachesOf(operation, without(pairs, pair)).length === 0)).toEqual([]);
    });

    test('leaving any parameter out of a call that breaks one rule changes what is expected', () => {
      const superfluous = generateScenarios(operation, contract)
        .filter(isAimed)
        .flatMap((scenario) => superfluousIn(operation, scenario).map((name) => `${scenario.id}: ${name}`));
      expect(superfluous).toEqual([]);
    });
  },
);

test('of listed values the shortest request has the one that asks for the fewest others', () => {
  const names = encodeParameters(minimalRequest(mainOperation(contract))).map(([name]) => name);
  expect(names.toSorted()).toEqual([
    'AppName',
    'DomainName',
    'OssBucket',
    'OssEndpoint',
    'RecordFormat.1.Format',
    'RecordFormat.1.OssObjectPrefix',
  ]);
});

/** Of the rules broken alone; those that stand among every other parameter, or beside the values of one, are so on purpose. */
function isAimed({ family, id, act, needs }: Scenario): boolean {
  return (
    family === 'violations' &&
    !id.split('/').some((part) => part === 'in-full' || part.startsWith('beside-')) &&
    !needs &&
    act.kind === 'sequence' &&
    act.steps.length === 1
  );
}

/**
 * What makes no difference, apart from the list that the rule is about, whose other items are there on purpose, and from what a
 * condition, an alternative or a listed value names: without it a target may not look at the value at all.
 */
function superfluousIn(operation: Operation, { act, id }: Scenario): readonly string[] {
  const step = act.kind === 'sequence' ? act.steps[0] : undefined;
  const pairs = fillPairs(step?.parameters ?? {}, bindingsFor(operation));
  const expected = breachesOf(operation, pairs);
  return pairs
    .filter(([name]) => !id.split('/').includes(kebab(name.split('.')[0] ?? '')))
    .filter(([name]) => !isNamedByRule(operation, name.split('.')[0] ?? ''))
    .filter((pair) => isSame(breachesOf(operation, without(pairs, pair)), expected))
    .map(([name]) => name);
}

function isNamedByRule({ rules }: Operation, parameter: string): boolean {
  return rules.some(
    ({ keyword, limit, guards, schema }) =>
      (keyword !== 'required' || guards.length > 0) &&
      JSON.stringify([limit, guards.map((guard) => guard.schema), schema['x-refuses'] ?? []]).includes(
        JSON.stringify(parameter),
      ),
  );
}

/** The rules that a request breaks, what is doubtful about it, and what is recommended and left out. */
function breachesOf(operation: Operation, pairs: readonly Pair[]): readonly Rule[] {
  const { parameters } = decodeParameters(pairs, operation.shape);
  const rules = [operation.rules, operation.doubts, adviceOf(operation)];
  return rules.flatMap((some) =>
    findViolations(some, parameters, bindingsFor(operation).now).map(({ rule }) => rule),
  );
}

function without(pairs: readonly Pair[], one: Pair): readonly Pair[] {
  return pairs.filter((pair) => pair !== one);
}

function isSame(some: readonly Rule[], others: readonly Rule[]): boolean {
  return some.length === others.length && some.every((rule, index) => rule === others[index]);
}
