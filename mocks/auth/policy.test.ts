import { expect, test } from 'vitest';
import { judge, readPolicy } from './policy.ts';

const action = 'live:AddWidget';
const resource = 'acs:cdn:*:1000000000000001:domain/example.com';

function verdictOf(
  ...statements: readonly (readonly [effect: string, action: unknown, resource: unknown])[]
): string {
  const policy = {
    Version: '1',
    Statement: statements.map(([Effect, Action, Resource]) => ({ Effect, Action, Resource })),
  };
  return judge(readPolicy(policy, []), action, resource);
}

test('denies what nothing allows', () => {
  expect(verdictOf()).toBe('implicit');
  expect(verdictOf(['Allow', 'live:RemoveWidget', '*'])).toBe('implicit');
  expect(verdictOf(['Allow', '*', 'acs:cdn:*:*:domain/other.example.com'])).toBe('implicit');
});

test.each([
  [action, resource],
  ['*', '*'],
  ['live:*', 'acs:cdn:*:*:domain/*'],
  ['live:Add*', 'acs:cdn:*:1000000000000001:*'],
  ['LIVE:addwidget', resource],
  ['live:?ddWidget', '*'],
  [
    ['live:RemoveWidget', action],
    ['acs:cdn:*:2:*', resource],
  ],
])('allows by the action %j and the resource %j', (allowedAction, allowedResource) => {
  expect(verdictOf(['Allow', allowedAction, allowedResource])).toBe('allowed');
});

test.each([
  ['live:Add', '*'],
  ['live:AddWidgets', '*'],
  ['liveXAddWidget', '*'],
  ['*', 'acs:cdn:*:*:domain/exampleXcom'],
  ['*', 'acs:cdn:*:*:domain/EXAMPLE.com'],
  ['*', 'domain/example.com'],
])('does not allow by the action %j and the resource %j', (allowedAction, allowedResource) => {
  expect(verdictOf(['Allow', allowedAction, allowedResource])).toBe('implicit');
});

test('takes only * and ? for more than themselves', () => {
  const policy = readPolicy(
    { Statement: [{ Effect: 'Allow', Action: '*', Resource: 'domain/a.b(c)?' }] },
    [],
  );

  expect(judge(policy, action, 'domain/a.b(c)d')).toBe('allowed');
  expect(judge(policy, action, 'domain/aXb(c)d')).toBe('implicit');
  expect(judge(policy, action, 'domain/a.b(c)')).toBe('implicit');
});

test('lets a denial win, whatever else is allowed, in any order', () => {
  expect(verdictOf(['Allow', '*', '*'], ['Deny', action, '*'])).toBe('explicit');
  expect(verdictOf(['Deny', action, '*'], ['Allow', '*', '*'])).toBe('explicit');
  expect(verdictOf(['Deny', 'live:Remove*', '*'], ['Allow', '*', '*'])).toBe('allowed');
});
