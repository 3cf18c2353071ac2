import { expect, test } from 'vitest';
import { MisuseError, readCredentials } from '../index.ts';

const key = { id: 'testid', secret: 'top-secret' };
const accountWith = (more: object): object => ({ accounts: [{ id: '1', ...more }] });

test('reads keys of accounts and of their users', () => {
  const credentials = readCredentials({
    accounts: [
      {
        id: '1',
        accessKeys: [
          key,
          { id: 'sts', secret: 's', securityToken: 't', expires: '2030-01-01T00:00:00Z' },
          { id: 'old', secret: 's', active: false },
        ],
        users: [{ name: 'guest', accessKeys: [{ id: 'guestid', secret: 's' }] }],
      },
      { id: '2' },
    ],
  });

  expect([...credentials.keys()]).toEqual(['testid', 'sts', 'old', 'guestid']);
  expect(credentials.get('testid')).toEqual({
    id: 'testid',
    secret: 'top-secret',
    isActive: true,
    accountId: '1',
  });
  expect(credentials.get('sts')).toMatchObject({ securityToken: 't', expires: Date.UTC(2030, 0, 1) });
  expect(credentials.get('old')).toMatchObject({ isActive: false });
  expect(credentials.get('guestid')).toMatchObject({
    accountId: '1',
    user: { name: 'guest', policy: { statements: [] } },
  });
});

test.each([
  [undefined, 'Failed to read credentials: it is no object. Give one with accounts.'],
  [['x'], 'Failed to read credentials: it is no object. Give one with accounts.'],
  [{}, 'Failed to read credentials at "accounts": it is no list of objects. Write a list.'],
  [{ accounts: [], keys: [] }, 'Failed to read credentials at "keys": it is not known here. Use accounts.'],
  [{ accounts: [{}] }, 'Failed to read credentials at "accounts/0/id": it is missing. Add it.'],
  [
    { accounts: [{ id: 1 }] },
    'Failed to read credentials at "accounts/0/id": it is no text, or an empty one. Put it in quotes.',
  ],
  [
    accountWith({ accessKeys: key }),
    'Failed to read credentials at "accounts/0/accessKeys": it is no list of objects. Write a list.',
  ],
  [
    accountWith({ accessKeys: [{ id: 'testid' }] }),
    'Failed to read credentials at "accounts/0/accessKeys/0/secret": it is missing. Add it.',
  ],
  [
    accountWith({ accessKeys: [{ ...key, active: 'no' }] }),
    'Failed to read credentials at "accounts/0/accessKeys/0/active": it is neither true nor false. Write one of the two.',
  ],
  [
    accountWith({ accessKeys: [{ ...key, expires: 'soon' }] }),
    'Failed to read credentials at "accounts/0/accessKeys/0/expires": it is no point in time. Write it like 2030-01-01T00:00:00Z.',
  ],
  [
    accountWith({ accessKeys: [key], users: [{ name: 'guest', accessKeys: [key] }] }),
    'Failed to read credentials at "accounts/0/users/0/accessKeys/0/id": another access key has this id. Give each its own.',
  ],
  [
    accountWith({ users: [{ name: 'guest', policy: { Statement: [{ Effect: 'Maybe' }] } }] }),
    'Failed to read credentials at "accounts/0/users/0/policy/Statement/0/Effect": it is neither Allow nor Deny. Write one of the two.',
  ],
  [
    accountWith({ users: [{ name: 'guest', policy: { Statement: [{ Effect: 'Deny', Condition: {} }] } }] }),
    'Failed to read credentials at "accounts/0/users/0/policy/Statement/0/Condition": it is not known here. Use Effect, Action, Resource.',
  ],
])('names the place of what is wrong in %j', (value, message) => {
  expect(() => readCredentials(value)).toThrow(new MisuseError(message));
});

test('does not repeat a secret that stands in the wrong place', () => {
  const misplaced = [
    { accounts: [{ id: '1', accessKeys: ['top-secret'] }] },
    accountWith({ accessKeys: [{ id: 'testid', secret: ['top-secret'] }] }),
    accountWith({ accessKeys: [{ ...key, expires: 'top-secret' }] }),
    accountWith({
      accessKeys: [
        { id: 'top-secret', secret: 'a' },
        { id: 'top-secret', secret: 'b' },
      ],
    }),
  ];

  for (const value of misplaced) {
    expect(() => readCredentials(value)).toThrow(/^(?!.*top-secret)Failed to read credentials at/);
  }
});
