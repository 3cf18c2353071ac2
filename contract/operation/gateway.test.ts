import { expect, test } from 'vitest';
import { ContractError } from '../contract-error.ts';
import { readGateway } from './gateway.ts';
import { readPermission, resourceOf } from './permission.ts';

test('reads the checks in their order, and the tolerance', () => {
  expect(readGateway({ checks: ['time', 'path'], timeToleranceSeconds: 900 }, '')).toEqual({
    checks: ['time', 'path'],
    timeToleranceMs: 900_000,
    signedHeaders: [],
    defaultPermission: undefined,
  });
});

test.each([
  [undefined, /it needs "checks", a list/],
  [{ checks: [], timeToleranceSeconds: 900 }, /it needs "checks", a list/],
  [
    { checks: ['path', 'mood'], timeToleranceSeconds: 900 },
    /there is no check "mood".*at #\/here\/checks\/1/,
  ],
  [{ checks: ['path'] }, /it needs "timeToleranceSeconds", a number/],
])('refuses the gateway %j', (value, message) => {
  const read = () => readGateway(value, '/here');

  expect(read).toThrow(ContractError);
  expect(read).toThrow(message);
});

test('fills in the resource that a call is about', () => {
  const permission = readPermission(
    { action: 'shop:{#operation}', resource: 'acs:shop:*:{#accountId}:shelf/{#Shelf}/{#Place}' },
    'AddWidget',
    '',
  );

  expect(permission?.action).toBe('shop:AddWidget');

  expect(permission && resourceOf(permission, '1', { Shelf: 'top', Place: 7 })).toBe(
    'acs:shop:*:1:shelf/top/7',
  );
  expect(permission && resourceOf(permission, '1', { Shelf: ['top'] })).toBe('acs:shop:*:1:shelf//');
});

test('asks for no permission where none is stated, and refuses half of one', () => {
  expect(readPermission(undefined, 'AddWidget', '')).toBeUndefined();
  expect(() => readPermission({ action: 'shop:AddWidget' }, 'AddWidget', '/here')).toThrow(
    'Failed to read "x-ram": it needs "action" and "resource". (at #/here)',
  );
});
