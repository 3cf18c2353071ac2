/** Sources that no reader was made for: each gives one sentence, or is read in a moment. */
import { expect, test } from 'vitest';
import { readSource } from './read-source.ts';

const read = (text: string, name = 'workshop.CreateBox.md') => readSource({ name, text, date: '' });
const row = '|BoxName|String|Yes|a|The name.|';
const page = `# CreateBox

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
${row}

## Error codes

|HTTP status code|Error code|Error message|
|---|---|---|
|400|Bad|It is bad.|
`;

test.each([
  ['HTML that is too deep', `<html><body>${'<div>'.repeat(60_000)}`, 'nested too deeply to be read'],
  ['tables in tables', `<html><body>${'<table><tr><td>'.repeat(4000)}`, 'nested too deeply to be read'],
  ['UTF-16', '{\u0000"\u0000a\u0000p\u0000i\u0000s\u0000"\u0000', 'it is no text in UTF-8'],
  ['OpenAPI', '{"openapi":"3.1.0","paths":{}}', 'it is an OpenAPI document'],
])('refuses %s in one sentence', (_, text, reason) => {
  expect(() => read(text)).toThrow(reason);
});

test.each(['\r\n', '\r'])('reads lines that end with %j', (end) => {
  expect(read(page.replaceAll('\n', end))[0]?.parameters).toMatchObject([
    { name: 'BoxName', required: true },
  ]);
});

test('reads 10,000 paragraphs in a moment', () => {
  const titles = ['Request parameters', 'Parameter', 'Type', 'Required', 'Description', 'Example'];
  const rows = Array.from({ length: 2000 }, (__, index) => [
    `Box${index}`,
    'string',
    'No',
    'The box.',
    'a box',
  ]);
  const [document] = read(['CreateBox', ...titles, ...rows.flat()].join('\n'), 'workshop.CreateBox.txt');

  // Time that grows with the square of them would be more than a test may take.
  expect(document?.parameters).toHaveLength(2000);
});

test('fills no memory with cells that span all others', () => {
  const cells = '<tr><td rowspan="1000" colspan="1000">Box</td></tr>'.repeat(200);
  const text = `<html><body><h2>Request parameters</h2><table><tr><th>Parameter</th><th>Type</th></tr>${cells}</table>`;
  const before = process.memoryUsage().heapUsed;
  read(text, 'workshop.CreateBox.html');

  expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6);
});
