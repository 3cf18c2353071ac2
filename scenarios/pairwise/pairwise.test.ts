import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import { decodeParameters } from '../../contract/wire/parameters.ts';
import { bindingsFor } from '../requests/bindings.ts';
import { pairwiseScenarios, pairwiseTable } from './pairwise.ts';
import { fillParameters } from '../scenario/placeholders.ts';
import type { Scenario } from '../scenario/scenario.ts';

const contract = readContract();
const operation = mainOperation(contract);
const table = pairwiseTable(operation);
const scenarios = pairwiseScenarios(operation);

type Choices = Readonly<Record<string, string>>;

function parametersOf({ act }: Scenario): Readonly<Record<string, string>> {
  const [step] = act.kind === 'sequence' ? act.steps : [];
  return step?.parameters ?? {};
}

/** What was chosen, read from the wire: of lists how many items, of members what the first item says. */
function choicesOf(scenario: Scenario): Choices {
  const sent = parametersOf(scenario);
  const lengthOf = (list: string): number =>
    new Set(Object.keys(sent).flatMap((name) => (name.startsWith(`${list}.`) ? [name.split('.')[1]] : [])))
      .size;
  const plain = ['AppName', 'StreamName', 'StartTime', 'EndTime', 'OnDemand', 'DelayTime'];
  const members = ['SliceDuration', 'SliceOssObjectPrefix', 'CycleDuration', 'OssObjectPrefix', 'Format'];
  const inList = (list: string, name: string): string =>
    sent[name] ?? (lengthOf(list) === 0 ? 'nowhere' : 'absent');
  return Object.fromEntries([
    ...plain.map((name) => [name, sent[name] ?? 'absent']),
    ...['RecordFormat', 'TranscodeRecordFormat'].flatMap((list) => [
      [list, String(lengthOf(list) || 'absent')],
      ...members.map((member) => [`${list}.${member}`, inList(list, `${list}.1.${member}`)]),
    ]),
    ['TranscodeTemplates', String(lengthOf('TranscodeTemplates') || 'absent')],
    ['TranscodeTemplates.N', inList('TranscodeTemplates', 'TranscodeTemplates.1')],
  ]) as Choices;
}

const rows = scenarios.map(choicesOf);
const valuesOf = (name: string): readonly string[] => [...new Set(rows.map((row) => row[name] ?? ''))];

/** Every two choices that a row makes together. */
const seen = new Set(
  rows.flatMap((row) => {
    const choices = Object.entries(row).map(([name, value]) => `${name}=${value}`);
    return choices.flatMap((one, index) => choices.slice(index + 1).map((other) => `${one} & ${other}`));
  }),
);

/** Why the page, by hand, lets nobody make these two choices at once. */
const reasons: readonly ((choice: (name: string) => string | undefined) => boolean)[] = [
  // What a list holds is there exactly with the list, and one of the two lists always is; transcoded formats need templates.
  ...['RecordFormat', 'TranscodeRecordFormat', 'TranscodeTemplates'].map(
    (list) => (choice: (name: string) => string | undefined) => presence(choice, list) === 'both',
  ),
  (choice) => presence(choice, 'RecordFormat') === 'no' && presence(choice, 'TranscodeRecordFormat') === 'no',
  (choice) =>
    presence(choice, 'TranscodeRecordFormat') === 'yes' && presence(choice, 'TranscodeTemplates') === 'no',
  (choice) => presence(choice, 'RecordFormat') === 'no' && presence(choice, 'TranscodeTemplates') === 'no',
  // What templates mean without transcoded formats, and five asterisks beside other templates, is stated nowhere.
  (choice) =>
    presence(choice, 'TranscodeTemplates') === 'yes' && presence(choice, 'TranscodeRecordFormat') === 'no',
  // Slices belong to m3u8 and cmaf, which need both of their parameters.
  ...['RecordFormat', 'TranscodeRecordFormat'].map(
    (list) => (choice: (name: string) => string | undefined) => {
      const members = [`${list}.SliceDuration`, `${list}.SliceOssObjectPrefix`].map(choice);
      const format = choice(`${list}.Format`);
      const without = members.filter((member) => member === 'absent').length;
      const given = members.filter((member) => member !== undefined && !absences.includes(member)).length;
      return (
        (without > 0 && given > 0) ||
        (isSliced(format) && without > 0) ||
        (format !== undefined && !isSliced(format) && given > 0)
      );
    },
  ),
  // Times count for one stream.
  (choice) =>
    ['absent', '*'].includes(choice('StreamName') ?? '') &&
    ['StartTime', 'EndTime'].some((name) => (choice(name) ?? 'absent') !== 'absent'),
  // Most ends are so many days after the one start.
  (choice) =>
    /691|2678/.test(choice('EndTime') ?? '') && !['${now+86400}', undefined].includes(choice('StartTime')),
  // The triple is another one in every request.
  (choice) =>
    !['${unique}', undefined].includes(choice('AppName')) &&
    !['${unique}', undefined].includes(choice('StreamName')),
];

const absences = ['absent', 'nowhere'];

function isSliced(format: string | undefined): boolean {
  return format === 'm3u8' || format === 'cmaf';
}

/** Whether choices say that a list is sent, that it is not, or both. */
function presence(choice: (name: string) => string | undefined, list: string): string | undefined {
  const own = choice(list);
  const members = Object.keys(rows[0] ?? {}).filter((name) => name.startsWith(`${list}.`));
  const said = [
    ...(own === undefined ? [] : [own !== 'absent']),
    ...members.flatMap((name) => (choice(name) === undefined ? [] : [choice(name) !== 'nowhere'])),
  ];
  const different = [...new Set(said)];
  if (different.length === 2) return 'both';
  return different.length === 0 ? undefined : different[0] ? 'yes' : 'no';
}

test('has every two values of two parameters in some request, or there is a reason why not', () => {
  const names = Object.keys(rows[0] ?? {});
  const missing = names.flatMap((one, index) =>
    names.slice(index + 1).flatMap((other) =>
      valuesOf(one).flatMap((first) =>
        valuesOf(other).flatMap((second) => {
          if (seen.has(`${one}=${first} & ${other}=${second}`)) return [];
          const choice = (name: string): string | undefined =>
            name === one ? first : name === other ? second : undefined;
          return [
            { pair: `${one}=${first} & ${other}=${second}`, explained: reasons.some((is) => is(choice)) },
          ];
        }),
      ),
    ),
  );

  expect(missing.filter(({ explained }) => !explained).map(({ pair }) => pair)).toEqual([]);
  expect(missing.length).toBe(table.infeasible);
});

test('makes no two choices at once that there is a reason against', () => {
  for (const row of rows) {
    const forbidden = Object.entries(row).flatMap(([one, first]) =>
      Object.entries(row).flatMap(([other, second]) => {
        const choice = (name: string): string | undefined =>
          name === one ? first : name === other ? second : undefined;
        return reasons.some((is) => is(choice)) ? [`${one}=${first} & ${other}=${second}`] : [];
      }),
    );
    expect(forbidden).toEqual([]);
  }
});

test('counts the pairs as they are on the wire', () => {
  // Beside these there are parameters of which every request has the same value, and which make pairs too.
  const varying = Object.keys(rows[0] ?? {}).length;
  const same = table.factors.length - varying;
  const besideSame = Object.keys(rows[0] ?? {}).reduce((sum, name) => sum + same * valuesOf(name).length, 0);

  expect(same).toBe(3);
  expect(seen.size + besideSame + (same * (same - 1)) / 2).toBe(table.feasible);
});

test('tries what the contract lists, allows at most and at least, and leaves out', () => {
  expect(valuesOf('OnDemand').toSorted()).toEqual(['0', '1', '2', '7', 'absent']);
  expect(valuesOf('DelayTime').toSorted()).toEqual(['15', '21600', 'absent']);
  expect(valuesOf('RecordFormat').toSorted()).toEqual(['1', '3', 'absent']);
  expect(valuesOf('TranscodeTemplates').toSorted()).toEqual(['1', '10', 'absent']);
  expect(valuesOf('TranscodeTemplates.N').toSorted()).toEqual([
    '*****',
    'drawing',
    'nowhere',
    'raw-hd',
    'sd',
  ]);
  expect(valuesOf('TranscodeRecordFormat.SliceDuration').toSorted()).toEqual([
    '30',
    '5',
    'absent',
    'nowhere',
  ]);
  // 1 second and 6 hours are assumptions.
  expect(valuesOf('RecordFormat.CycleDuration').toSorted()).toEqual(['3600', 'absent', 'nowhere']);
  expect(valuesOf('EndTime').length).toBe(6);
  // Five prefixes, and a list that is left out.
  expect(valuesOf('RecordFormat.OssObjectPrefix').length).toBe(6);
});

test('breaks no rule in any row', () => {
  const bindings = bindingsFor(operation);
  for (const scenario of scenarios) {
    const parameters = fillParameters(parametersOf(scenario), bindings);
    const { parameters: request } = decodeParameters(Object.entries(parameters), operation.shape);
    const broken = findViolations(operation.rules, request, bindings.now).map(({ rule }) => rule.id);
    expect(broken, scenario.id).toEqual([]);
  }
});

test('has no more rows than a person would read', () => {
  // Two lists of five prefixes need 25, and 5 more each where the other list is left out.
  expect(scenarios.length).toBeGreaterThanOrEqual(35);
  expect(scenarios.length).toBeLessThanOrEqual(80);
});

test('says for which two choices a row was begun, and claims no more than is implied', () => {
  expect(scenarios[0]).toMatchObject({
    id: 'pairwise/01',
    family: 'accepted',
    exercises: 'OK',
    evidence: 'implied',
    title: expect.stringMatching(/^\S+ .+ beside \S+ .+, and \d+ more pairs of values for the first time$/),
    source: expect.stringContaining('Request parameters'),
  });
  expect(new Set(scenarios.map(({ title }) => title)).size).toBe(scenarios.length);
});

test('gives the same rows every time', () => {
  expect(pairwiseScenarios(mainOperation(readContract()))).toEqual(scenarios);
});

test.for([...contract.values()])('$name: has a table wherever two parameters have a choice', (one) => {
  const { factors, rows: found, feasible } = pairwiseTable(one);
  const open = factors.filter(({ levels }) => levels.length > 1);

  if (open.length < 2) expect(found).toEqual([]);
  expect(found.length).toBeLessThanOrEqual(80);
  expect(found.reduce((sum, { newPairs }) => sum + newPairs, 0)).toBe(feasible);
});
