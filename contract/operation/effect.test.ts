import { expect, test } from 'vitest';
import { mergeRecord, readEffect } from './effect.ts';
import type { Json } from '../json.ts';

const around = { key: ['Name'], 'x-evidence': 'implied', 'x-source': 'Commands' };

test('changes nothing where the contract says nothing', () => {
  expect(readEffect(undefined, '')).toBeUndefined();
});

test('reads what is created, and the field that says when', () => {
  expect(readEffect({ create: 'widgets', key: ['Name'] }, '')).toStrictEqual({
    kind: 'create',
    collection: 'widgets',
    key: ['Name'],
  });
  expect(readEffect({ create: 'widgets', key: ['Name'], stamp: 'CreateTime' }, '')).toMatchObject({
    stamp: 'CreateTime',
  });
});

test('reads what is replaced, removed or read', () => {
  const match = { Parts: 'Kind' };

  expect(readEffect({ replace: 'widgets', key: ['Name'], match }, '')).toStrictEqual({
    kind: 'replace',
    collection: 'widgets',
    key: ['Name'],
    match,
  });
  for (const kind of ['replace', 'remove', 'read'])
    expect(readEffect({ [kind]: 'widgets', key: ['Name'] }, '')).toStrictEqual({
      kind,
      collection: 'widgets',
      key: ['Name'],
    });
});

test('reads what is listed, with its filters, pages and order', () => {
  const page = { number: 'PageNum', size: 'PageSize' };
  const order = { by: 'CreateTime', parameter: 'Order', descending: 'desc' };

  expect(readEffect({ list: 'widgets', key: ['Owner'], filter: ['Name'], page, order }, '')).toStrictEqual({
    kind: 'list',
    collection: 'widgets',
    key: ['Owner'],
    filter: ['Name'],
    page,
    order,
  });
  expect(readEffect({ list: 'widgets', key: ['Owner'] }, '')).toMatchObject({
    filter: [],
    page: undefined,
    order: undefined,
  });
});

test('reads transitions of a task, each as sure as the effect unless it says otherwise', () => {
  const effect = {
    ...around,
    transition: 'jobs',
    by: 'Command',
    transitions: {
      start: { to: 'running', notFrom: ['running'], error: 'Job.Running', 'x-evidence': 'stated' },
      stop: { to: 'idle' },
    },
  };

  expect(readEffect(effect, '')).toMatchObject({
    kind: 'transition',
    by: 'Command',
    transitions: {
      start: { to: 'running', notFrom: ['running'], error: 'Job.Running', evidence: 'stated' },
      stop: { to: 'idle', notFrom: [], error: undefined, evidence: 'implied', source: 'Commands' },
    },
  });
});

test('counts a transition as assumed where nothing says how sure it is', () => {
  const effect = { transition: 'jobs', key: ['Name'], by: 'Command', transitions: { stop: { to: 'idle' } } };

  expect(readEffect(effect, '')).toMatchObject({
    transitions: { stop: { evidence: 'assumed', source: '' } },
  });
});

test.each<{ flaw: string; effect: Json; message: string }>([
  {
    flaw: 'with a misspelt member',
    effect: { create: 'widgets', key: ['Name'], stmp: 'At' },
    message: 'Failed to read "x-effect": "stmp" is not known. Did you mean "stamp"? (at #/e/stmp)',
  },
  {
    flaw: 'with a misspelt member of a page',
    effect: { list: 'widgets', key: ['Owner'], page: { nummer: 'PageNum', size: 'PageSize' } },
    message: 'Failed to read "page": "nummer" is not known. Did you mean "number"? (at #/e/page/nummer)',
  },
  {
    flaw: 'with a misspelt member of a transition',
    effect: { ...around, transition: 'jobs', by: 'Command', transitions: { start: { too: 'on' } } },
    message:
      'Failed to read transition: "too" is not known. Did you mean "to"? (at #/e/transitions/start/too)',
  },
  {
    flaw: 'with a transition whose error is a number',
    effect: {
      ...around,
      transition: 'jobs',
      by: 'Command',
      transitions: { start: { to: 'on', notFrom: ['on'], error: 5 } },
    },
    message: 'Failed to read transition: "notFrom" needs an "error"',
  },
  {
    flaw: 'with a number in its key',
    effect: { create: 'widgets', key: ['Name', 5] },
    message: 'Failed to read "key": it is not a list of parameter names.',
  },
  {
    flaw: 'with an empty stamp',
    effect: { create: 'widgets', key: ['Name'], stamp: '' },
    message: 'Failed to read "stamp": it is missing or not a text. Write a text. (at #/e/stamp)',
  },
  ...['Kind', {}, { Parts: 'Kind', Tags: 5 }].map((match) => ({
    flaw: `whose lists match by ${JSON.stringify(match)}`,
    effect: { replace: 'widgets', key: ['Name'], match },
    message:
      'Failed to read "match": it is not a map of names. Write it like { Member: Name }. (at #/e/match)',
  })),
  {
    flaw: 'of no kind',
    effect: { paint: 'widgets', key: ['Name'] },
    message:
      'Failed to read "x-effect": it needs one of "create", "replace", "remove", "read", "list", "transition" with the name of a collection. (at #/e)',
  },
  {
    flaw: 'without a key',
    effect: { create: 'widgets' },
    message: 'Failed to read "key": it is not a list of parameter names. Write it like [Name]. (at #/e/key)',
  },
  {
    flaw: 'with half a page',
    effect: { list: 'widgets', key: ['Owner'], page: { number: 'PageNum' } },
    message: 'Failed to read "size": it is missing or not a text. Write a text. (at #/e/page/size)',
  },
  {
    flaw: 'with half an order',
    effect: { list: 'widgets', key: ['Owner'], order: { by: 'CreateTime' } },
    message:
      'Failed to read "parameter": it is missing or not a text. Write a text. (at #/e/order/parameter)',
  },
  {
    flaw: 'whose lists match by a list',
    effect: { replace: 'widgets', key: ['Name'], match: { Parts: ['Kind'] } },
    message:
      'Failed to read "match": it is not a map of names. Write it like { Member: Name }. (at #/e/match)',
  },
  {
    flaw: 'without a transition',
    effect: { ...around, transition: 'jobs', by: 'Command', transitions: {} },
    message:
      'Failed to read "transitions": it has no entry. Add one for each value of the parameter. (at #/e/transitions)',
  },
  {
    flaw: 'with a transition that is refused with nothing',
    effect: {
      ...around,
      transition: 'jobs',
      by: 'Command',
      transitions: { start: { to: 'on', notFrom: ['on'] } },
    },
    message:
      'Failed to read transition: "notFrom" needs an "error" to be refused with, and "error" needs "notFrom". (at #/e/transitions/start)',
  },
])('refuses an effect $flaw', ({ effect, message }) => {
  expect(() => readEffect(effect, '/e')).toThrow(message);
});

test('keeps what a change leaves out, of a record and of the items that match', () => {
  const old = {
    Name: 'a',
    Size: 1,
    Parts: [{ Kind: 'x', Weight: 1, Note: 'old' }, { Kind: 'y' }],
    Tags: ['t'],
  };

  const changed = mergeRecord(
    old,
    { Size: 2, Parts: [{ Kind: 'x', Weight: 9 }, { Kind: 'z' }], Tags: ['u'] },
    { Parts: 'Kind' },
  );

  expect(changed).toStrictEqual({
    Name: 'a',
    Size: 2,
    Parts: [{ Kind: 'x', Weight: 9, Note: 'old' }, { Kind: 'z' }],
    Tags: ['u'],
  });
});

test('takes a changed list as it is where there is no list to match it with, or no object in it', () => {
  const match = { Parts: 'Kind' };
  const parts = [{ Kind: 'x' }];

  expect(mergeRecord({ Parts: 'none' }, { Parts: parts }, match)).toStrictEqual({ Parts: parts });
  expect(mergeRecord({ Parts: parts }, { Parts: 'none' }, match)).toStrictEqual({ Parts: 'none' });
  expect(mergeRecord({ Parts: parts }, {}, match)).toStrictEqual({ Parts: parts });
  expect(mergeRecord({ Parts: [{ Note: 'a' }] }, { Parts: ['x', null] }, match)).toStrictEqual({
    Parts: ['x', null],
  });
});
