import { expect, test } from 'vitest';
import { readContract } from './contract.ts';
import { documents } from './openapi/documents.ts';
import { typeName, writeTypes } from './write-types.ts';

const contract = readContract([documents['DeleteLiveAppRecordConfig'] ?? {}]);

test('writes operation, parameters, errors and world of each operation, and their union', () => {
  const text = writeTypes(contract, 'Types', 'understudy/contract');

  expect(text).toContain("from 'understudy/contract';");
  expect(text).toContain("operation: 'DeleteLiveAppRecordConfig';");
  expect(text).toContain('      DomainName?: ParameterValue;');
  expect(text).toContain("    | 'MissingDomainName'");
  expect(text).not.toContain('{name}');
  expect(text).toMatch(/recordConfigs\?: WorldCollection<'DomainName' \| /);
  expect(text).toMatch(/export type Types =\n {2}\| DeleteLiveAppRecordConfig;\n$/);
});

test('an operation without collections lets no name of one pass', () => {
  const alone = { ...documents['DeleteLiveAppRecordConfig'] };
  const text = JSON.stringify(alone, (key, value: unknown) =>
    ['x-world', 'x-preconditions', 'x-effect'].includes(key) ? undefined : value,
  );
  const types = writeTypes(readContract([JSON.parse(text) as typeof alone]), 'Types', 'understudy/contract');

  expect(types).toContain('  world: never;');
});

test('names a type after an operation whose name is no identifier', () => {
  expect(typeName('CreateWidget')).toBe('CreateWidget');
  expect(typeName('shop.CreateWidget')).toBe('shopCreateWidget');
  expect(typeName('shop.2026-01-01.CreateWidget')).toBe('shop20260101CreateWidget');
});
