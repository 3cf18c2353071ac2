import { describe, expect, test } from 'vitest';
import type { SourceParameter } from '../source-document.ts';
import { readParameter } from './read-parameter.ts';

function text(name: string, prose: string, example?: string): SourceParameter {
  return { name, type: 'string', required: false, example, prose, keywords: {} };
}

function read(prose: string, example?: string) {
  const parameter = text('Paint', prose, example);
  const siblings = [parameter, text('Finish', ''), text('Part', '')];
  return readParameter(parameter, { place: 'Paint', siblings, all: siblings });
}

describe('a parameter that is needed with a value of another', () => {
  test.each([
    'This parameter is required if you set the Finish parameter to gloss.',
    'If Finish is set to gloss, this parameter is required.',
    'When Finish is gloss, this parameter must be specified.',
    '> \n\n*   This parameter is required if you set the Finish parameter to gloss.\n\n*   For more, see the guide.',
    '> - 当Finish（表面）设为gloss时，本参数才必填。\n> - 详情请参见说明。',
    '当Finish设置为gloss时，该参数必填。',
  ])('%s', (prose) => {
    expect(read(prose).facts).toStrictEqual({ requiredWhen: { Finish: ['gloss'] } });
  });
});

describe('a text that begins with a scheme', () => {
  test.each([
    'The address must start with http:// or https://.',
    '> 必须以`http://`或者`https://`开头。',
    '必须以http://或https://开头。',
  ])('%s', (prose) => {
    expect(read(prose, 'https://example.com/paint').facts).toStrictEqual({
      pattern: '^(?:http://|https://)',
    });
  });

  test('is not read where the example begins otherwise', () => {
    expect(read('The address must start with http://.', 'ftp://example.com').facts).toStrictEqual({});
  });
});

describe('one of several that have to be there', () => {
  test.each([
    'You need to specify at lease one of the Paint and Finish parameters.',
    'At least one of Paint and Finish must be set.',
    'Paint和Finish两者至少需要设置一个。',
  ])('%s', (prose) => {
    expect(read(prose).atLeastOneOf).toStrictEqual([['Paint', 'Finish']]);
  });
});

test.each([
  '当设置Paint.N.xxx配置时，至少需要设置一个Part。',
  'When setting Paint.N.xxx configurations, you need to set at least one Part.',
])('reads what a list needs beside it: %s', (prose) => {
  expect(read(prose).requires).toStrictEqual([{ parameter: 'Paint', needs: 'Part' }]);
});

describe('a condition with several values', () => {
  test.each([
    'This parameter is required if you set the Finish parameter to matt, semi-matt, or gloss.',
    '当Finish设置为matt、semi-matt或gloss时，该参数必填。',
    '当Finish设置为matt或semi-matt或gloss时，该参数必填。',
  ])('%s', (prose) => {
    expect(read(prose).facts).toStrictEqual({ requiredWhen: { Finish: ['matt', 'semi-matt', 'gloss'] } });
  });

  test('ends where something else begins', () => {
    expect(
      read(
        'This parameter is required if you set Finish to gloss, but has no effect if you set Finish to matt or raw.',
      ).facts,
    ).toStrictEqual({ requiredWhen: { Finish: ['gloss'] } });
  });

  test('that it must not have is not read', () => {
    expect(
      read('This parameter takes effect only when the Finish parameter is not set to gloss.').facts,
    ).toStrictEqual({});
  });

  test('with a place to fill in is not read', () => {
    expect(read('当Finish为GLOSS_*时，该参数为必填项。').facts).toStrictEqual({});
  });
});

test('takes a value of another parameter for no presence of it', () => {
  const { requires, facts } = read('If you set Finish to gloss, you must also specify Part.');

  expect({ requires, facts }).toStrictEqual({ requires: [], facts: {} });
});

test('reads what each of several needs beside it', () => {
  expect(
    read('If you set the Paint or Finish parameter, you must also set the Part parameter.').requires,
  ).toStrictEqual([
    { parameter: 'Paint', needs: 'Part' },
    { parameter: 'Finish', needs: 'Part' },
  ]);
});

test.each(['当Finish为gloss时，此参数必填，否则不生效。', '当Finish为gloss时，本参数才可用且必传。'])(
  'is needed where it has an effect: %s',
  (prose) => {
    expect(read(prose).facts).toStrictEqual({ when: { Finish: ['gloss'] }, mandatory: true });
  },
);

test.each([
  'This parameter is not required if Finish is set to gloss.',
  'This parameter is no longer required when Finish is set to gloss.',
  'This parameter is required unless Finish is set to gloss.',
  '当Finish为gloss时，该参数非必填。',
  'This parameter is required only when Finish is left empty.',
  'This parameter takes effect only when Finish is set to gloss and Part is set to 1.',
  'This parameter is valid if Finish is gloss or Part is set.',
])('does not read a condition that no list of values says: %s', (prose) => {
  const { facts, sentences } = read(prose);

  expect({ facts, unread: sentences.map(({ text }) => text) }).toStrictEqual({ facts: {}, unread: [prose] });
});

test('is no condition of an effect where it has none then', () => {
  expect(read('当Finish为gloss时，本参数不可用。').facts).toStrictEqual({});
});

test.each([
  'One of matt, semi-matt, gloss.',
  'Options are matt, semi-matt and gloss.',
  'matt、gloss之一。',
  'Default: on for gloss.',
  'gloss默认为on。',
  'Up to 10 characters for gloss and 20 for matt.',
  'Each Chinese character counts as two.',
  '一个汉字算两个字符。',
  '5 or more of them.',
  '5以上较慢。',
  'A 32-character string.',
  'Spaces are not counted.',
  'It is thirty-two characters long.',
])('lists what it did not read: %s', (prose) => {
  const { facts, sentences } = read(prose);

  expect({ facts, sentences }).toStrictEqual({
    facts: {},
    sentences: [{ place: 'Paint', text: prose, facts: [] }],
  });
});
