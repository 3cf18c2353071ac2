import { expect, test } from 'vitest';
import { ContractError } from '../contract-error.ts';
import { compileSpellings, readSpellings } from './spellings.ts';

test('reads what a spelling means and how sure that is', () => {
  const schema = {
    'x-spellings': [
      { spelling: 'upper-case', as: 'same', 'x-evidence': 'implied', 'x-source': 'Names' },
      { spelling: 'trailing-dot', as: 'other' },
    ],
  };

  expect(readSpellings(schema, '')).toEqual([
    { spelling: 'upper-case', as: 'same', evidence: 'implied', source: 'Names' },
    { spelling: 'trailing-dot', as: 'other', evidence: 'assumed', source: '' },
  ]);
  expect(readSpellings({}, '')).toEqual([]);
});

test.each([
  { spelling: 'upper-case', sent: 'Name.Of', kept: 'name.of' },
  { spelling: 'leading-space', sent: '  Name ', kept: 'Name ' },
  { spelling: 'trailing-space', sent: ' Name  ', kept: ' Name' },
  { spelling: 'trailing-dot', sent: 'name.of.', kept: 'name.of' },
  { spelling: 'decomposed', sent: 'Cafe\u0301', kept: 'Caf\u00E9' },
  { spelling: 'empty', sent: 'Name', kept: 'Name' },
])('writes plainly what $spelling may say', ({ spelling, sent, kept }) => {
  const writePlainly = compileSpellings(
    { properties: { Name: { 'x-spellings': [{ spelling, as: 'same' }] }, Other: {} } },
    '',
  );

  expect(writePlainly({ Name: sent, Other: sent })).toEqual({ Name: kept, Other: sent });
  expect(writePlainly({ Other: sent })).toEqual({ Other: sent });
});

test('keeps what is another value in another spelling', () => {
  const request = { properties: { Name: { 'x-spellings': [{ spelling: 'upper-case', as: 'other' }] } } };

  expect(compileSpellings(request, '')({ Name: 'NAME' })).toEqual({ Name: 'NAME' });
});

test.each([
  {
    flaw: 'a spelling that nobody knows',
    listed: [{ spelling: 'backwards', as: 'same' }],
    message:
      'Failed to read spelling "backwards": it is not known. Use one of upper-case, leading-space, trailing-space, trailing-dot, decomposed, empty. (at #/Name/x-spellings/0)',
  },
  {
    flaw: 'a spelling that means nothing',
    listed: [{ spelling: 'empty', as: 'same' }, { spelling: 'upper-case' }],
    message: 'Failed to read spelling "upper-case": it wants "as", same or other. (at #/Name/x-spellings/1)',
  },
  {
    flaw: 'an empty value that is one of its own',
    listed: [{ spelling: 'empty', as: 'other' }],
    message: /^Failed to read spelling "empty": .* Say "as: same"\. \(at #\/Name\/x-spellings\/0\)$/,
  },
  {
    flaw: 'no list',
    listed: 'upper-case',
    message: 'Failed to read "x-spellings": it is not a list. (at #/Name/x-spellings)',
  },
])('refuses $flaw', ({ listed, message }) => {
  const read = (): unknown => compileSpellings({ properties: { Name: { 'x-spellings': listed } } }, '');

  expect(read).toThrow(ContractError);
  expect(() => readSpellings({ 'x-spellings': listed }, '/Name')).toThrow(message);
});
