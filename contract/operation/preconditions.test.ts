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

test('reads the value of a field that matches every value', () => {
  const read = (wildcard: Json): unknown =>
    readPreconditions([{ absent: 'widgets', key: ['Name'], error: 'E', wildcard }], '')[0];

  expect(read('*')).toMatchObject({ wildcard: '*' });
  expect(read(5)).not.toHaveProperty('wildcard');
});

test('takes no fixture but a text for a value', () => {
  const fixture = { name: 'missing-owner', value: 5 };

  expect(readPreconditions([{ present: 'owners', key: ['A'], error: 'E', fixture }], '')).toMatchObject([
    { fixture: { name: 'missing-owner', value: undefined } },
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

test('reads the records that a world begins with', () => {
  expect(readWorld({ widgets: { records: [{ Name: 'a' }] } })).toStrictEqual({
    widgets: { open: false, present: [], absent: [], records: [{ Name: 'a' }] },
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
    flaw: 'that is near something in no field',
    entry: { near: 'a', key: ['A'], error: 'E', parameter: 'Start', seconds: 5 },
    message: `${malformedNear} (at #/pre/0)`,
  },
  {
    flaw: 'with a misspelt member',
    entry: { present: 'a', key: ['A'], error: 'E', wildcart: '*' },
    message:
      'Failed to read precondition: "wildcart" is not known. Did you mean "wildcard"? (at #/pre/0/wildcart)',
  },
  {
    flaw: 'that is near anything',
    entry: { near: 'a', key: ['A'], error: 'E', parameter: 'P', field: 'F', seconds: 5, wildcard: '*' },
    message: 'Failed to read precondition: "wildcard" is not known.',
  },
  {
    flaw: 'with a misspelt member of its fixture',
    entry: { present: 'a', key: ['A'], error: 'E', fixture: { nam: 'b' } },
    message: 'Failed to read fixture: "nam" is not known. Did you mean "name"? (at #/pre/0/fixture/nam)',
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
  {
    flaw: 'whose first records are no list',
    world: { owners: { records: 'nobody' } },
    message:
      'Failed to read world "owners": "records" is not a list of records. Write it like [{ Name: a }]. (at #/w/owners/records)',
  },
])('refuses a world $flaw', ({ world, message }) => {
  expect(() => readWorld(world, '/w')).toThrow(message);
});

test('names a place of a world from its root', () => {
  expect(() => readWorld({ owners: 5 })).toThrow('(at #/owners)');
});
