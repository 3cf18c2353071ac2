import { expect, test } from 'vitest';
import { ContractError } from '../contract-error.ts';
import type { Json } from '../json.ts';
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

test.each<readonly [Json | undefined, RegExp]>([
  [undefined, /it needs "checks", a list/],
  [{ checks: [], timeToleranceSeconds: 900 }, /it needs "checks", a list/],
  [
    { checks: ['path', 'mood'], timeToleranceSeconds: 900 },
    /there is no check "mood"\. Use path, method, .*at #\/here\/checks\/1/,
  ],
  [
    { checks: ['path'] },
    /^Failed to read "x-gateway": it needs "timeToleranceSeconds", a number\. \(at #\/here\)$/,
  ],
  [{ checks: 'path', timeToleranceSeconds: 900 }, /it needs "checks", a list\. \(at #\/here\)$/],
  [{ check: ['path'] }, /^Failed to read "x-gateway": "check" is not known\./],
  ...['host', ['Host'], [5]].map(
    (signedHeaders) =>
      [
        { checks: ['path'], timeToleranceSeconds: 900, signedHeaders },
        /its "signedHeaders" is not a list of names in lower case\. .*\(at #\/here\/signedHeaders\)$/,
      ] as const,
  ),
])('refuses the gateway %j', (value, message) => {
  const read = () => readGateway(value, '/here');

  expect(read).toThrow(ContractError);
  expect(read).toThrow(message);
});

test('reads the headers that a signature covers, and the permission of operations without one', () => {
  const gateway = {
    checks: ['path'],
    timeToleranceSeconds: 0,
    signedHeaders: ['host', 'x-acs-*'],
    defaultPermission: { action: 'a', resource: '*' },
  };

  expect(readGateway(gateway, '')).toEqual({
    checks: ['path'],
    timeToleranceMs: 0,
    signedHeaders: ['host', 'x-acs-*'],
    defaultPermission: { action: 'a', resource: '*' },
  });
});

test('fills in nothing for a name that every object has', () => {
  expect(resourceOf({ action: 'a', resource: 'acs:{#toString}/{#Size}' }, '1', { Size: true })).toBe('acs:/');
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
  for (const half of [{ action: 'shop:AddWidget' }, { resource: '*' }, 'shop:AddWidget'])
    expect(() => readPermission(half, 'AddWidget', '/here')).toThrow(
      'Failed to read "x-ram": it needs "action" and "resource". (at #/here)',
    );
});
