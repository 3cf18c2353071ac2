import { expect, test } from 'vitest';
import { utf8Length } from '../../contract/schema/texts-and-numbers.ts';
import type { Step } from '../scenario/scenario.ts';
import { scenarios } from '../fixtures/own-scenarios.ts';

function stepsOf(id: string): readonly Step[] {
  const act = scenarios.find((scenario) => scenario.id === id)?.act;
  return act?.kind === 'sequence' ? act.steps : [];
}

function textOf(id: string, name: string): string {
  return stepsOf(id)[0]?.parameters[name] ?? '';
}

/** The bytes that the characters of a text have each. */
function widthsOf(text: string): readonly number[] {
  return [...new Set([...text].map(utf8Length))].toSorted((a, b) => a - b);
}

test('fills a text with characters of one to four bytes, to the last byte, in every transport', () => {
  const steps = stepsOf('accepted/record-format/oss-object-prefix/most-bytes-in-every-script');
  const texts = new Set(steps.map(({ parameters }) => parameters['RecordFormat.1.OssObjectPrefix'] ?? ''));
  const [text = ''] = texts;

  expect(texts.size).toBe(1);
  expect(utf8Length(text)).toBe(255);
  expect(widthsOf(text)).toEqual([1, 2, 3, 4]);
  expect(text).toMatch(/\p{Script=Han}.*\p{Script=Arabic}/u);
  expect(text.normalize('NFC')).not.toBe(text);
  expect(steps.map(({ via, expect: due }) => [via, ...due])).toEqual([
    ['form', 'OK'],
    ['query', 'OK'],
    ['get', 'OK'],
  ]);
  expect(new Set(steps.map(({ parameters }) => parameters['AppName'])).size).toBe(3);
});

test.each([
  ['two-byte', 2],
  ['multi-byte', 3],
  ['four-byte', 4],
])('goes one byte too far in characters of %s', (slug, width) => {
  const text = textOf(
    `record-format/oss-object-prefix/too-many-bytes/${slug}`,
    'RecordFormat.1.OssObjectPrefix',
  );

  expect(utf8Length(text)).toBe(256);
  expect(widthsOf(text)).toEqual([1, width]);
});

test.each(['chinese', 'combining', 'emoji', 'right-to-left'])(
  'knows a name in a query again that came in a form: %s',
  (script) => {
    const steps = stepsOf(`record-configs/duplicate-${script}`);
    const names = new Set(steps.map(({ parameters }) => parameters['StreamName'] ?? ''));
    const [name = ''] = names;

    expect(names.size).toBe(1);
    expect(name).toMatch(/^\$\{unique\}-.*\P{ASCII}/u);
    expect(steps.map(({ via, expect: due }) => [via, ...due])).toEqual([
      ['form', 'OK'],
      ['query', 'ConfigAlreadyExists'],
      ['get', 'ConfigAlreadyExists'],
    ]);
  },
);

test('claims of names in other scripts only what is assumed', () => {
  const named = scenarios.filter(({ id }) => /duplicate-(?:chinese|combining|emoji|right-to-left)$/.test(id));

  expect(named.map(({ evidence }) => evidence)).toEqual(Array.from({ length: 4 }, () => 'assumed'));
});
