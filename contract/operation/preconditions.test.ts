import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { readPreconditions, readWorld } from './preconditions.ts';

test('reads what must exist, what must not, and what must be near', () => {
  const preconditions = readPreconditions(
    [
      {
        present: 'owners',
        key: ['Owner'],
        error: 'Owner.Unknown',
        'x-evidence': 'stated',
        'x-source': 'Owner',
      },
      { absent: 'widgets', key: ['Owner', 'Name'], error: 'Name.Taken' },
      { near: 'orders', key: ['Order'], parameter: 'Start', field: 'At', seconds: 60, error: 'Start.Late' },
    ],
    '/pre',
  );

  expect(preconditions).toStrictEqual([
    {
      kind: 'present',
      collection: 'owners',
      key: ['Owner'],
      error: 'Owner.Unknown',
      pointer: '/pre/0',
      fixture: undefined,
      evidence: 'stated',
      source: 'Owner',
    },
    {
      kind: 'absent',
      collection: 'widgets',
      key: ['Owner', 'Name'],
      error: 'Name.Taken',
      pointer: '/pre/1',
      fixture: undefined,
      evidence: 'assumed',
      source: '',
    },
    {
      kind: 'near',
      collection: 'orders',
      key: ['Order'],
      parameter: 'Start',
      field: 'At',
      seconds: 60,
      error: 'Start.Late',
      pointer: '/pre/2',
      fixture: undefined,
      evidence: 'assumed',
      source: '',
    },
  ]);
});

test('reads the fixture that breaks a precondition, with or without a value of the contract', () => {
  const preconditions = readPreconditions(
    [
      { present: 'owners', key: ['A'], error: 'E', fixture: { name: 'missing-owner', value: 'nobody' } },
      { present: 'owners', key: ['A'], error: 'E', fixture: { name: 'missing-owner' } },
    ],
    '',
  );

  expect(preconditions.map(({ fixture }) => fixture)).toStrictEqual([
    { name: 'missing-owner', value: 'nobody' },
    { name: 'missing-owner', value: undefined },
  ]);
});

test('asks nothing where the contract says nothing', () => {
  expect(readPreconditions(undefined, '')).toStrictEqual([]);
  expect(readWorld(undefined)).toStrictEqual({});
});

test('reads a world; a collection is closed and empty unless it says otherwise', () => {
  const world = readWorld({
    owners: { open: true, absent: [{ Owner: 'nobody' }] },
    widgets: { present: [{ Name: 'old' }] },
    orders: {},
  });

  expect(world).toStrictEqual({
    owners: { open: true, present: [], absent: [{ Owner: 'nobody' }] },
    widgets: { open: false, present: [{ Name: 'old' }], absent: [] },
    orders: { open: false, present: [], absent: [] },
  });
});

const malformedPrecondition =
  'Failed to read precondition: it needs one of "present", "absent", "near" (a collection), and "error".';
const malformedNear = 'Failed to read precondition: "near" needs "parameter", "field" and "seconds".';

test.each<{ flaw: string; entry: Json; message: string }>([
  {
    flaw: 'that is no object',
    entry: 'widgets',
    message: 'Failed to read precondition: it is not an object. Write an object. (at #/pre/0)',
  },
  { flaw: 'of no kind', entry: { key: ['A'], error: 'E' }, message: `${malformedPrecondition} (at #/pre/0)` },
  {
    flaw: 'without an error',
    entry: { present: 'a', key: ['A'] },
    message: `${malformedPrecondition} (at #/pre/0)`,
  },
  {
    flaw: 'without a key',
    entry: { present: 'a', error: 'E' },
    message:
      'Failed to read "key": it is not a list of parameter names. Write it like [Name]. (at #/pre/0/key)',
  },
  {
    flaw: 'with an empty key',
    entry: { present: 'a', key: [], error: 'E' },
    message:
      'Failed to read "key": it is not a list of parameter names. Write it like [Name]. (at #/pre/0/key)',
  },
  {
    flaw: 'that is near nothing',
    entry: { near: 'a', key: ['A'], error: 'E', parameter: 'Start', field: 'At' },
    message: `${malformedNear} (at #/pre/0)`,
  },
  {
    flaw: 'that is near something, but nobody says what',
    entry: { near: 'a', key: ['A'], error: 'E', field: 'At', seconds: 5 },
    message: `${malformedNear} (at #/pre/0)`,
  },
  {
    flaw: 'with evidence that is no level',
    entry: { present: 'a', key: ['A'], error: 'E', 'x-evidence': 'certain' },
    message: 'Failed to read "x-evidence": "certain" is not an evidence level.',
  },
])('refuses a precondition $flaw', ({ entry, message }) => {
  expect(() => readPreconditions([entry], '/pre')).toThrow(message);
});

test('refuses preconditions that are no list', () => {
  expect(() => readPreconditions({ absent: 'widgets' }, '/pre')).toThrow(
    'Failed to read preconditions: they are not a list. Write a list. (at #/pre)',
  );
});

const malformedCollection =
  'Failed to read world "owners": it needs only "open" (true or false), "present", "absent" and "records" (lists of records).';

test.each([
  {
    flaw: 'that is a list',
    world: [],
    message:
      'Failed to read world: it is not an object of collections. Write it like { buckets: { open: true } }. (at #/w)',
  },
  { flaw: 'of plain names', world: { owners: ['a'] }, message: `${malformedCollection} (at #/w/owners)` },
  { flaw: 'with a misspelt member', world: { owners: { closed: true } }, message: malformedCollection },
  { flaw: 'whose "open" is a text', world: { owners: { open: 'false' } }, message: malformedCollection },
  {
    flaw: 'whose records are names',
    world: { owners: { present: ['nobody'] } },
    message:
      'Failed to read world "owners": "present" is not a list of records. Write it like [{ Name: a }]. (at #/w/owners/present)',
  },
  {
    flaw: 'whose absent records are no list',
    world: { owners: { open: true, absent: { Owner: 'nobody' } } },
    message:
      'Failed to read world "owners": "absent" is not a list of records. Write it like [{ Name: a }]. (at #/w/owners/absent)',
  },
])('refuses a world $flaw', ({ world, message }) => {
  expect(() => readWorld(world, '/w')).toThrow(message);
});
