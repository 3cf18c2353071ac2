import { expect, test } from 'vitest';
import { readValues } from './read-value.ts';

/** What a description says, as keywords; the sentences are made up after the vendor's ways of saying it. */
const cases: readonly (readonly [string, string, Record<string, unknown>])[] = [
  // ranges
  ['Valid values: 8 to 64.', 'integer', { minimum: 8, maximum: 64 }],
  ['The number of teeth. Value range: 8-64', 'integer', { minimum: 8, maximum: 64 }],
  [
    'Valid values: **1** to **100**. Default value: **10**.',
    'integer',
    { minimum: 1, maximum: 100, default: 10 },
  ],
  ['The size. Unit: GiB. Valid values: 20 to 32768.', 'integer', { minimum: 20, maximum: 32768 }],
  ['The weight must be an integer in the range of 1 to 1,000.', 'integer', { minimum: 1, maximum: 1000 }],
  ['Valid values: \\[60,300]. Default value: 60.', 'integer', { minimum: 60, maximum: 300, default: 60 }],
  [
    'The number of entries per page. Maximum value: 100. Default value: 20.',
    'integer',
    { maximum: 100, default: 20 },
  ],
  ['The number of entries per page. The maximum value is 50.', 'integer', { maximum: 50 }],
  ['The value of this parameter must be greater than 0.', 'integer', { minimum: 1 }],
  ['The value cannot exceed 500.', 'integer', { maximum: 500 }],
  [
    'The value must be less than or equal to 12 and greater than or equal to 3.',
    'integer',
    { minimum: 3, maximum: 12 },
  ],
  ['Minimum value: 1. Maximum value: 9999.', 'integer', { minimum: 1, maximum: 9999 }],
  ['The page number. Pages start from page 1. Default value: 1.', 'integer', { minimum: 1, default: 1 }],
  ['取值范围：8~64，默认值：12。', 'integer', { minimum: 8, maximum: 64, default: 12 }],
  ['取值：1～100之间的整数。', 'integer', { minimum: 1, maximum: 100 }],
  ['每页行数，最大值：100，默认值：10。', 'integer', { maximum: 100, default: 10 }],
  ['分页查询时设置的每页行数。最大不超过50。默认为10。', 'integer', { maximum: 50, default: 10 }],
  ['取值大于0的整数。', 'integer', { minimum: 1 }],
  ['列表的页码。起始值：1。默认值：1。', 'integer', { minimum: 1, default: 1 }],
  ['范围为[1, 65535]。', 'integer', { minimum: 1, maximum: 65535 }],
  ['The duration in minutes. Range: 1 hour to 3 hours.', 'integer', { minimum: 60, maximum: 180 }],
  ['The duration, in seconds. Valid values: 1 to 5 minutes.', 'integer', { minimum: 60, maximum: 300 }],
  ['The duration. Valid values: 30 seconds to 5 minutes.', 'integer', {}],
  ['The records in days. Valid values: 1 to 30.', 'integer', { minimum: 1, maximum: 30 }],
  ['超时时间，单位秒，取值范围1分钟到10分钟。', 'integer', { minimum: 60, maximum: 600 }],
  ['Valid values: 1-10 for small boxes, 1-100 for large ones.', 'integer', {}],
  ['The end time must be later than the start time and the interval cannot exceed 31.', 'integer', {}],
  ['结束时间需晚于开始时间，时间跨度不超过31天。', 'integer', {}],
  ['取值为1、2、3或5的倍数。', 'integer', {}],
  ['The range, in the form of min-max, for example 1-100.', 'string', {}],
  ['Valid values: matt, gloss, etc.', 'string', {}],
  ['The key. Valid values of the key: matt, gloss.', 'string', { enum: ['matt', 'gloss'] }],
  ['Default: true for new users, false for others.', 'boolean', {}],
  ['The value must be between 1 and 100, excluding 50.', 'integer', {}],
  ['0到1之间的小数，不含0。', 'number', {}],
  ['Invalid values: matt, gloss.', 'string', {}],
  ['Do not set the value to matt.', 'string', {}],
  ['不能取值为：matt、gloss。', 'string', {}],
  ['默认取Finish的值。', 'string', {}],
  ['HTTP status 400 to 499 indicates a client error.', 'integer', {}],
  ['取值为400~499时表示客户端错误。', 'integer', {}],
  ['Maximum: 2^32-1.', 'integer', {}],
  ['Valid values: 1K to 10K.', 'integer', {}],
  ['The name must be 1 to 64 characters per label.', 'string', {}],
  ['The name, which is cut off if it exceeds 20 characters.', 'string', {}],
  // enumerations
  ['Valid values: 30, 50, and 100. Default value: 30.', 'integer', { enum: [30, 50, 100], default: 30 }],
  [
    'The finish. Valid values:\n\n*   **matt**: none.\n*   **gloss** (default): all.\n',
    'string',
    { enum: ['matt', 'gloss'], default: 'gloss' },
  ],
  ['The finish. Valid values: matt and gloss.', 'string', { enum: ['matt', 'gloss'] }],
  [
    'Valid values: `PrePaid` and `PostPaid`. Default value: PostPaid.',
    'string',
    { enum: ['PrePaid', 'PostPaid'], default: 'PostPaid' },
  ],
  [
    'The billing method. Valid values:\n\n- **PayByA**: by A\n- **PayByB**: by B\n\nDefault value: **PayByA**.',
    'string',
    { enum: ['PayByA', 'PayByB'], default: 'PayByA' },
  ],
  ['The finish.\n\n- matt: none\n- gloss: all', 'string', { enum: ['matt', 'gloss'] }],
  ['The kind. Set the value to **Widget**.', 'string', { enum: ['Widget'] }],
  ['The value is fixed as Widget.', 'string', { enum: ['Widget'] }],
  [
    '表面。取值：\n\n- **matt**：无光泽。\n- **gloss**（默认值）：有光泽。',
    'string',
    { enum: ['matt', 'gloss'], default: 'gloss' },
  ],
  ['表面。取值：matt、gloss。默认值：matt。', 'string', { enum: ['matt', 'gloss'], default: 'matt' }],
  [
    '付费类型。取值范围：\n- PrePaid：预付费\n- PostPaid（默认）：后付费',
    'string',
    { enum: ['PrePaid', 'PostPaid'], default: 'PostPaid' },
  ],
  ['排序方式，可选值：asc或desc，默认desc。', 'string', { enum: ['asc', 'desc'], default: 'desc' }],
  ['是否开启。\n- 0：关闭\n- 1：开启', 'integer', { enum: [0, 1] }],
  ['协议类型，取值：tcp|udp。', 'string', { enum: ['tcp', 'udp'] }],
  ['Values: `on` or `off`; the default is `off`.', 'string', { enum: ['on', 'off'], default: 'off' }],
  ['The level. 0 means off, 1 means low, and 2 means high.', 'integer', { enum: [0, 1, 2] }],
  ['级别。0表示关闭，1表示开启。', 'integer', { enum: [0, 1] }],
  ['状态。0：停用；1：启用（默认）；2：维护中。', 'integer', { enum: [0, 1, 2], default: 1 }],
  ['-1代表不限制，0代表禁止，大于0代表限制数。', 'integer', {}],
  ['-1 means no limit, 0 means none, and any other value means a limit.', 'integer', {}],
  ['Valid values: on means open, off means closed.', 'string', { enum: ['on', 'off'] }],
  ['模式。 **枚举值：** - fast : 快 - very-slow : 慢', 'string', { enum: ['fast', 'very-slow'] }],
  ['Mode. **Valid values:** - fast: quick - slow: not so', 'string', { enum: ['fast', 'slow'] }],
  [
    '模式。不传时默认为 `batch`。 **枚举值：** - batch : batch',
    'string',
    { enum: ['batch'], default: 'batch' },
  ],
  ['Separate multiple types with commas (,). Valid values: cut and fold.', 'string', {}],
  ['多个值用英文逗号（,）分隔。取值：cut、fold。', 'string', {}],
  [
    '协议。取值：\n\n- **HLS**\n\n- **LLHLS**\n（低延迟）\n\n- **DASH**',
    'string',
    { enum: ['HLS', 'LLHLS', 'DASH'] },
  ],
  [
    '字体，取值：\n- KaiTi-楷体，默认\n- Sans-Regular-常规',
    'string',
    { enum: ['KaiTi', 'Sans-Regular'], default: 'KaiTi' },
  ],
  [
    '来源。\n> - live类型支持：rtmp、http-flv协议。\n> - vod类型填写ID。\n> - url类型支持：mp4。',
    'string',
    {},
  ],
  [
    'The kind. Valid values:\n* **keep**: It is kept by default.\n* **drop**: It is not.',
    'string',
    { enum: ['keep', 'drop'] },
  ],
  [
    'The method. Valid values: *   0 (default): none. *   1: ours. *   2: yours.',
    'integer',
    { enum: [0, 1, 2], default: 0 },
  ],
  ['The device. Valid values: *   ios *   android', 'string', { enum: ['ios', 'android'] }],
  ['The interval. Valid values: *   300 *   3600 Default value: 300.', 'string', { default: '300' }],
  // defaults
  ['If you leave this parameter empty, the default value is used.', 'string', {}],
  ['By default, the value of this parameter is determined by the metering method.', 'string', {}],
  ['The default value is 00:00 on the first day of the month.', 'string', {}],
  ['Specifies whether to wait. Default value: false.', 'boolean', { default: false }],
  [
    'Specifies whether to wait. Valid values:\n\n*   **true**: yes.\n*   **false** (default): no.\n',
    'boolean',
    { default: false },
  ],
  ['是否等待。取值：\n\n- true：是。\n- false（默认值）：否。', 'boolean', { default: false }],
  [
    'The interval. If you do not specify this parameter, the default value 60 is used.',
    'integer',
    { default: 60 },
  ],
  ['The version. Default value: 1.1.', 'string', { default: '1.1' }],
  ['The default value is the current time.', 'string', {}],
  ['Valid values: integers from 1 to 500.', 'integer', { minimum: 1, maximum: 500 }],
  // a range is not all that is allowed
  ['The port. Valid values: 1 to 65535 or -1.', 'integer', {}],
  ['Valid values: -1 and 1 to 65535.', 'integer', {}],
  ['Valid values: 80, 443, and 1024 to 65535.', 'integer', {}],
  ['购买时长，取值范围：1~9、12、24。', 'integer', {}],
  ['取值范围：0或[5,100]。', 'integer', {}],
  ['取值范围：0~3，0表示关闭。', 'integer', { minimum: 0, maximum: 3 }],
  // numbers that are no bounds of the value
  ['We recommend a name that is more than 3 characters in length.', 'string', {}],
  ['The resolution cannot exceed 1280 × 720 pixels.', 'integer', {}],
  ['A value greater than 0 indicates an offset from the first frame.', 'integer', {}],
  ['大于0时，表示相对于首帧的偏移。', 'integer', {}],
  ['The position. Default value: [0,0].', 'number', {}],
  ['如画面高度为720设置的值为[0.1,0.5]，则实际位置是72。', 'number', {}],
  ['单群内消息的总类型数不超过30种。', 'integer', {}],
  ['Each path can be up to 1,024 characters in length.', 'string', {}],
  ['单条长度最长为1024个字符。', 'string', {}],
  ['必须大于或等于0，表示相对于首帧的偏移。', 'integer', { minimum: 0 }],
  ['The time to live. Minimum: 600 (free edition), 1 (enterprise edition).', 'integer', {}],
  ['The step. It must be a multiple of 10.', 'integer', { multipleOf: 10 }],
  ['步长，必须为10的整数倍。', 'integer', { multipleOf: 10 }],
  // bounds under a condition
  ['当前页码，取值范围：1~100000。', 'integer', { minimum: 1, maximum: 100000 }],
  ['If the value of Profile is low, the rate cannot exceed 44,100.', 'integer', {}],
  ['For frames, the range is 1 to 3000.', 'integer', {}],
  ['如Protocol为HLS，取值范围1～10s。', 'integer', {}],
  ['Duration为1s时，取值范围100～500ms。', 'integer', {}],
  // two sentences that differ
  ['Valid values: 1 to 3. In frames, the range is 1 to 3000.', 'integer', { minimum: 1 }],
  ['每页行数，最大100，取值：1~100。', 'integer', { minimum: 1, maximum: 100 }],
  // open ends
  ['The share. Valid values: (0,1].', 'number', { exclusiveMinimum: 0, maximum: 1 }],
  [
    'The share must be greater than 0 and less than 1.',
    'number',
    { exclusiveMinimum: 0, exclusiveMaximum: 1 },
  ],
  ['比例，取值范围(0, 1)。', 'number', { exclusiveMinimum: 0, exclusiveMaximum: 1 }],
  ['0 < share <= 0.5', 'number', { exclusiveMinimum: 0, maximum: 0.5 }],
  ['The share. Valid values: (0,1].', 'string', { exclusiveMinimum: 0, maximum: 1 }],
  ['Valid values: (0,100].', 'integer', { minimum: 1, maximum: 100 }],
  // numbers in words
  ['The size must be between ten and one hundred and five.', 'integer', { minimum: 10, maximum: 105 }],
  ['Any value from one to twenty-four.', 'integer', { minimum: 1, maximum: 24 }],
  ['The value can be at most two thousand.', 'integer', { maximum: 2000 }],
  ['取值范围为一到一百二十。', 'integer', { minimum: 1, maximum: 120 }],
  ['The value is one of the following values.', 'integer', {}],
  ['The share. Valid values: [0,1].', 'number', { minimum: 0, maximum: 1 }],
  ['The period. Valid values: 1, 2, 3, 6, and 12. Unit: months.', 'integer', { enum: [1, 2, 3, 6, 12] }],
  [
    'Specifies whether to wait. Valid values: true and false. Default value: true.',
    'boolean',
    { default: true },
  ],
  [
    'The engine. Valid values:\n\n- **MySQL**\n- **SQLServer**\n- **PostgreSQL**',
    'string',
    { enum: ['MySQL', 'SQLServer', 'PostgreSQL'] },
  ],
  ['The value can be auto or manual.', 'string', { enum: ['auto', 'manual'] }],
  ['By default, the value is off.', 'string', { default: 'off' }],
  ['This parameter is set to false by default.', 'boolean', { default: false }],
  ['周期，单位：分钟。取值范围：5~60。默认值：10分钟。', 'integer', { minimum: 5, maximum: 60, default: 10 }],
  ['类型，默认为auto。', 'string', { default: 'auto' }],
  [
    '网络类型。取值：\n- **classic**：经典网络。\n- **vpc**：专有网络。\n\n> 默认值为**vpc**。',
    'string',
    { enum: ['classic', 'vpc'], default: 'vpc' },
  ],
  ['支持的值：on、off。', 'string', { enum: ['on', 'off'] }],
  ['端口，取值范围：1-65535。', 'integer', { minimum: 1, maximum: 65535 }],
  ['取值范围为0到100，默认100。', 'integer', { minimum: 0, maximum: 100, default: 100 }],
  // lengths and counts
  ['The label must be 2 to 128 characters in length.', 'string', { minLength: 2, maxLength: 128 }],
  ['The label can be up to 64 characters in length.', 'string', { maxLength: 64 }],
  ['The label cannot exceed 256 characters.', 'string', { maxLength: 256 }],
  ['长度为2~128个字符。', 'string', { minLength: 2, maxLength: 128 }],
  ['不超过64个字符，只能包含字母。', 'string', { maxLength: 64 }],
  ['The note must be smaller than 256 bytes. It is less than 256 bytes.', 'string', { maxBytes: 255 }],
];

test.each(cases)('reads "%s" of a %s', (prose, type, expected) => {
  const readings = readValues(prose, { type, itemType: '' });

  expect(Object.fromEntries(readings.map(({ keyword, value }) => [keyword, value]))).toStrictEqual(expected);
});

test.each([
  ['You can specify up to 50 labels.', { maxItems: 50 }],
  ['Valid values of N: 1 to 20.', { maxItems: 20 }],
  ['The labels. You can specify at most 10 labels.', { maxItems: 10 }],
  ['最多支持20个标签。', { maxItems: 20 }],
  ['N的取值范围：1~20。', { maxItems: 20 }],
  ['The number of users to query in each call can range from 1 to 10.', { maxItems: 10 }],
  ['单次查询用户数量范围[1,10]。', { maxItems: 10 }],
  ['You can specify up to twenty labels.', { maxItems: 20 }],
  ['If Kind is set to vod, you can specify up to 30 labels.', {}],
  ['live类型仅支持填写1个标签。', {}],
])('reads "%s" of a list', (prose, expected) => {
  const readings = readValues(prose, { type: 'array', itemType: 'string' });

  expect(Object.fromEntries(readings.map(({ keyword, value }) => [keyword, value]))).toStrictEqual(expected);
});

test('puts aside what the example of the source breaks', () => {
  expect(
    readValues('Valid values: matt and gloss.', {
      type: 'string',
      itemType: '',
      example: '{"finish":"matt"}',
    }),
  ).toStrictEqual([]);
});

test('puts aside both bounds of a sentence where the example breaks one', () => {
  expect(
    readValues('The duration. Valid values: 1 to 3.', { type: 'integer', itemType: '', example: 90 }),
  ).toStrictEqual([]);
});

test('takes no bound of one case for a bound of all', () => {
  const prose = 'The size. Valid values:\n\n- Small boxes: 1 to 9.\n- Large boxes: 10 to 99.';

  expect(readValues(prose, { type: 'integer', itemType: '' })).toStrictEqual([]);
});
