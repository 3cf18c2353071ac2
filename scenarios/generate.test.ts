import { expect, test } from 'vitest';
import { builtInDocuments, mainOperation, readContract } from '../contract/contract.ts';
import { documents } from '../contract/openapi/documents.ts';
import { applyOverlay } from '../contract/build/overlay.ts';
import { findViolations } from '../contract/schema/violations.ts';
import { decodeParameters } from '../contract/wire/parameters.ts';
import { bindingsFor } from './requests/bindings.ts';
import { generateScenarios } from './generate.ts';
import { fillParameters } from './scenario/placeholders.ts';
import { success, type Step } from './scenario/scenario.ts';
import { operation, scenarios } from './fixtures/own-scenarios.ts';

/** The codes of the rules that a call breaks, as a target would read it. */
function codesOf(step: Step): readonly string[] {
  const bindings = bindingsFor(operation);
  const parameters = fillParameters(step.parameters, bindings);
  const decoded = decodeParameters(Object.entries(parameters), operation.shape);
  return [
    ...new Set(
      findViolations(operation.rules, decoded.parameters, bindings.now).map(({ rule }) => rule.error),
    ),
  ];
}

test('the same contract always gives the same scenarios', () => {
  const again = readContract(builtInDocuments());
  expect(generateScenarios(mainOperation(again), again)).toEqual(scenarios);
});

test('names each scenario once, in letters, digits, hyphens and slashes', () => {
  const ids = scenarios.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+(?:[/+][A-Za-z0-9-]+)+$|^none-given$/);
});

test('has a scenario for each documented error, of evidence that counts', () => {
  for (const { code } of operation.errors.documented) {
    const about = scenarios.filter(({ exercises, evidence }) => exercises === code && evidence !== 'assumed');
    expect(about.length, code).toBeGreaterThan(0);
  }
});

test('breaks every rule of the contract, each alone', () => {
  const violations = scenarios.filter(({ family }) => family === 'violations');

  expect(new Set(violations.map(({ rule }) => rule?.id))).toEqual(
    new Set(operation.rules.map(({ id }) => id)),
  );
  for (const { id, act, exercises } of violations) {
    const [step] = act.kind === 'sequence' ? act.steps : [];
    expect(step && codesOf(step), id).toEqual([exercises]);
  }
});

test('asks for nothing that a rule forbids where a success is due', () => {
  for (const { id, act } of scenarios.filter(({ family }) => family === 'accepted')) {
    const [step] = act.kind === 'sequence' ? act.steps : [];
    expect(step?.expect, id).toEqual([success]);
    expect(step && codesOf(step), id).toEqual([]);
  }
});

test('breaks exactly two rules where either of two codes is right', () => {
  const combinations = scenarios.filter(({ family }) => family === 'combinations');

  expect(combinations.length).toBeGreaterThan(100);
  for (const { id, act } of combinations) {
    const [step] = act.kind === 'sequence' ? act.steps : [];
    expect(step && [...codesOf(step)].toSorted(), id).toEqual([...(step?.expect ?? [])].toSorted());
  }
});

test('tries each bound from both sides, one step apart', () => {
  const valueOf = (id: string, name: string): string | undefined => {
    const act = scenarios.find((scenario) => scenario.id === id)?.act;
    return act?.kind === 'sequence' ? act.steps[0]?.parameters[name] : undefined;
  };

  expect(valueOf('accepted/delay-time/smallest', 'DelayTime')).toBe('15');
  expect(valueOf('delay-time/below-minimum', 'DelayTime')).toBe('14');
  expect(valueOf('accepted/delay-time/largest', 'DelayTime')).toBe('21600');
  expect(valueOf('delay-time/above-maximum', 'DelayTime')).toBe('21601');
});

test('counts bytes and not characters where a text is as long as may be', () => {
  const prefixOf = (id: string): string => {
    const act = scenarios.find((scenario) => scenario.id === id)?.act;
    return (
      (act?.kind === 'sequence' ? act.steps[0]?.parameters['RecordFormat.1.OssObjectPrefix'] : undefined) ??
      ''
    );
  };
  const bytes = (text: string): number => Buffer.byteLength(text);

  expect(bytes(prefixOf('accepted/record-format/oss-object-prefix/most-bytes'))).toBe(255);
  expect(bytes(prefixOf('record-format/oss-object-prefix/too-many-bytes'))).toBe(256);
  expect(bytes(prefixOf('record-format/oss-object-prefix/too-many-bytes/multi-byte'))).toBe(256);
  expect(prefixOf('record-format/oss-object-prefix/too-many-bytes/multi-byte').length).toBeLessThan(255);
});

test('says which scenario cannot be made where the contract contradicts itself', () => {
  const document = documents[operation.name];
  if (!document) throw new Error('the contract has no document');
  const target = '$.components.schemas.Request.properties.DelayTime';
  const contradicting = applyOverlay(document, {
    overlay: '1.0.0',
    actions: [
      { target, update: { 'x-accepts': [{ value: 3, 'x-id': 'too-small', title: 'of 3 seconds' }] } },
    ],
  });
  const broken = readContract([contradicting]);

  expect(() => generateScenarios(mainOperation(broken), broken)).toThrow(
    /Failed to make .*(delay-time|its own example)/i,
  );
});
