/** Tables of reference pages in the forms that the vendor has had: what is read, and what is listed because it cannot be. */
import { expect, test } from 'vitest';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { factsOf, type Facts } from './facts.ts';
import { importDocuments } from './import.ts';
import { readSource } from './read-source.ts';

function read(text: string, name = 'CreateWidget.md'): Facts {
  const [document] = readSource(
    { name, text, date: '2026-02-03' },
    { product: 'Workshop', version: '2026-01-01' },
  );
  if (!document) throw new Error('No operation was read.');
  return factsOf(document);
}

function page(request: string, errors = ''): string {
  return `# CreateWidget\n\n## Request parameters\n\n${request}\n\n## Response parameters\n\n|Parameter|Type|Description|\n|--|--|--|\n|RequestId|String|The ID.|\n\n## Error codes\n\n${errors}\n`;
}

function parametersOf({ page: facts }: Facts): readonly JsonObject[] {
  const list = facts['parameters'];
  return isArray(list) ? list.filter(isObject) : [];
}

function notReadIn({ sentences }: Facts): readonly string[] {
  return sentences.filter(({ facts }) => facts.length === 0).map(({ place, text }) => `${place}: ${text}`);
}

const table = '|Parameter|Type|Required|Description|\n|--|--|--|--|\n';
const errorTable = '|HTTP status code|Error code|Error message|Description|\n|--|--|--|--|\n';

test('takes columns by their titles, in any order', () => {
  const facts = read(
    page(
      '|Type|Description|Parameter|Example|Required|\n|--|--|--|--|--|\n|Integer|Valid values: 1 to 9.|Size|5|Yes|\n',
      '|Error message|HTTP status code|Error code|\n|--|--|--|\n|Bad size.|404|InvalidSize|\n',
    ),
  );

  expect(facts.page).toMatchObject({
    parameters: [{ name: 'Size', type: 'integer', required: true, minimum: 1, maximum: 9, example: 5 }],
    errors: [{ status: 404, code: 'InvalidSize', message: 'Bad size.' }],
  });
});

test('takes Chinese titles and types', () => {
  const facts = read(
    `# CreateWidget\n\n## 入参\n\n|参数名称|参数类型|是否必需|参数描述|\n|--|--|--|--|\n|Size|长整型|是|取值范围：[1, 9]。|\n|Tags|字符串数组|否|标签。|\n\n## 错误代码\n\n|错误代码|描述|HTTP 状态码|语义|\n|--|--|--|--|\n|InvalidSize|Bad size.|400|大小不合法。|\n`,
  );

  expect(facts.page).toMatchObject({
    parameters: [
      { name: 'Size', type: 'integer', required: true, minimum: 1, maximum: 9 },
      { name: 'Tags', type: 'array', items: { type: 'string' } },
    ],
    errors: [{ status: 400, code: 'InvalidSize', message: 'Bad size.' }],
  });
});

test('goes on with a second table of the same columns, and leaves out that of parameters of every call', () => {
  const facts = read(
    page(
      `### Common parameters\n\n${table}|Timestamp|String|Yes|The time.|\n|SignatureNonce|String|Yes|A random number.|\n\n### Operation-specific parameters\n\nIn addition to the common parameters, set these:\n\n${table}|Color|String|Yes|The color.|\n\n### Optional\n\n${table}|Note|String|No|A remark.|\n`,
    ),
  );

  expect(parametersOf(facts).map(({ name }) => name)).toStrictEqual(['Color', 'Note']);
});

test('gives the fields of a table below to the parameter that is named above it', () => {
  const facts = read(
    page(
      `${table}|Parts|Array|No|The parts.|\n|Config|String|No|A JSON text.|\n\nThe following table describes the fields of Parts.\n\n|Field|Type|Required|Description|\n|--|--|--|--|\n|Kind|String|Yes|The kind.|\n\n**Config**\n\n|Field|Type|Required|Description|\n|--|--|--|--|\n|Mode|String|Yes|The mode.|\n\nMore about it:\n\n|Name|Region|\n|--|--|\n|Hangzhou|cn-hangzhou|\n`,
    ),
  );

  expect(parametersOf(facts)).toMatchObject([
    {
      name: 'Parts',
      type: 'array',
      items: { type: 'object', parameters: [{ name: 'Kind', required: true }] },
    },
    { name: 'Config', type: 'string' },
  ]);
  expect(notReadIn(facts)).toStrictEqual(
    expect.arrayContaining([
      'Config: a table of its fields (Mode), although it is printed as String',
      'Request parameters: the table with the columns Name, Region below "More about it:"',
    ]),
  );
});

test('reads tables in cells, and cells that span rows', () => {
  const facts = read(
    '<!doctype html><h1>CreateWidget</h1><h2>Request parameters</h2><table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>' +
      '<tr><td>Parts</td><td>array</td><td>No</td><td>The parts.<table><tr><th>Field</th><th>Type</th><th>Required</th><th>Description</th></tr><tr><td>Kind</td><td>string</td><td>Yes</td><td>The kind.</td></tr></table></td></tr></table>' +
      '<h2>Error codes</h2><table><tr><th>HTTP status code</th><th>Error code</th><th>Error message</th></tr><tr><td rowspan="2">400</td><td>InvalidKind</td><td>Bad kind.</td></tr><tr><td>InvalidSize</td><td>Bad size.</td></tr></table>',
    'CreateWidget.html',
  );

  expect(facts.page).toMatchObject({
    parameters: [{ name: 'Parts', items: { parameters: [{ name: 'Kind', required: true }] } }],
    errors: [
      { status: 400, code: 'InvalidKind' },
      { status: 400, code: 'InvalidSize' },
    ],
  });
});

test('reads the item of a list as an object where the row without a name repeats the type of the list', () => {
  const facts = read(
    page(
      `${table}|Parts|array<object>|No|The parts.|\n||array<object>|No|A part.|\n|Kind|string|Yes|The kind.|\n|RegionId|string|Yes|The region.|\n|Ids|array<integer>|No|Numbers.|\n`,
    ),
  );

  expect(parametersOf(facts)).toMatchObject([
    { name: 'Parts', type: 'array', items: { type: 'object', parameters: [{ name: 'Kind' }] } },
    { name: 'RegionId', type: 'string' },
    { name: 'Ids', type: 'array', items: { type: 'integer' } },
  ]);
  expect(notReadIn(facts)).toContain('Parts: where its members end is not printed: Kind are read as such');
});

test('takes what a member says of N for the length of its list', () => {
  const facts = read(
    page(
      `${table}|Tag.N.Key|String|Yes|The key of tag N. Valid values of N: **1** to **20**.|\n|Tag.N.Sizes.M|Integer|No|Up to 4 sizes.|\n`,
    ),
  );

  expect(parametersOf(facts)).toMatchObject([
    {
      name: 'Tag',
      maxItems: 20,
      items: {
        parameters: [
          { name: 'Key', type: 'string', required: true },
          { name: 'Sizes', maxItems: 4 },
        ],
      },
    },
  ]);
  expect(notReadIn(facts)).toStrictEqual(['Error codes: the page prints none']);
});

test('reads paragraphs in the order of the titles above them', () => {
  const facts = read(
    `# CreateWidget\n\n## Request parameters\n\nParameter\n\nType\n\nRequired\n\nExample\n\nDescription\n\nLabel\n\nstring\n\nYes\n\nblue\n\nThe label.\n\nSize\n\ninteger\n\nNo\n\nValid values: 1 to 9.\n\n## Error codes\n\nError code\n\nError message\n\nHTTP status code\n\nInvalidSize\n\nBad size.\n\n404\n`,
  );

  expect(facts.page).toMatchObject({
    parameters: [
      { name: 'Label', required: true, example: 'blue' },
      { name: 'Size', minimum: 1, maximum: 9 },
    ],
    errors: [{ status: 404, code: 'InvalidSize', message: 'Bad size.' }],
  });
});

test.each([
  [
    'a status of several, or none',
    page(
      `${table}|Size|Integer|No|The size.|\n`,
      `${errorTable}|4xx|InvalidSize|Bad.|x|\n||NoStatus|Bad.|x|\n`,
    ),
    [
      'error InvalidSize: a code without a status, under "4xx": Bad.',
      'error NoStatus: a code without a status, under "nothing": Bad.',
    ],
  ],
  [
    'an error table without codes',
    page(`${table}|Size|Integer|No|The size.|\n`, '|Reason|HTTP status code|\n|--|--|\n|Bad|400|\n'),
    ['Error codes: the table with the columns Reason, HTTP status code'],
  ],
  [
    'words for a type and for required that mean neither',
    page(`${table}|When|Date|Sometimes|The day.|\n`),
    [
      'When: type "Date", which is read as a text',
      'When: "Sometimes" for whether it has to be sent, which is read as no',
    ],
  ],
  [
    'missing columns',
    page('|Parameter|Description|\n|--|--|\n|Size|The size.|\n'),
    [
      'Request parameters: the table has no column of types: all are read as texts',
      'Request parameters: the table has no column that says which have to be sent: none is read as required',
    ],
  ],
  [
    'a row without a name',
    page(`${table}|Zone Id|String|No|The zone.|\n`),
    ['Request parameters: the row "Zone Id": it is no name that can be sent'],
  ],
  [
    'missing sections',
    '# CreateWidget\n\n## Response parameters\n\n|Parameter|Type|Description|\n|--|--|--|\n|RequestId|String|The ID.|\n',
    [
      'Request parameters: the page has no such section: its operation is read as one without parameters',
      'Error codes: the page prints none',
    ],
  ],
  [
    'paragraphs that are no table',
    page('Send whatever you like, see the guide.'),
    [
      'Request parameters: 1 paragraphs in which no row of a table is found, the first "Send whatever you like, see the guide."',
    ],
  ],
])('lists %s', (_, text, lines) => {
  expect(notReadIn(read(text))).toStrictEqual(expect.arrayContaining(lines));
});

test('answers nothing with a code that has a place to fill in', () => {
  const text = page(
    `${table}|Size|Integer|No|The size. Valid values: 1 to 9.|\n`,
    `${errorTable}|400|InvalidSize.%s|Size is wrong.|x|\n|400|InvalidParameter*|Size is wrong.|x|\n|400|Invalid{Size}|x|x|\n`,
  );
  const [operation] = importDocuments(readSource({ name: 'CreateWidget.md', text, date: '' })).operations;

  expect(operation?.draft.rules.map(({ keyword, tie }) => [keyword, tie.by])).toStrictEqual([
    ['type', 'none'],
    ['minimum', 'none'],
    ['maximum', 'none'],
  ]);
});

test('reads headings in bold or underlined, tables without bars at their ends, and where a parameter is sent', () => {
  const facts = read(
    'CreateWidget\n============\n\n**Request parameters**\n\nParameter | Type | Position | Required | Description\n---|---|---|---|---\nLabel | String | Query | Yes | The label.\nx-note | String | Header | No | A note.\n\nError codes\n-----------\n\nHTTP status code | Error code | Error message\n---|---|---\n400 | InvalidLabel, InvalidNote | a &#124; b\n',
  );

  expect(facts.page).toMatchObject({
    parameters: [
      { name: 'Label', type: 'string', required: true },
      { name: 'x-note', type: 'string', in: 'header' },
    ],
    errors: [
      { status: 400, code: 'InvalidLabel', message: 'a | b' },
      { status: 400, code: 'InvalidNote', message: 'a | b' },
    ],
  });
});

test('counts the first of two rows of one name, and says so', () => {
  const facts = read(
    page(
      `${table}|Tag.1.Key|String|Yes|The first key.|\n|Tag.2.Key|String|No|The second key.|\n|Label|String|Yes|The label.|\n|Label|String|No|The label.|\n`,
    ),
  );

  expect(parametersOf(facts)).toMatchObject([
    { name: 'Tag', items: { parameters: [{ name: 'Key', required: true }] } },
    { name: 'Label', required: true },
  ]);
  expect(notReadIn(facts)).toContain('Label: a second row of this name; the first counts');
});

test('reads parameters that are called like a section, a column or a sample of a text', () => {
  const facts = read(
    `Workshop:CreateWidget
Request parameters
Parameter
Type
Required
Description
Example
Name
string
Yes
The name.
blue
Description
string
No
What it is for, such as
[
a list that is not closed.
Errors
integer
No
Valid values: 1 to 9.
3
Error codes
HTTP status code
Error code
Error message
400
InvalidName
Bad name.
`,
    'CreateWidget.txt',
  );

  expect(facts.page).toMatchObject({
    parameters: [
      { name: 'Name', required: true, example: 'blue' },
      { name: 'Description' },
      { name: 'Errors', minimum: 1, maximum: 9 },
    ],
    errors: [{ status: 400, code: 'InvalidName', message: 'Bad name.' }],
  });
});

test('reads the first example of a list as that of its item, and a row behind a list as a parameter', () => {
  const list = (...cells: readonly string[]): string => cells.join('\n\n');
  const head = list(
    '# CreateWidget',
    '## Request parameters',
    'Parameter',
    'Type',
    'Required',
    'Description',
    'Example',
  );

  expect(
    parametersOf(
      read(list(head, 'Ids', 'array', 'Yes', 'The IDs.', 'w-1.blue', 'string', 'No', 'An ID.', 'w-2')),
    ),
  ).toMatchObject([{ name: 'Ids', type: 'array', items: { type: 'string' } }]);
  expect(
    parametersOf(
      read(list(head, 'Ids', 'array', 'Yes', 'The IDs.', 'Size', 'integer', 'No', 'The size.', '3')),
    ),
  ).toMatchObject([
    { name: 'Ids', type: 'array' },
    { name: 'Size', type: 'integer', example: 3 },
  ]);
});
