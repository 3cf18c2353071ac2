import { expect, test } from 'vitest';
import { ContractError } from './contract-error.ts';

test('says where in the document the flaw is, to programs and to people', () => {
  const error = new ContractError('Failed to read "status": it is not a number.', { pointer: '/x-errors/3' });

  expect(error).toMatchObject({ name: 'ContractError', pointer: '/x-errors/3' });
  expect(error.message).toBe('Failed to read "status": it is not a number. (at #/x-errors/3)');
});

test('names no place where the whole document is meant', () => {
  const error = new ContractError('Failed to read contract: it is not an object.');

  expect(error).toMatchObject({ pointer: '', message: 'Failed to read contract: it is not an object.' });
});

test('keeps what caused it', () => {
  const cause = new Error('Unexpected end of input');

  expect(new ContractError('Failed to read "page.yaml".', { cause }).cause).toBe(cause);
});
