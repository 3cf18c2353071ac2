import { describe, expect, test } from 'vitest';
import type { SourceParameter } from '../source-document.ts';
import { readParameter } from './read-parameter.ts';
import { readOperationProse } from './read-operation.ts';

/** The parameter `Paint` with a description, beside `Finish`, `Part` and `CoatKind`; the sentences are made up. */
function facts(prose: string, type = 'integer', example?: SourceParameter['example']) {
  const paint: SourceParameter = { name: 'Paint', type, required: false, example, prose, keywords: {} };
  const all = [paint, ...['Finish', 'Part', 'CoatKind'].map((name) => ({ ...paint, name, prose: '' }))];
  const {
    facts: read,
    atLeastOneOf,
    requires,
  } = readParameter(paint, { place: 'Paint', siblings: all, all });
  return {
    ...read,
    ...(atLeastOneOf.length > 0 && { atLeastOneOf }),
    ...(requires.length > 0 && { requires }),
  };
}

describe('reads nothing of all values from a sentence about some', () => {
  test.each([
    ['Up to 10 labels for gloss.', 'integer'],
    ['The value can be up to 10 wet coats for gloss boxes.', 'integer'],
    ['For a box that is neither I/O bound nor old, the default value is 10.', 'integer'],
    ['In all other cases, the default value is 10.', 'integer'],
    ['Otherwise, the default value is 10.', 'integer'],
    ['After May 2030, if the box is old, the default value is 10.', 'integer'],
    ['If you set this parameter to a value greater than 100, the default value is 100.', 'integer'],
    ['If this parameter is set to 0, the maximum value is 5.', 'integer'],
    ['To make a private box, set the value to 200 or 300.', 'integer'],
    [
      '- If `Finish` is `gloss`, valid values: 1, 3, and 5.\n- If `Finish` is `matt`, valid values: 1.',
      'integer',
    ],
    [
      'The tools.\n\n- Tools supported for wood:\n- saw: cuts.\n- plane: smooths.\n- Tools supported for stone:\n- drill: bores.\n- saw: cuts.',
      'string',
    ],
    [
      'Valid values:\n- red: warm.\n- blue: cold.\n\nMore is possible:\n- If you were invited, you can also select the following types:\n- gold: rich.\n- black: dark.',
      'string',
    ],
    ['否则，默认值为10。', 'integer'],
  ])('%s', (prose, type) => {
    expect(facts(prose, type)).toStrictEqual({});
  });
});

describe('reads no default of another parameter or thing', () => {
  test.each([
    ['If Finish is empty, the default is 10.', 'integer'],
    ['If you do not specify the Finish parameter, the default value is Once.', 'string'],
    ['When Finish is not specified, the default value is 10.', 'integer'],
    ['如果Finish为空，默认为10。', 'integer'],
    ['不指定Finish时，默认为10。', 'integer'],
    ['直播域名默认为10。', 'integer'],
    ['圆盒子默认10，可以修改。', 'integer'],
    ['Round boxes default to 10.', 'integer'],
    ['Set Finish to matt (default value) to see more of the wood.', 'string'],
    ['The picture of the box is used by default.', 'string'],
    ['The box moves to the default group.', 'string'],
    ['The area of the default VPC.', 'string'],
    ['The default value is 5 times the size of the box.', 'integer'],
    ['If it is left out, the default value of this parameter is retained.', 'string'],
    ['Default value: max{40, the size of the lid}.', 'string'],
  ])('%s', (prose, type) => {
    expect(facts(prose, type)).toStrictEqual({});
  });

  test.each([
    ['If Paint is empty, the default is 10.', 10],
    ['If you do not specify this parameter, the default value is 10.', 10],
    ['不传该参数时，默认为10。', 10],
    ['若不填则默认为10。', 10],
    ['该参数默认为10。', 10],
    ['Paint默认为10。', 10],
    ['烘干时间。烘干时间默认为10。', 10],
    ['The drying time. The drying time defaults to 10.', 10],
    ['The drying time, which defaults to 10.', 10],
    ['10 is used by default.', 10],
  ])('but its own: %s', (prose, value) => {
    expect(facts(prose)).toStrictEqual({ default: value });
  });
});

describe('reads no bound where the number is of something else', () => {
  test.each([
    ['The price. It supports up to three decimal places.', 'number'],
    ['小数点后最多3位小数。', 'number'],
    ['The difference between the two hours must be at least 4 hours.', 'integer'],
    ['The value of (Finish - Part) / Paint must be less than or equal to 400.', 'integer'],
    ['The sum of all weights cannot exceed 100.', 'integer'],
    ['所有权重之和不能超过100。', 'integer'],
    ['直播取值范围1~10。', 'integer'],
    ['圆盒子的最大值为10。', 'integer'],
    ['A box can have up to 50 labels.', 'integer'],
    ['Each account can make up to 50 boxes.', 'integer'],
    ['单个用户最多创建50个盒子。', 'integer'],
    ['Minimum: 1, maximum: 20 in region A.', 'integer'],
    ['The total length of all keys cannot exceed 4,096 characters.', 'string'],
    ['A maximum of 400 coats can be returned at a time.', 'integer'],
    ['The number of labels ranges from 0 to 10.', 'object'],
    ['The first part is the hour, which ranges from 00 to 23.', 'string'],
    ['You can replace 24 with a value that ranges from 1 to 32.', 'string'],
    ['We recommend that you set this parameter to a value less than or equal to 15.', 'integer'],
    ['For example, if the box is small, the value can be up to 10.', 'integer'],
  ])('%s', (prose, type) => {
    expect(facts(prose, type)).toStrictEqual({});
  });

  test('of a text whose example is no number', () => {
    expect(facts('Valid values: 0 to 65535.', 'string', '80/443')).toStrictEqual({});
    expect(facts('Valid values: 0 to 65535.', 'string', '443')).toMatchObject({ minimum: 0, maximum: 65535 });
  });

  test.each([
    '端口。端口范围：1~100。',
    '取值范围为1~100。',
    '该参数的取值范围为1~100。',
    'Paint取值范围：1~100。',
  ])('but keeps its own range: %s', (prose) => {
    expect(facts(prose)).toStrictEqual({ minimum: 1, maximum: 100 });
  });

  test('but keeps the range beside advice', () => {
    expect(facts('取值范围：1~100，建议设置为10。')).toStrictEqual({ minimum: 1, maximum: 100 });
  });

  test('of a list', () => {
    expect(facts('We recommend that you specify no more than 100 boxes.', 'array')).toStrictEqual({});
  });
});

test('reads no enumeration from an example', () => {
  expect(facts('The box. For example, to open the lid, set this parameter to lid.', 'string')).toStrictEqual(
    {},
  );
});

describe('reads no condition from', () => {
  test.each([
    'If you do not specify CoatKind to select the newest coat, this parameter is required.',
    'This parameter is required only when OuterCoatKind is set to gloss.',
    'This parameter is required when Lid.CoatKind is set to gloss.',
    'This parameter takes effect only when CoatKind is set to gloss or left empty.',
    'This parameter is required when the outer finish is gloss.',
    'This parameter takes effect only when CoatKind is set to gloss and Finish is set to matt.',
  ])('%s', (prose) => {
    expect(facts(prose, 'string')).toStrictEqual({});
  });

  test('but takes no word behind a value for a value', () => {
    const prose = 'This parameter is required when Finish is gloss and optional otherwise.';

    expect(facts(prose, 'string')).toStrictEqual({ requiredWhen: { Finish: ['gloss'] } });
  });

  test('but from names that are written in other letters', () => {
    const condition = { CoatKind: ['gloss'] };

    expect(facts('此参数仅当coatkind参数取值为gloss时必填。', 'string')).toStrictEqual({
      requiredWhen: condition,
    });
    expect(facts('This parameter is required when the finish is gloss.', 'string')).toStrictEqual({
      requiredWhen: { Finish: ['gloss'] },
    });
  });
});

test.each([
  '当参数`Finish`的值为`gloss`时，`Paint`为必选参数。',
  '当Finish的取值为gloss时，该参数必填。',
  'If Finish is set to gloss, Paint is required.',
])('takes its own name for itself: %s', (prose) => {
  expect(facts(prose, 'string')).toStrictEqual({ requiredWhen: { Finish: ['gloss'] } });
});

test('takes the name of another for another', () => {
  expect(facts('当Finish的值为gloss时，Part为必选参数。', 'string')).toStrictEqual({});
  expect(facts('If Finish is set to gloss, Part is required.', 'string')).toStrictEqual({});
});

test.each([
  '盒子的键值对。\n- Map的键不允许为空字符串，最多支持64个字符。',
  '自定义参数的个数范围：0~10。',
  '标签键最多支持64个字符，标签值最多支持128个字符。',
])('reads nothing of a text from what is said of its parts: %s', (prose) => {
  expect(facts(prose, 'string')).toStrictEqual({});
});

describe('reads no choice that has to be made from', () => {
  test.each([
    'You can set only one of Paint and Finish.',
    'You can specify one of the following parameters: Paint or Finish.',
    'To dry the box, you must set either Paint or Finish.',
    'You must specify at least one of Paint and Finish when the box is new.',
    'You must specify at least one of Lid.Paint and Finish.',
    '只能从Paint和Finish中二选一。',
  ])('%s', (prose) => {
    expect(facts(prose, 'string')).toStrictEqual({});
  });

  test.each([
    'You must specify one of the Paint and Finish parameters.',
    'Specify at least one of Paint and Finish.',
    'When you call this operation, you must set either Paint or Finish, but not both.',
  ])('but from: %s', (prose) => {
    expect(facts(prose, 'string')).toStrictEqual({ atLeastOneOf: [['Paint', 'Finish']] });
  });
});

test('takes no alternative for a need', () => {
  expect(facts('If you specify Paint, you must also specify Part or Finish.', 'string')).toStrictEqual({});
  expect(facts('If you specify Paint, you must also specify Part.', 'string')).toStrictEqual({
    requires: [{ parameter: 'Paint', needs: 'Part' }],
  });
});

test('reads no form of time of one case, or inside another, and keeps a blank', () => {
  expect(facts('When Finish is set to Dated, the format is yyyy-MM-ddTHH:mmZ.', 'string')).toStrictEqual({});
  expect(facts('Format: at(yyyy-MM-ddTHH:mm:ssZ).', 'string')).toStrictEqual({});
  expect(facts('The format is yyyy-MM-dd HH:mm:ss.', 'string')).toStrictEqual({
    format: 'yyyy-MM-dd HH:mm:ss',
  });
});

test('lists a sentence that says more than was read of it', () => {
  const unread = (prose: string) => {
    const paint = { name: 'Paint', type: 'string', required: false, example: undefined, prose, keywords: {} };
    return readParameter(paint, { place: 'Paint', siblings: [paint], all: [paint] })
      .sentences.filter(({ facts: found }) => found.length === 0)
      .map(({ text }) => text);
  };
  const more = 'The name must be 2 to 64 characters in length and must start with a letter.';

  expect(unread(more)).toStrictEqual([more]);
  expect(unread('长度为2~64个字符，必须以字母开头。')).toStrictEqual(['长度为2~64个字符，必须以字母开头。']);
  expect(unread('The name must be 2 to 64 characters in length.')).toStrictEqual([]);
});

test('takes no other act for a call', () => {
  const limit = (text: string) =>
    readOperationProse([{ section: 'Operation description', text }], []).rateLimit;

  expect(limit('You can repaint up to 30 times per minute.')).toBeUndefined();
  expect(limit('You can call this operation up to 30 times per minute.')).toMatchObject({ requests: 30 });
});

describe('a text that is far too long', () => {
  test.each([
    ['digits', '1'.repeat(20_000)],
    ['digits with commas', '1,'.repeat(10_000)],
    ['list items', '- a: b\n'.repeat(20_000)],
    ['words', 'A valid value must be set to one of '.repeat(600)],
  ])('is listed and not read: %s', (_, prose) => {
    const paint = {
      name: 'Paint',
      type: 'integer',
      required: false,
      example: undefined,
      prose,
      keywords: {},
    };
    const { facts: read, sentences } = readParameter(paint, {
      place: 'Paint',
      siblings: [paint],
      all: [paint],
    });

    expect(read).toStrictEqual({});
    expect(sentences.map(({ text }) => text).join()).toMatch(/^\d+ characters without an end of a sentence/);
  });
});
