import { expect, test } from 'vitest';
import { ContractError } from '../contract-error.ts';
import { compileNormaliser, readEquivalents } from './equivalents.ts';

test('reads what a variant means and how sure that is', () => {
  const schema = {
    'x-equivalents': [
      { variant: 'upper-case', as: 'same', 'x-evidence': 'implied', 'x-source': 'Names' },
      { variant: 'trailing-dot', as: 'other' },
    ],
  };

  expect(readEquivalents(schema, '')).toEqual([
    { variant: 'upper-case', as: 'same', evidence: 'implied', source: 'Names' },
    { variant: 'trailing-dot', as: 'other', evidence: 'assumed', source: '' },
  ]);
  expect(readEquivalents({}, '')).toEqual([]);
});

test.each([
  { variant: 'upper-case', sent: 'Name.Of', kept: 'name.of' },
  { variant: 'leading-space', sent: '  Name ', kept: 'Name ' },
  { variant: 'trailing-space', sent: ' Name  ', kept: ' Name' },
  { variant: 'trailing-dot', sent: 'name.of.', kept: 'name.of' },
  { variant: 'decomposed', sent: 'Cafe\u0301', kept: 'Caf\u00E9' },
  { variant: 'empty', sent: 'Name', kept: 'Name' },
])('writes plainly what $variant may say', ({ variant, sent, kept }) => {
  const normalise = compileNormaliser(
    { properties: { Name: { 'x-equivalents': [{ variant, as: 'same' }] }, Other: {} } },
    '',
  );

  expect(normalise({ Name: sent, Other: sent })).toEqual({ Name: kept, Other: sent });
  expect(normalise({ Other: sent })).toEqual({ Other: sent });
});

test('writes plainly what stands inside an object, and leaves the request that was given as it is', () => {
  const normalise = compileNormaliser(
    {
      properties: {
        Place: { properties: { Name: { 'x-equivalents': [{ variant: 'upper-case', as: 'same' }] } } },
      },
    },
    '',
  );
  const request = { Place: { Name: 'NAME', Other: 'A' }, Other: 'B' };

  expect(normalise(request)).toEqual({ Place: { Name: 'name', Other: 'A' }, Other: 'B' });
  expect(request.Place.Name).toBe('NAME');
});

test.each([{ Place: { Name: 'name' } }, { Place: {} }, { Place: 'NAME' }, { Place: { Name: ['NAME'] } }, {}])(
  'copies nothing where nothing is rewritten: %j',
  (request) => {
    const name = { 'x-equivalents': [{ variant: 'upper-case', as: 'same' }] };
    const normalise = compileNormaliser({ properties: { Place: { properties: { Name: name } } } }, '');

    expect(normalise(request)).toBe(request);
  },
);

test('writes no object plainly, and nothing inside one that should be a text', () => {
  const normalise = compileNormaliser(
    { properties: { Name: { 'x-equivalents': [{ variant: 'upper-case', as: 'same' }] } } },
    '',
  );
  const request = { Name: { '': 'NAME' } };

  expect(normalise(request)).toBe(request);
});

test('cuts one dot, at the end only', () => {
  const normalise = compileNormaliser(
    { properties: { Name: { 'x-equivalents': [{ variant: 'trailing-dot', as: 'same' }] } } },
    '',
  );

  expect(normalise({ Name: 'a.b..' })).toEqual({ Name: 'a.b.' });
});

test('refuses equivalents inside a list', () => {
  const name = { 'x-equivalents': [] };

  expect(() =>
    compileNormaliser({ properties: { Names: { items: { properties: { Name: name } } } } }, '/Request'),
  ).toThrow(
    'Failed to read "x-equivalents": it cannot stand inside a list. Say it of a parameter. (at #/Request/properties/Names/items/properties/Name/x-equivalents)',
  );
});

test('keeps what is another value written in another way', () => {
  const request = { properties: { Name: { 'x-equivalents': [{ variant: 'upper-case', as: 'other' }] } } };

  expect(compileNormaliser(request, '')({ Name: 'NAME' })).toEqual({ Name: 'NAME' });
});

test.each([
  {
    flaw: 'a variant that nobody knows',
    listed: [{ variant: 'backwards', as: 'same' }],
    message:
      'Failed to read variant "backwards": it is not known. Use one of upper-case, leading-space, trailing-space, trailing-dot, decomposed, empty. (at #/Name/x-equivalents/0)',
  },
  {
    flaw: 'a variant without a name',
    listed: ['upper-case'],
    message: 'Failed to read variant "undefined": it is not known.',
  },
  {
    flaw: 'a variant that is a list',
    listed: [{ variant: ['upper-case'], as: 'same' }],
    message: 'Failed to read variant "upper-case": it is not known.',
  },
  {
    flaw: 'evidence that is no level',
    listed: [{ variant: 'upper-case', as: 'same', 'x-evidence': 'certain' }],
    message: /"certain" is not an evidence level\..* \(at #\/Name\/x-equivalents\/0\/x-evidence\)$/,
  },
  {
    flaw: 'a variant that means nothing',
    listed: [{ variant: 'empty', as: 'same' }, { variant: 'upper-case' }],
    message: 'Failed to read variant "upper-case": it needs "as", same or other. (at #/Name/x-equivalents/1)',
  },
  {
    flaw: 'an empty value that is one of its own',
    listed: [{ variant: 'empty', as: 'other' }],
    message: /^Failed to read variant "empty": .* Say "as: same"\. \(at #\/Name\/x-equivalents\/0\)$/,
  },
  {
    flaw: 'no list',
    listed: 'upper-case',
    message: 'Failed to read "x-equivalents": it is not a list. Write a list. (at #/Name/x-equivalents)',
  },
])('refuses $flaw', ({ listed, message }) => {
  const read = (): unknown => compileNormaliser({ properties: { Name: { 'x-equivalents': listed } } }, '');

  expect(read).toThrow(ContractError);
  expect(() => readEquivalents({ 'x-equivalents': listed }, '/Name')).toThrow(message);
});
