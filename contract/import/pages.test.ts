import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { importDocuments } from './import.ts';
import { readSource } from './read-source.ts';

const markdown = `# CreateWidget

Makes a widget. You can call this operation up to 20 times per second per account.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|CreateWidget|The operation that you want to perform. Set the value to **CreateWidget**. |
|Label|String|Yes|blue|The label. |
|Finish|String|No|matt|The finish. Valid values:

 -   **matt**: without gloss.
-   **gloss**: with it.

 Default value: **matt**. |
|Part.N.Shape|String|No|gear|The shape of part N. |
|Part.N.Teeth|Integer|No|8|Valid values: 8 to 64. |
|Owner.N|RepeatList|No|ann|The owners. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|16A9****|The ID of the request. |

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|400|Label.Taken|The label is taken.|Choose
another.|

[Try it](https://api.aliyun.com/#product=Workshop&api=CreateWidget&type=RPC&version=2026-01-01)
`;

const flattened = `## Request parameters

Parameter

Type

Required

Description

Example

Label

string

Yes

The label.

blue

Finish

string

No

The finish. Valid values:

-   **matt** (default): without gloss.
-   **gloss**: with it.

matt

Part

array

No

The parts.

object

No

Shape

string

No

The shape of part N.

gear

Teeth

integer

No

Valid values: 8 to 64.

8

Owner

array

No

The owners, as Owner.1, Owner.2 and so on.

string

No

The owners.

ann

## Response parameters

Parameter

Type

Description

Example

object

RequestId

string

The ID of the request.

16A9\\*\\*\\*\\*

## Error codes

HTTP status code

Error code

Error message

Description

400

Label.Taken

The label is taken.

Choose another.

[Service error codes]( https://api.alibabacloud.com/document/Workshop/2026-01-01/errorCode).
`;

const html = `<!doctype html><html><head><title>CreateWidget</title></head><body><nav>Menu</nav><main>
<h1>CreateWidget</h1><p>You can call this operation up to 20 times per second per account.</p>
<h2>Request parameters</h2>
<table><thead><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th><th>Example</th></tr></thead><tbody>
<tr><td>Label</td><td>string</td><td>Yes</td><td>The label.</td><td>blue</td></tr>
<tr><td>Finish</td><td>string</td><td>No</td><td><p>The finish. Valid values:</p><ul><li><b>matt</b> (default): without gloss.</li><li><b>gloss</b>: with it.</li></ul></td><td>matt</td></tr>
<tr><td>Part</td><td>array</td><td>No</td><td>The parts.</td><td></td></tr>
<tr><td></td><td>object</td><td>No</td><td></td><td></td></tr>
<tr><td>Shape</td><td>string</td><td>No</td><td>The shape of part N.</td><td>gear</td></tr>
<tr><td>Teeth</td><td>integer</td><td>No</td><td>Valid values: 8 to 64.</td><td>8</td></tr>
<tr><td>Owner</td><td>array</td><td>No</td><td>The owners, as Owner.1 and Owner.2.</td><td></td></tr>
<tr><td></td><td>string</td><td>No</td><td>The owners.</td><td>ann</td></tr>
</tbody></table>
<h2>Response parameters</h2>
<table><tr><th>Parameter</th><th>Type</th><th>Description</th><th>Example</th></tr><tr><td>RequestId</td><td>string</td><td>The ID.</td><td>16A9****</td></tr></table>
<h2>Error codes</h2>
<table><tr><th>HTTP status code</th><th>Error code</th><th>Error message</th><th>Description</th></tr>
<tr><td>400</td><td>Label.Taken</td><td>The label is taken.</td><td>Choose another.</td></tr></table>
</main></body></html>`;

function pageOf(name: string, text: string): JsonObject {
  const { operations } = importDocuments(
    readSource({ name, text, date: '2026-02-03' }, { product: 'Workshop', version: '2026-01-01' }),
  );
  return operations[0]?.facts.page ?? {};
}

test.each([
  ['Markdown with cells that span lines', 'CreateWidget.en-US.md', markdown],
  ['Markdown with one cell a paragraph', 'CreateWidget.flattened.md', flattened],
  ['HTML', 'CreateWidget.html', html],
])('reads the same facts from %s', (_, name, text) => {
  expect(pageOf(name, text)).toMatchObject({
    operation: 'CreateWidget',
    product: 'Workshop',
    version: '2026-01-01',
    parameters: [
      { name: 'Label', type: 'string', required: true, example: 'blue' },
      { name: 'Finish', type: 'string', values: ['matt', 'gloss'], default: 'matt', example: 'matt' },
      {
        name: 'Part',
        type: 'array',
        items: {
          type: 'object',
          parameters: [
            { name: 'Shape', type: 'string', example: 'gear' },
            { name: 'Teeth', type: 'integer', minimum: 8, maximum: 64, example: 8 },
          ],
        },
      },
      { name: 'Owner', type: 'array', items: { type: 'string', example: 'ann' } },
    ],
    response: [{ name: 'RequestId', type: 'string', example: '16A9****' }],
    errors: [{ status: 400, code: 'Label.Taken', message: 'The label is taken.' }],
  });
});

test('takes the name of an operation from the title of a page that has it nowhere else', () => {
  const untitled = html
    .replace('<h1>CreateWidget</h1>', '')
    .replace('CreateWidget</title>', 'CreateWidget - Make a widget</title>');

  expect(pageOf('saved page.html', untitled)['operation']).toBe('CreateWidget');
});

test.each([
  [
    'a page behind a login',
    '<!doctype html><html><body><form><input type="password"></form></body></html>',
    'Failed to import "x.html": it is a page that asks for a login. Save the page from a browser that is logged in, and give the file.',
  ],
  [
    'a text that is about something else',
    'Dear all, the meeting is on Friday.',
    'Failed to import "x.html": it has no section "Request parameters", "Response parameters" or "Error codes". Give an API reference page.',
  ],
])('refuses %s in one sentence', (_, text, message) => {
  expect(() => readSource({ name: 'x.html', text, date: '' })).toThrow(message);
});
