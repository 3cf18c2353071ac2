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

test('reads what a list needs beside it', () => {
  expect(read('当设置Paint.N.xxx配置时，至少需要设置一个Part。').requires).toStrictEqual([
    { parameter: 'Paint', needs: 'Part' },
  ]);
});
