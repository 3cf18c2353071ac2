import { expect, test } from 'vitest';
import { common } from '../openapi/common.ts';
import { isAlternativeTo, matchesMessage, readErrors, type ErrorRow } from './errors.ts';
import type { Json, JsonObject } from '../json.ts';

const shared = common['errors'] as readonly Json[];
const operation: JsonObject = {
  'x-errors': [
    {
      code: 'Name.Taken',
      status: 409,
      message: 'The name is in use.',
      'x-evidence': 'stated',
      'x-source': 'Errors',
    },
    { code: 'Size.Wrong', status: 400, message: '%s', 'x-message': 'The size is wrong.' },
  ],
  'x-common-errors': shared,
};

test('lists the documented errors in the order of the page', () => {
  const { documented } = readErrors(operation, '');

  expect(documented.map(({ code, status }) => [code, status])).toStrictEqual([
    ['Name.Taken', 409],
    ['Size.Wrong', 400],
  ]);
});

test('prints the documented message, or what the contract says instead of an open one', () => {
  const { documented } = readErrors(operation, '');

  expect(documented.map(({ message, wireMessage }) => [message, wireMessage])).toStrictEqual([
    ['The name is in use.', 'The name is in use.'],
    ['%s', 'The size is wrong.'],
  ]);
});

test('finds documented errors, and shared ones', () => {
  const errors = readErrors(operation, '');

  expect(errors.find('Name.Taken')).toMatchObject({ documented: true, evidence: 'stated', source: 'Errors' });
  expect(errors.find('InternalError')).toMatchObject({ documented: false, status: 500 });
  expect(errors.find('Name.Free')).toBeUndefined();
  expect(errors.find('InternalErrors')).toBeUndefined();
});

test('finds a documented error before a shared one of the same code', () => {
  const own = { code: 'InternalError', status: 418, message: 'Own' };

  const errors = readErrors({ ...operation, 'x-errors': [own] }, '');

  expect(errors.find('InternalError')).toMatchObject({ documented: true, status: 418 });
});

test('fills a shared template in where a code has its form', () => {
  expect(readErrors(operation, '').find('MissingDomainName')).toMatchObject({
    code: 'MissingDomainName',
    template: 'Missing{name}',
    status: 400,
    wireMessage: 'DomainName is mandatory for this action.',
  });
});

test('fills in a template that goes on after the name', () => {
  const template = { code: 'No{name}Here', status: 404, message: 'No {name}.' };
  const errors = readErrors({ ...operation, 'x-errors': [], 'x-common-errors': [...shared, template] }, '');

  expect(errors.find('NoWidgetHere')).toMatchObject({ code: 'NoWidgetHere', wireMessage: 'No Widget.' });
  expect(errors.find('NoWidgetThere')).toBeUndefined();
  expect(errors.find('NoHere')).toBeUndefined();
});

test('takes no empty name for that of a parameter', () => {
  expect(readErrors(operation, '').find('Missing')).toBeUndefined();
});

test('finds a shared error by the part that it plays', () => {
  const errors = readErrors(operation, '');

  expect(errors.inRole('unknown-action').status).toBe(404);
  expect(errors.inRole('missing-parameter', { name: 'Action' })).toMatchObject({
    code: 'MissingAction',
    wireMessage: 'Action is mandatory for this action.',
  });
});

test('leaves braces alone that nothing is given for', () => {
  expect(readErrors(operation, '').inRole('missing-parameter', { other: 'x' }).code).toBe('Missing{name}');
});

test('counts a row as stated unless it says otherwise', () => {
  expect(readErrors(operation, '').find('Size.Wrong')).toMatchObject({
    evidence: 'stated',
    source: 'Error codes, Size.Wrong',
  });
});

test.each<{ flaw: string; change: JsonObject; message: string | RegExp }>([
  {
    flaw: 'a table that is no list',
    change: { 'x-errors': { code: 'A' } },
    message: 'Failed to read "x-errors": it is not a list. Write a list. (at #/post/x-errors)',
  },
  {
    flaw: 'a row that is no object',
    change: { 'x-errors': ['Name.Taken'] },
    message: 'Failed to read error: it is not an object. Write an object. (at #/post/x-errors/0)',
  },
  {
    flaw: 'a row without a message',
    change: {
      'x-errors': [
        { code: 'A', status: 400, message: '' },
        { code: 'B', status: 400 },
      ],
    },
    message: 'Failed to read error: it needs "code", "status" and "message". (at #/post/x-errors/1)',
  },
  {
    flaw: 'a row without a code',
    change: { 'x-errors': [{ status: 400, message: '' }] },
    message: 'Failed to read error: it needs "code", "status" and "message". (at #/post/x-errors/0)',
  },
  {
    flaw: 'a status that is a text',
    change: { 'x-errors': [{ code: 'A', status: '400', message: '' }] },
    message: 'Failed to read error: it needs "code", "status" and "message". (at #/post/x-errors/0)',
  },
  {
    flaw: 'a code that stands there twice',
    change: {
      'x-errors': [
        { code: 'A', status: 400, message: 'Twice.' },
        { code: 'A', status: 400, message: 'Twice.' },
      ],
    },
    message: 'Failed to read x-errors: "A" stands there twice. Keep one of the rows. (at #/post/x-errors/1)',
  },
  {
    flaw: 'a part that nobody plays',
    change: { 'x-common-errors': [] },
    message:
      'Failed to read x-common-errors: no row has the role "missing-parameter". Add one. (at #/post/x-common-errors)',
  },
  {
    flaw: 'evidence that is no level',
    change: { 'x-errors': [{ code: 'A', status: 400, message: '', 'x-evidence': 'sure' }] },
    message:
      /^Failed to read "x-evidence": "sure" is not an evidence level\. .* \(at #\/post\/x-errors\/0\/x-evidence\)$/,
  },
])('refuses $flaw', ({ change, message }) => {
  expect(() => readErrors({ ...operation, ...change }, '/post')).toThrow(message);
});

test('takes any text for %s in a message, and nothing else for the rest', () => {
  const row = { message: 'Size %s (of %s) is wrong.', wireMessage: 'Size 1 is wrong.' } as ErrorRow;

  expect(matchesMessage(row, 'Size 12 (of 3.4\n5) is wrong.')).toBe(true);
  expect(matchesMessage(row, 'Size  (of ) is wrong.')).toBe(true);
  expect(matchesMessage(row, 'Size 12 (of 3) is wrong!')).toBe(false);
  expect(matchesMessage(row, 'The Size 12 (of 3) is wrong.')).toBe(false);
  expect(matchesMessage(row, 'Size 12 of 3 is wrong.')).toBe(false);
});

test('takes what a mock prints for the documented message', () => {
  const row = { message: 'Size is wrong.', wireMessage: 'The size is wrong.' } as ErrorRow;

  expect(matchesMessage(row, 'The size is wrong.')).toBe(true);
  expect(matchesMessage(row, 'Size is wrong.')).toBe(true);
  expect(matchesMessage(row, 'size is wrong.')).toBe(false);
});

test('takes any message that the page lists for a code, and any run of white space for another', () => {
  const [row] = readErrors(
    {
      ...operation,
      'x-errors': [
        { code: 'A', status: 400, message: 'Not  open yet.' },
        { code: 'A', status: 400, message: 'Closed.' },
      ],
    },
    '/post',
  ).documented;

  expect(row?.wireMessage).toBe('Not  open yet.');
  expect(
    row && ['Not open yet.', 'Closed.', 'Notopen yet.'].map((message) => matchesMessage(row, message)),
  ).toStrictEqual([true, true, false]);
});

test('reads what other sources give for an error: another code, another status, or both', () => {
  const [row] = readErrors(
    {
      ...operation,
      'x-errors': [
        {
          code: 'A',
          status: 400,
          message: '',
          'x-alternatives': [
            { code: 'B', 'x-evidence': 'implied', 'x-source': 'Another page' },
            { status: 404 },
            { code: 'C', status: 403 },
          ],
        },
      ],
    },
    '/post',
  ).documented;

  expect(row?.alternatives.map(({ code, status }) => [code, status])).toStrictEqual([
    ['B', 400],
    ['A', 404],
    ['C', 403],
  ]);
  expect(row?.alternatives[0]).toMatchObject({ evidence: 'implied', source: 'Another page' });
});

test('has no alternatives where none is given, and refuses what is no list', () => {
  const withAlternatives = (more: JsonObject) =>
    readErrors({ ...operation, 'x-errors': [{ code: 'A', status: 400, message: '', ...more }] }, '/post');

  expect(withAlternatives({}).documented[0]?.alternatives).toStrictEqual([]);
  expect(() => withAlternatives({ 'x-alternatives': 'B' })).toThrow(
    'Failed to read "x-alternatives": it is not a list. Write a list. (at #/post/x-errors/0/x-alternatives)',
  );
});

test('takes for an alternative what has its code, its status and its message, any message where it has none', () => {
  const listed = [{ code: 'B' }, { status: 404, message: 'No %s here.' }];
  const [row] = readErrors(
    { ...operation, 'x-errors': [{ code: 'A', status: 400, message: '', 'x-alternatives': listed }] },
    '',
  ).documented;
  const isOne = (code: string, status: number, message: string): boolean | undefined =>
    row && isAlternativeTo(row, { code, status, message });

  expect(isOne('B', 400, 'Any.')).toBe(true);
  expect(isOne('B', 404, 'No such here.')).toBe(false);
  expect(isOne('C', 400, 'Any.')).toBe(false);
  expect(isOne('A', 404, 'No such here.')).toBe(true);
  expect(isOne('A', 404, 'No such there.')).toBe(false);
});

test('fills in the messages of alternatives, and leaves out those that are not given', () => {
  const template = {
    code: 'Bad{name}',
    status: 400,
    message: 'Bad {name}.',
    'x-alternatives': [{ code: 'Bad', message: 'Bad: {name}.' }, { code: 'Wrong' }],
  };
  const errors = readErrors({ ...operation, 'x-common-errors': [...shared, template] }, '');

  expect(errors.find('BadSize')?.alternatives).toStrictEqual([
    { code: 'Bad', status: 400, message: 'Bad: Size.', evidence: 'assumed', source: '' },
    { code: 'Wrong', status: 400, evidence: 'assumed', source: '' },
  ]);
});

test('lists shared errors and those of the page, each code once', () => {
  const own = { code: 'InternalError', status: 418, message: 'Own' };
  const { all } = readErrors({ ...operation, 'x-errors': [own] }, '');

  const codes = shared.map((row) => String((row as JsonObject)['code']));
  expect(all.map(({ code }) => code)).toStrictEqual([...new Set(codes)]);
  expect(all.find(({ code }) => code === 'InternalError')).toMatchObject({ status: 418 });
});

test('takes each of three messages of a code, and the characters of a pattern for what they are', () => {
  const messages = ['First.', 'Second (2*).', 'Third.'];
  const [row, ...others] = readErrors(
    { ...operation, 'x-errors': messages.map((message) => ({ code: 'A', status: 400, message })) },
    '',
  ).documented;

  expect(others).toEqual([]);
  expect(row).toMatchObject({ message: 'First.', otherMessages: ['Second (2*).', 'Third.'] });
  expect([...messages, 'Second 2.', 'Third!'].map((message) => row && matchesMessage(row, message))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  {
    flaw: 'an alternative that is the error itself',
    listed: [{ code: 'B' }, { message: 'Other.' }],
    message:
      'Failed to read alternative of an error: it needs "code" (a text), "status" (a number), or both. (at #/post/x-errors/0/x-alternatives/1)',
  },
  {
    flaw: 'an alternative that is no object',
    listed: ['B'],
    message:
      'it needs "code" (a text), "status" (a number), or both. (at #/post/x-errors/0/x-alternatives/0)',
  },
  {
    flaw: 'an alternative whose code is a number',
    listed: [{ code: 5 }],
    message: 'it needs "code" (a text), "status" (a number), or both.',
  },
  {
    flaw: 'an alternative whose status is a text',
    listed: [{ code: 'B', status: '400' }],
    message: 'it needs "code" (a text), "status" (a number), or both.',
  },
  {
    flaw: 'an alternative whose message is a number',
    listed: [{ code: 'B', message: 5 }],
    message:
      'Failed to read alternative of an error: its "message" is not a text. Write a text. (at #/post/x-errors/0/x-alternatives/0)',
  },
  {
    flaw: 'an alternative with evidence that is no level',
    listed: [{ code: 'B', 'x-evidence': 'sure' }],
    message: /"sure" is not an evidence level.*\(at #\/post\/x-errors\/0\/x-alternatives\/0\/x-evidence\)$/,
  },
])('refuses $flaw', ({ listed, message }) => {
  const row = { code: 'A', status: 400, message: '', 'x-alternatives': listed };

  expect(() => readErrors({ ...operation, 'x-errors': [row] }, '/post')).toThrow(message);
});

test('takes the same code and message twice where the status differs', () => {
  const rows = [400, 404].map((status) => ({ code: 'A', status, message: 'No.' }));

  expect(readErrors({ ...operation, 'x-errors': rows }, '').documented).toMatchObject([
    { code: 'A', status: 400, otherMessages: ['No.'] },
  ]);
});
