/** Where in the contract a scenario's rule stands. */
import { expect, test } from 'vitest';
import { isArray, isObject, type Json } from '../../../contract/json.ts';
import { pointerOf } from './pointer.ts';
import { operation, scenarios } from '../../../scenarios/fixtures/own-scenarios.ts';

test('leads to something in the contract for every scenario', () => {
  const lost = scenarios
    .map(({ id, exercises }) => ({ id, pointer: pointerOf(operation, { id }, exercises) }))
    .filter(({ pointer }) => follow(pointer) === undefined);
  expect(lost).toEqual([]);
});

test('leads to the keyword of the rule that a scenario breaks', () => {
  for (const rule of operation.rules)
    expect(pointerOf(operation, { id: `state/nothing-left/${rule.id}/first-item` }, rule.error)).toBe(
      rule.pointer,
    );
});

test('leads to the precondition, the rate limit or the error table where no rule is broken', () => {
  const [precondition] = operation.preconditions;
  expect(pointerOf(operation, { id: 'any' }, precondition?.error ?? '')).toBe(
    '/paths/~1/post/x-preconditions/0',
  );
  expect(pointerOf(operation, { id: 'any' }, operation.rateLimit?.error ?? '')).toBe(
    '/paths/~1/post/x-rate-limit',
  );
});

test('leads to the parameter that an accepted request is about, or to the operation', () => {
  expect(pointerOf(operation, { id: 'accepted/minimal' }, 'OK')).toBe('/paths/~1/post');
  const accepted = scenarios.filter(({ id, exercises }) => exercises === 'OK' && id.startsWith('accepted/'));
  const pointers = new Set(accepted.map(({ id }) => pointerOf(operation, { id }, 'OK')));
  expect(pointers.size).toBeGreaterThan(10);
});

function follow(pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json | undefined>((value, token) => {
      if (isArray(value)) return value[Number(token)];
      return isObject(value) ? value[token] : undefined;
    }, operation.document);
}
